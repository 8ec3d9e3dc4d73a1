package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.ReservedLevel.MS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Parameters;
import org.coremux.hypervisor.Host;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 6, one by one. */
class Arinc653Test {
  private static ReservedLevel table(int cpus, String schedule, long frameMs) {
    return new ReservedLevel(
        cpus, "arinc653", Map.of("schedule", schedule, "majorFrame", frameMs * MS));
  }

  @Test
  void theTableRepeatsAndItsTailIdles() {
    ReservedLevel level = table(1, "a 10 ms, b 20 ms, a 5 ms", 50);
    Schedulable a = level.hog("a", null);
    Schedulable b = level.hog("b", null);
    level.hog("stranger", null);

    level.run(1_000);

    assertThat(level.log.subList(0, 6))
        .containsExactly("0.0 a@0", "10.0 b@0", "30.0 a@0", "50.0 a@0", "60.0 b@0", "80.0 a@0");
    assertThat(level.ranNs(a)).isEqualTo(300 * MS);
    assertThat(level.ranNs(b)).isEqualTo(400 * MS);
    assertThat(level.log).noneMatch(line -> line.contains("stranger"));
  }

  @Test
  void whatAPartitionLeavesNobodyGets() { // P17
    ReservedLevel level = table(1, "a 10 ms, b 20 ms", 30);
    Schedulable a = level.hog("a", null);
    level.sleepingHog("b", null, null);

    level.run(300);

    assertThat(level.ranNs(a)).isEqualTo(100 * MS);
  }

  @Test
  void oneThatWakesWithinItsEntryRunsAtOnceAndElseWaitsForIt() {
    ReservedLevel level = table(1, "a 10 ms, b 20 ms", 30);
    Schedulable a = level.burst("a", null, MS);
    level.wakeAt(a, 4);
    level.wakeAt(a, 12);

    level.run(60);

    assertThat(level.log).containsExactly("4.0 a@0", "30.0 a@0");
  }

  @Test
  void anEntryRunsOnTheProcessorWhereItsOwnerIsAtHome() {
    ReservedLevel level = table(2, "a 10 ms, b 20 ms", 30);
    level.hog("a", null);
    level.hog("b", null);

    level.run(35);

    assertThat(level.log).containsExactly("0.0 a@0", "10.0 b@1", "30.0 a@0");
  }

  @Test
  void withoutATableEverybodyHasTenMsInTheOrderOfAdmission() {
    ReservedLevel level = new ReservedLevel(1, "arinc653", Map.of());
    level.hog("a", null);
    level.sleepingHog("b", null, null);
    level.hog("c", null);

    level.run(45);

    assertThat(level.log).containsExactly("0.0 a@0", "20.0 c@0", "30.0 a@0");
  }

  /** Whatever b does, a runs at the same times. */
  @Property
  void onePartitionCannotNoticeAnother(@ForAll int seed) {
    assertThat(timesOfA(seed, true)).isEqualTo(timesOfA(seed, false)).isNotEmpty();
  }

  private static List<String> timesOfA(int seed, boolean isBusy) {
    SplittableRandom random = new SplittableRandom(seed);
    long first = random.nextLong(1, 20);
    long second = random.nextLong(1, 20);
    long frame = first + second + random.nextLong(0, 5);
    ReservedLevel level = table(1, "a " + first + " ms, b " + second + "ms", frame);
    Schedulable a = level.burst("a", null, random.nextLong(1, 10 * MS));
    Schedulable b = level.burst("b", null, random.nextLong(1, 10 * MS));
    List<String> times = new ArrayList<>();
    level.host.trace(
        (now, p, s, from, to) -> {
          if (s == a) {
            times.add(now + " " + to);
          }
        });
    for (int i = 0; i < 40; i++) {
      level.wakeAt(a, random.nextDouble(200));
      double at = random.nextDouble(200);
      if (isBusy) {
        level.wakeAt(b, at);
      }
    }
    level.run(200);
    long most = (200 / frame + 1) * first * MS;
    assertThat(a.timeNs(RunState.RUNNING)).isLessThanOrEqualTo(most);
    return times;
  }

  // ---- before a run ----

  private static String why(String schedule, long frameMs) {
    Map<String, Object> said = new HashMap<>();
    if (!schedule.isEmpty()) {
      said.put("schedule", schedule);
    }
    if (frameMs > 0) {
      said.put("majorFrame", frameMs * MS);
    }
    Arinc653Provider provider = new Arinc653Provider();
    List<GuestSettings> guests =
        List.of(new GuestSettings("web", 2, null), new GuestSettings("db", 1, null));
    return provider.refuses(1, Parameters.of(provider.parameters(), said), guests).stream()
        .map(Refusal::why)
        .findFirst()
        .orElse("");
  }

  @Test
  void refusesATableThatCannotBeAndSaysWhatIsAllowed() {
    assertThat(why("web.v0 10 ms, db.v0 1.5 ms,Domain-0.v1 250us", 20)).isEmpty();
    assertThat(why("", 0)).isEmpty();
    assertThat(why("web.v2 10 ms", 0))
        .isEqualTo(
            "names web.v2, which there is not; allowed: web.v0, web.v1, db.v0, and those of"
                + " Domain-0 where there is one");
    assertThat(why("web.v0 10 ms, db.v0 20 ms", 29))
        .isEqualTo("takes 30 ms in all; allowed: up to the majorFrame, 29 ms");
    assertThat(why("", 29)).contains("takes 30 ms in all");
    assertThat(why("db.v0 1 ms,".repeat(64) + "db.v0 1 ms", 0))
        .isEqualTo("has 65 entries; allowed: up to 64");
    assertThat(why("db.v0", 0)).contains("`db.v0`, where a name and a time are expected");
    assertThat(why("db.v0 ten ms", 0)).contains("`ten ms` for db.v0; allowed: a time such as");
    assertThat(why("db.v0 0 ms", 0)).contains("allowed: 1 ns to");
    assertThat(InnermostSettings.DOMAIN0).isEqualTo(Host.DOMAIN0);
  }
}
