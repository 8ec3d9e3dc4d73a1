package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.ReservedLevel.MS;

import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Timer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.junit.jupiter.api.Test;

/** What real-time threads leave to fair ones: throttling, and the fair server. */
class RealTimeBoundTest {
  private static final Map<String, ?> THROTTLED = Map.of("hrtick", true);
  private static final Map<String, ?> SERVED = Map.of("hrtick", true, "fairServer", true);

  private static ReservedLevel cpu(Map<String, ?> parameters) {
    return new ReservedLevel(1, "deadline", parameters);
  }

  /** Asleep; real-time, and never done. */
  private static Schedulable real(ReservedLevel level, String name, CpuMask affinity) {
    Schedulable real = Schedulable.thread(name, null, 1024, affinity, now -> {});
    real.realTime(1);
    real.compute(1L << 50);
    return TestLevel.add(level.host, real);
  }

  // ---- throttling ----

  @Test
  void realTimeThreadsRun950MsOfEachSecond() {
    ReservedLevel level = cpu(THROTTLED);
    level.wakeAt(real(level, "real", null), 0);
    level.wakeAt(level.sleepingHog("fair", null, null), 0);

    level.run(2_100);

    assertThat(level.log)
        .containsExactly(
            "0.0 real@0", "950.0 fair@0", "1000.0 real@0", "1950.0 fair@0", "2000.0 real@0");
  }

  @Test
  void theyRunSoLongTogether() {
    ReservedLevel level = cpu(THROTTLED);
    level.wakeAt(realBurst(level, "one", 600 * MS), 0);
    level.wakeAt(realBurst(level, "two", 600 * MS), 0);
    level.wakeAt(level.sleepingHog("fair", null, null), 0);

    level.run(1_300);

    assertThat(level.log)
        .containsExactly(
            "0.0 one@0", "600.0 two@0", "950.0 fair@0", "1000.0 two@0", "1250.0 fair@0");
  }

  private static Schedulable realBurst(ReservedLevel level, String name, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            null,
            now -> {
              self[0].compute(workNs);
              level.host.block(self[0]);
            });
    self[0].compute(workNs);
    self[0].realTime(1);
    return TestLevel.add(level.host, self[0]);
  }

  @Test
  void theyStandStillEvenIfNobodyElseWantsToRun() {
    ReservedLevel level = cpu(THROTTLED);
    Schedulable real = real(level, "real", null);
    level.wakeAt(real, 0);

    level.run(2_000);

    assertThat(level.log).startsWith("0.0 real@0", "1000.0 real@0");
    assertThat(level.ranNs(real)).isEqualTo(1_900 * MS);
  }

  @Test
  void whoStandsStillIsNotTakenOverElsewhere() {
    ReservedLevel level = new ReservedLevel(2, "deadline", THROTTLED);
    level.wakeAt(real(level, "real", null), 0);
    level.wakeAt(level.sleepingHog("a", null, null), 1);
    level.wakeAt(level.sleepingHog("b", null, CpuMask.of(0)), 1);

    level.run(1_001);

    assertThat(level.log).contains("0.0 real@0", "950.0 b@0", "1000.0 real@0");
    assertThat(level.log).doesNotContain("950.0 real@1", "1000.0 real@1");
  }

  @Test
  void aProcessorWhoseThreadsStandStillIsNotChosenForOthers() {
    ReservedLevel level = new ReservedLevel(2, "deadline", THROTTLED);
    level.wakeAt(real(level, "real", CpuMask.of(0)), 0);
    level.wakeAt(real(level, "late", null), 970);

    level.run(1_100);

    assertThat(level.log).containsExactly("0.0 real@0", "970.0 late@1", "1000.0 real@0");
  }

  /** 950 ms are 952 at ticks of 4 ms, and so 948 in the next period. */
  @Test
  void atTicksTheyOverrunAndPayItBack() {
    ReservedLevel level = cpu(Map.of());
    level.wakeAt(real(level, "real", null), 0);
    level.wakeAt(level.sleepingHog("fair", null, null), 0);

    level.run(1_990);

    assertThat(level.log)
        .containsExactly("0.0 real@0", "952.0 fair@0", "1000.0 real@0", "1948.0 fair@0");
  }

  @Test
  void thePeriodBeginsWhenTheFirstWakesAfterOneWithoutAny() {
    ReservedLevel level = cpu(THROTTLED);
    level.hog("fair", null);
    level.wakeAt(realBurst(level, "early", 100 * MS), 100);
    level.wakeAt(real(level, "real", null), 1_300);

    level.run(2_400);

    assertThat(level.log)
        .containsExactly(
            "0.0 fair@0",
            "100.0 early@0",
            "200.0 fair@0",
            "1300.0 real@0",
            "2250.0 fair@0",
            "2300.0 real@0");
  }

  @Test
  void runtimeAndPeriodCanBeSetAndAllOfItIsNoBound() {
    ReservedLevel level = cpu(Map.of("hrtick", true, "rtRuntime", 30 * MS, "rtPeriod", 100 * MS));
    level.wakeAt(real(level, "real", null), 0);
    level.wakeAt(level.sleepingHog("fair", null, null), 0);
    level.run(110);
    ReservedLevel unbound = cpu(Map.of("rtRuntime", 1_000 * MS));
    Schedulable real = real(unbound, "real", null);
    unbound.wakeAt(real, 0);
    unbound.hog("fair", null);
    unbound.run(5_000);

    assertThat(level.log).containsExactly("0.0 real@0", "30.0 fair@0", "100.0 real@0");
    assertThat(unbound.ranNs(real)).isEqualTo(5_000 * MS);
  }

  @Test
  void refusesARuntimeOverThePeriod() {
    assertThatThrownBy(() -> cpu(Map.of("rtRuntime", 200 * MS, "rtPeriod", 100 * MS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rtRuntime of 200000000 ns; allowed: over 0, up to the rtPeriod");
  }

  // ---- the fair server ----

  @Test
  void theServerGivesFairThreadsTheLast50MsOfTheirSecond() {
    ReservedLevel level = cpu(SERVED);
    level.wakeAt(real(level, "real", null), 0);
    level.wakeAt(level.sleepingHog("fair", null, null), 100);

    level.run(2_200);

    assertThat(level.log)
        .containsExactly(
            "0.0 real@0", "1050.0 fair@0", "1100.0 real@0", "2050.0 fair@0", "2100.0 real@0");
  }

  @Test
  void theServerLeavesRealTimeThreadsAloneIfNobodyElseWantsToRun() {
    ReservedLevel level = cpu(SERVED);
    Schedulable real = real(level, "real", null);
    level.wakeAt(real, 0);

    level.run(3_000);

    assertThat(level.ranNs(real)).isEqualTo(3_000 * MS);
  }

  /** That they have is noticed at 52, at a tick; of the 50 ms until 1052 they had 8 before 60. */
  @Test
  void whoHasHad50MsWithoutTheServerWaitsAnotherSecond() {
    ReservedLevel level = cpu(SERVED);
    level.hog("fair", null);
    level.wakeAt(real(level, "real", null), 60);

    level.run(1_100);

    assertThat(level.log)
        .containsExactly("0.0 fair@0", "60.0 real@0", "1010.0 fair@0", "1052.0 real@0");
  }

  /** 40 ms are left at 960; at 970 they no longer fit, and a new second begins. */
  @Test
  void realTimeGoesOnWhenTheFairOnesSleepAndTheyStartAgainWhenTheyWake() {
    ReservedLevel level = cpu(SERVED);
    level.wakeAt(real(level, "real", null), 0);
    Schedulable fair = level.burst("fair", null, 10 * MS);
    level.wakeAt(fair, 0);
    level.wakeAt(fair, 970);

    level.run(2_000);

    assertThat(level.log)
        .containsExactly(
            "0.0 real@0", "950.0 fair@0", "960.0 real@0", "1920.0 fair@0", "1930.0 real@0");
  }

  // ---- always ----

  @Property
  void fairThreadsGet50MsOfEachSecondBehindARealTimeHog(@ForAll int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean isServed = random.nextBoolean();
    ReservedLevel level = cpu(isServed ? SERVED : THROTTLED);
    long realMs = random.nextLong(500);
    long fairMs = realMs + random.nextLong(500);
    level.wakeAt(real(level, "real", null), realMs);
    for (int i = random.nextInt(3); i > 0; i--) {
      restless(level, "restless" + i, realMs, random.split());
    }
    Schedulable one = level.sleepingHog("one", null, null);
    Schedulable two = level.sleepingHog("two", null, null);
    level.wakeAt(one, fairMs);
    level.wakeAt(two, random.nextLong(fairMs, 2_000));
    long[] before = new long[1];
    for (int second = 0; second < 4; second++) {
      long fromMs = isServed ? fairMs : realMs;
      String what = "second " + second + " of seed " + seed;
      level.model.at(
          (fromMs + (second + 1) * 1_000) * MS,
          () -> {
            long ranNs = level.ranNs(one) + level.ranNs(two);
            assertThat(ranNs - before[0]).as(what).isGreaterThanOrEqualTo(50 * MS);
            before[0] = ranNs;
          });
    }
    level.run(5_500);
    assertThat(before[0]).isGreaterThanOrEqualTo(200 * MS);
  }

  /** Real-time; computes and sleeps at random. */
  private static void restless(
      ReservedLevel level, String name, long fromMs, SplittableRandom own) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> level.host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            null,
            now -> {
              self[0].compute(own.nextLong(1, 30 * MS));
              level.host.block(self[0]);
              level.model.site.arm(wake, now + own.nextLong(1, 50 * MS));
            });
    self[0].compute(own.nextLong(1, 30 * MS));
    self[0].realTime(2);
    TestLevel.add(level.host, self[0]);
    level.model.site.arm(wake, fromMs * MS);
  }
}
