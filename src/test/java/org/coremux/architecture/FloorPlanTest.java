package org.coremux.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keeps the floor plan: a room imports only rooms on strictly lower floors. */
class FloorPlanTest {
  /** Exactly rounded or exact in integers, so equal on every JDK and CPU. */
  private static final Set<String> EXACT_MATH =
      Set.of(
          "sqrt",
          "abs",
          "min",
          "max",
          "absExact",
          "addExact",
          "decrementExact",
          "incrementExact",
          "multiplyExact",
          "negateExact",
          "subtractExact",
          "toIntExact",
          "floorDiv",
          "floorMod",
          "multiplyFull",
          "multiplyHigh");

  /** Their order of iteration is nobody's choice. */
  private static final Set<String> UNORDERED =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.concurrent.ConcurrentHashMap");

  private static final JavaClasses PRODUCT = Floors.product();

  private static final DescribedPredicate<JavaClass> HOT_FLOORS =
      describe("are on a hot floor", type -> Floors.isHot(type.getPackageName()));

  @Test
  void importsPointDown() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : PRODUCT) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (Floors.isOurs(target) && !pointsDown(type, target)) {
          wrong.add(type.getName() + " -> " + target.getName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean pointsDown(JavaClass from, JavaClass to) {
    String fromRoom = Floors.room(from.getPackageName());
    String toRoom = Floors.room(to.getPackageName());
    return fromRoom.equals(toRoom)
        || Floors.floor(toRoom).orElseThrow() < Floors.floor(fromRoom).orElseThrow();
  }

  @Test
  void everyRoomIsOnThePlan() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : PRODUCT) {
      String room = Floors.room(type.getPackageName());
      boolean isDescription = type.getSimpleName().equals("package-info");
      if (Floors.floor(room).isEmpty() && !isDescription) {
        unknown.add(type.getName());
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void hotFloorsUseTheJdkCommonsRngAndHdrHistogramOnly() {
    check(
        "hot floors stand alone",
        describe(
            "are of another library",
            target ->
                !Floors.isOurs(target)
                    && !target.getPackageName().isEmpty()
                    && !target.isPrimitive()
                    && !target.isArray()
                    && !inside(target, "java", "org.apache.commons.rng", "org.HdrHistogram")));
  }

  @Test
  void hotFloorsUseNoStreamsLoggingClocksOrFormatters() {
    check(
        "they allocate, or ask what time it is",
        describe(
            "are streams, loggers, clocks or formatters",
            target ->
                inside(target, "java.util.stream", "java.util.logging", "java.time", "java.text")));
  }

  @Test
  void hotFloorsUseNoSourceOfRandomnessButNamedStreams() {
    check(
        "a draw comes from a named stream",
        describe(
            "are random sources of the JDK",
            target ->
                inside(target, "java.security")
                    || target.getName().equals("java.util.random.RandomGeneratorFactory")
                    || target.getName().equals("java.util.Random")
                    || target.getName().equals("java.util.SplittableRandom")
                    || target.getName().equals("java.util.concurrent.ThreadLocalRandom")));
  }

  @Test
  void hotFloorsSampleByTablesOfTheirOwn() {
    checkCalls(
        "what it samples differs from JDK to JDK",
        describe(
            "RandomGenerator's samplers and factories",
            call ->
                call.getTargetOwner().getName().equals("java.util.random.RandomGenerator")
                    && Set.of("of", "getDefault", "nextGaussian", "nextExponential")
                        .contains(call.getName())));
  }

  @Test
  void hotFloorsUseNoHashTables() {
    check(
        "their order is nobody's choice",
        describe("are hash tables", target -> UNORDERED.contains(target.getName())));
  }

  @Test
  void hotFloorsMakeNoImmutableSetsAndMaps() {
    checkCalls(
        "their order changes from run to run",
        describe(
            "Set.of, Map.of, copyOf and their like",
            call -> {
              String owner = call.getTargetOwner().getName();
              boolean isEmpty = call.getTarget().getRawParameterTypes().isEmpty();
              return (owner.equals("java.util.Set") || owner.equals("java.util.Map"))
                  && Set.of("of", "ofEntries", "copyOf").contains(call.getName())
                  && !isEmpty;
            }));
  }

  @Test
  void hotFloorsUseExactMathOnly() {
    checkCalls(
        "StrictMath gives the same on every CPU",
        describe(
            "Math but for what is exact",
            call ->
                call.getTargetOwner().getName().equals("java.lang.Math")
                    && !EXACT_MATH.contains(call.getName())));
  }

  @Test
  void hotFloorsUseNoIdentityHashes() {
    checkCalls(
        "they change from run to run",
        describe(
            "identity hashes",
            call ->
                call.getName().equals("identityHashCode")
                    || (call.getName().equals("hashCode")
                        && call.getTargetOwner().getName().equals("java.lang.Object"))));
  }

  @Test
  void hotFloorsDoNotAskTheMachineForTheTime() {
    checkCalls(
        "time is simulated",
        describe(
            "the machine's clocks",
            call ->
                call.getTargetOwner().getName().equals("java.lang.System")
                    && Set.of("nanoTime", "currentTimeMillis").contains(call.getName())));
  }

  @Test
  void onlyScenarioParses() {
    only(Set.of("scenario"), "com.fasterxml.jackson.dataformat.yaml", "org.yaml");
  }

  @Test
  void onlyScenarioAndWhatWritesResultsUseJackson() {
    only(Set.of("scenario", "experiment", "evidence", "report"), "com.fasterxml.jackson");
  }

  @Test
  void onlyReportDraws() {
    only(Set.of("report"), "org.jfree", "org.apache.batik", "org.w3c.dom", "java.awt", "javax");
  }

  @Test
  void onlyTheCommandLineParsesArguments() {
    only(Set.of("cli"), "picocli");
  }

  @Test
  void onlyTheTopFloorsKnowTheTerminal() {
    only(Set.of("report", "cli"), "me.tongfei", "org.jline");
  }

  private static void only(Set<String> rooms, String... packages) {
    noClasses()
        .that(
            describe(
                "are outside " + rooms,
                type -> !rooms.contains(Floors.room(type.getPackageName()))))
        .should(
            dependOnClassesThat(
                describe(
                    "are in " + String.join(" or ", packages), target -> inside(target, packages))))
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  private static void check(String reason, DescribedPredicate<JavaClass> forbidden) {
    noClasses()
        .that(HOT_FLOORS)
        .should(dependOnClassesThat(forbidden))
        .because(reason)
        .check(PRODUCT);
  }

  private static void checkCalls(String reason, DescribedPredicate<JavaMethodCall> forbidden) {
    classes()
        .that(HOT_FLOORS)
        .should(never(callMethodWhere(forbidden)))
        .because(reason)
        .check(PRODUCT);
  }

  private static boolean inside(JavaClass type, String... packages) {
    JavaClass base = type.getBaseComponentType();
    String name = base.getPackageName();
    for (String wanted : packages) {
      if (name.equals(wanted) || name.startsWith(wanted + ".")) {
        return true;
      }
    }
    return false;
  }
}
