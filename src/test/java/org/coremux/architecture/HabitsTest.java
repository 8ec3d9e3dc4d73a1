package org.coremux.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keeps habits that no compiler checks: of names, of comments, of tests. */
class HabitsTest {
  private static final Pattern EMPTY_NAME =
      Pattern.compile(".*(Manager|Helper|Util|Utils|Impl|Base)");
  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
  private static final Pattern PROMISE = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages(Floors.ROOT);

  @Test
  void namesSayWhatAThingIs() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : Floors.product()) {
      if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
        wrong.add(type.getName());
      }
      for (JavaMethod method : type.getMethods()) {
        if (GETTER.matcher(method.getName()).matches() && !isInherited(method)) {
          wrong.add(method.getFullName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** A library's interface may ask for the name. */
  private static boolean isInherited(JavaMethod method) {
    List<JavaClass> above = new ArrayList<>(method.getOwner().getAllRawSuperclasses());
    above.addAll(method.getOwner().getAllRawInterfaces());
    return above.stream()
        .filter(type -> !Floors.isOurs(type))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(inherited -> inherited.getName().equals(method.getName()));
  }

  /** Where file systems take Spinlock for SpinLock, a checkout has one of the two. */
  @Test
  void namesOfFilesDifferInMoreThanCase() {
    Set<String> folded = new HashSet<>();
    List<Path> twice =
        Sources.below(Sources.MAIN, Sources.TEST, Sources.BENCHMARKS).stream()
            .filter(file -> !folded.add(file.toString().toLowerCase(Locale.ROOT)))
            .toList();
    assertThat(twice).isEmpty();
  }

  @Test
  void commentsPromiseNothing() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : Sources.below(Sources.MAIN, Sources.BENCHMARKS)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (PROMISE.matcher(lines.get(i)).find()) {
          wrong.add(file + ":" + (i + 1));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void noTestIsDisabled() {
    List<String> disabled = new ArrayList<>();
    for (JavaClass type : TESTS) {
      if (type.isAnnotatedWith(Disabled.class)) {
        disabled.add(type.getName());
      }
      for (JavaMethod method : type.getMethods()) {
        if (method.isAnnotatedWith(Disabled.class)) {
          disabled.add(method.getFullName());
        }
      }
    }
    assertThat(disabled).isEmpty();
  }

  /** The build runs what has the tag in a JVM without assertions and coverage, and nothing else. */
  @Test
  void allocationTestsCarryTheTagThatSetsThemApart() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : TESTS) {
      boolean named = type.getSimpleName().endsWith("AllocationTest");
      boolean tagged =
          type.isAnnotatedWith(Tag.class)
              && type.getAnnotationOfType(Tag.class).value().equals("allocation");
      if (named != tagged) {
        wrong.add(type.getName());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void namesOfTestsStateTheRule() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass type : TESTS) {
      for (JavaMethod method : type.getMethods()) {
        String name = method.getName().toLowerCase(Locale.ROOT);
        boolean isTest =
            Set.of("Test", "Property", "ParameterizedTest").stream()
                .anyMatch(kind -> isAnnotated(method, kind));
        if (isTest && (name.startsWith("test") || name.startsWith("should"))) {
          wrong.add(method.getFullName());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isAnnotated(JavaMethod method, String simpleName) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> annotation.getRawType().getSimpleName().equals(simpleName));
  }
}
