package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.EevdfLevel.MS;
import static org.coremux.sched.EevdfLevel.US;
import static org.coremux.sched.EevdfParameters.EEVDF_6_12;
import static org.coremux.sched.EevdfParameters.EEVDF_6_6;
import static org.coremux.sched.EevdfParameters.EEVDF_LATEST;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One processor: slices, shares, lag, protection and preemption. */
class EevdfTest {
  private static EevdfLevel one(EevdfParameters parameters) {
    return new EevdfLevel(Topology.flat(1), parameters);
  }

  private static EevdfParameters version(String name) {
    return switch (name) {
      case "6.6" -> EEVDF_6_6;
      case "6.12" -> EEVDF_6_12;
      default -> EEVDF_LATEST;
    };
  }

  @Test
  void scalesTheBaseSliceByTheNumberOfProcessors() {
    assertThat(EEVDF_LATEST.sliceNs(1)).isEqualTo(700 * US);
    assertThat(EEVDF_LATEST.sliceNs(2)).isEqualTo(1_400 * US);
    assertThat(EEVDF_LATEST.sliceNs(4)).isEqualTo(2_100 * US);
    assertThat(EEVDF_LATEST.sliceNs(64)).isEqualTo(2_800 * US);
    assertThat(EEVDF_6_12.sliceNs(8)).isEqualTo(3_000 * US);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void letsTwoEqualHogsAlternateEveryTick(int cpus) {
    EevdfLevel level = EevdfLevel.of(cpus);
    level.pinnedHog("a", 0);
    level.pinnedHog("b", 0);

    level.run(17 * MS);

    assertThat(level.log)
        .containsExactly("0.000 a@0", "4.000 b@0", "8.000 a@0", "12.000 b@0", "16.000 a@0");
  }

  @Test
  void endsSlicesExactlyWithHighResolutionTicks() {
    EevdfLevel level = new EevdfLevel(Topology.flat(8), EEVDF_LATEST.withHrtick(true));
    level.pinnedHog("a", 0);
    level.pinnedHog("b", 0);

    level.run(15 * MS);

    // the first requests are halved: 1.4 ms each, then 2.8
    assertThat(level.log)
        .containsExactly(
            "0.000 a@0",
            "1.400 b@0",
            "2.800 a@0",
            "5.600 b@0",
            "8.400 a@0",
            "11.200 b@0",
            "14.000 a@0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.6", "6.12", "latest"})
  void sharesByWeightWithinASliceAndATick(String version) {
    EevdfLevel level = one(version(version));
    int[] weights = {1024, 2048, 512, NiceWeights.of(5)};
    List<Schedulable> hogs = new ArrayList<>();
    long sum = 0;
    for (int weight : weights) {
      hogs.add(level.hog("w" + weight, null, weight));
      sum += weight;
    }

    level.run(10_000 * MS);

    for (Schedulable s : hogs) {
      long ideal = 10_000 * MS * s.weight() / sum;
      assertThat(level.ranNs(s)).as(s.name()).isCloseTo(ideal, within(4_750 * US));
    }
  }

  @Test
  void keepsTheLagOfASleeper() {
    EevdfLevel level = one(EEVDF_LATEST);
    level.hog("hog");
    Schedulable s = level.sleepingHog("s", null, 1024, null);
    level.at(MS, () -> level.mux.wake(s));
    long[] lag = new long[2];
    // at 4 ms the hog has run 4, s nothing: s runs to 8; V = 1 + 3 / 2 at 4
    level.at(
        5 * MS,
        () -> {
          level.mux.stop(s);
          lag[0] = level.entity(s).lag;
        });
    level.at(
        25 * MS,
        () -> {
          level.mux.start(s);
          lag[1] = level.entity(s).queue.virtualTime() - level.entity(s).vruntime;
        });

    level.run(26 * MS);

    // joined at 1 with lag 0; 3 ms of the hog and 1 of s since: half of each is V's: lag 1 ms
    assertThat(lag[0]).isEqualTo(MS);
    assertThat(lag[1]).isEqualTo(lag[0]);
  }

  /** A hog alone, and one that has run for 1 us before 0.1 ms and wakes again at the time. */
  private static EevdfLevel wakesAt(long ns, EevdfParameters parameters) {
    EevdfLevel level = one(parameters);
    Schedulable s = level.sleeper("s", null, 1024, () -> US, () -> 100 * US);
    level.run(150 * US);
    level.mux.stop(s);
    level.hog("a");
    level.hog("b");
    level.at(
        ns,
        () -> {
          level.mux.start(s);
          level.mux.wake(s);
        });
    level.log.clear();
    return level;
  }

  @Test
  void letsAnEligibleCurrentOneFinishItsProtectedSlice() {
    // a is dispatched at 0.15 ms, and protected for half a slice, its first request: 0.35 ms
    EevdfLevel level = wakesAt(400 * US, EEVDF_LATEST);

    level.run(5 * MS);

    assertThat(level.log.get(1)).isEqualTo("4.000 b@0");
  }

  @Test
  void preemptsAtOnceWhenTheCurrentOneIsNotProtected() {
    // at 1 ms a has had 0.85 of 0.85 ms, its fair half being 0.425: not eligible
    EevdfLevel level = wakesAt(MS, EEVDF_LATEST);

    level.run(2 * MS);

    assertThat(level.log.get(1)).startsWith("1.000 ");
  }

  @Test
  void resumesAPreemptedSliceWithItsRest() {
    EevdfLevel level = new EevdfLevel(Topology.flat(8), EEVDF_LATEST.withHrtick(true));
    Schedulable a = level.pinnedHog("a", 0);
    level.run(MS);
    long deadline = level.entity(a).deadline;
    level.pinnedHog("b", 0);
    level.run(1_400 * US);
    FairEntity e = level.entity(a);
    // 1.4 ms of a halved first request are over, the second one began then: preempted by b
    assertThat(level.log).containsExactly("0.000 a@0", "1.400 b@0");
    assertThat(deadline).isEqualTo(1_400 * US);
    assertThat(e.deadline).isEqualTo(4_200 * US);
  }

  @Test
  void boundsTheLagOfWhoeverLeaves() {
    EevdfLevel level = one(EEVDF_LATEST);
    java.util.SplittableRandom random = new java.util.SplittableRandom(7);
    level.hog("hog");
    List<Schedulable> sleepers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sleepers.add(
          level.sleeper(
              "s" + i,
              null,
              256 << i % 4,
              () -> random.nextLong(1, 6 * MS),
              () -> random.nextLong(1, 20 * MS)));
    }
    long most = EEVDF_LATEST.sliceNs(1) + EEVDF_LATEST.tickNs();
    long[] extreme = new long[1];
    level.mux.trace(
        (now, p, s, from, to) -> {
          for (Schedulable t : sleepers) {
            FairEntity e = level.entity(t);
            if (e != null && !e.onQueue) {
              long lag = e.lag * e.weight / 1024;
              extreme[0] = Math.max(extreme[0], Math.abs(lag));
            }
          }
        });

    level.run(5_000 * MS);

    assertThat(extreme[0]).isPositive().isLessThanOrEqualTo(most);
  }

  @Test
  void keepsASleeperWithNegativeLagQueuedUntilItHasPaid() {
    EevdfLevel level = one(EEVDF_6_12);
    level.hog("hog");
    // s runs for 2 ms at a time, more than its half, and sleeps for 1 ms
    Schedulable s = level.sleeper("s", null, 1024, () -> 2 * MS, () -> MS);
    int[] delayed = new int[1];
    level.mux.trace((now, p, who, from, to) -> delayed[0] += level.entity(s).delayed ? 1 : 0);

    level.run(1_000 * MS);

    assertThat(delayed[0]).isPositive();
    assertThat(level.ranNs(s)).isBetween(300 * MS, 510 * MS);
  }

  @Test
  void neverDelaysASleeperUnderLinux66() {
    EevdfLevel level = one(EEVDF_6_6);
    level.hog("hog");
    Schedulable s = level.sleeper("s", null, 1024, () -> 2 * MS, () -> MS);
    int[] delayed = new int[1];
    level.mux.trace((now, p, who, from, to) -> delayed[0] += level.entity(s).delayed ? 1 : 0);

    level.run(1_000 * MS);

    assertThat(delayed[0]).isZero();
  }

  @Test
  void letsAShorterSliceBreakTheProtection() {
    EevdfLevel level = new EevdfLevel(Topology.flat(8), EEVDF_LATEST);
    Schedulable s =
        level.sleeper(
            Schedulable.thread("s", null, 1024, org.coremux.topology.CpuMask.of(0), now -> {}),
            () -> US,
            () -> 600 * US);
    level.pinnedHog("a", 0);
    level.pinnedHog("b", 0);
    level.eevdf.slice(s, 100 * US);
    level.run(610 * US);
    level.log.clear();

    level.run(1_300 * US);

    // a is protected until 1.4 ms, but s asks for less and is owed its lag
    assertThat(level.log).contains("1.201 s@0");
  }

  /** Ran 0.1 ms alone, sleeps, and wakes again at 1 ms, where a runs since 0.2. */
  private static EevdfLevel wakesBesideAHog(EevdfParameters parameters) {
    EevdfLevel level = one(parameters);
    Schedulable s = level.sleeper("s", null, 1024, () -> 100 * US, () -> 900 * US);
    level.mux.wake(s);
    level.at(200 * US, () -> level.hog("a"));
    return level;
  }

  @Test
  void preemptsAtTheWakeUpWithoutLaziness() {
    EevdfLevel level = wakesBesideAHog(EEVDF_LATEST);

    level.run(1_500 * US);

    // s joins with the lag 0 that it left with, a slice before its deadline; the request of a is
    // over since 0.55, so that its next deadline is the same: the current one loses ties
    assertThat(level.log).startsWith("0.000 s@0", "0.200 a@0", "1.000 s@0");
  }

  @Test
  void waitsForTheNextTickToPreemptWhenLazy() {
    EevdfParameters lazy =
        new EevdfParameters(
            EevdfRules.LATEST.withLazy(true),
            EevdfParameters.SLICE_LATEST_NS,
            EevdfParameters.TICK_NS,
            0,
            false,
            true,
            EevdfParameters.MIGRATION_COST_NS,
            EevdfParameters.BANDWIDTH_SLICE_NS);
    EevdfLevel level = wakesBesideAHog(lazy);

    level.run(4_500 * US);

    // an idle processor takes the woken one at once; a busy one at its tick: 4, not 1
    assertThat(level.log).containsExactly("0.000 s@0", "0.200 a@0", "4.000 s@0", "4.100 a@0");
  }

  @Test
  void oneThatIsWokenWhileItIsDelayedKeepsItsPlaceAndPreempts() {
    EevdfLevel level = one(EEVDF_LATEST);
    Schedulable s = level.sleeper("s", null, 1024, () -> 300 * US, () -> 300 * US);
    level.mux.wake(s);
    level.at(100 * US, () -> level.hog("a"));

    level.run(650 * US);

    // s falls asleep at 0.3 with v 300, a has 100: V is 200, so s owes and stays queued. At 0.6 a
    // has
    // run for 300 us that nobody has charged yet when s is asked what it has earned: nothing.
    // Charged, a has 400 and V is 350: s is eligible, and a is not.
    assertThat(level.log).containsExactly("0.000 s@0", "0.300 a@0", "0.600 s@0");
  }

  /** Two processors without a common cache; b was on the second one, which is idle. */
  private static Schedulable wokenBesideHogs(int hogs, boolean isHandOver) {
    Topology apart = new Topology(new Shape(1, 1, 2, 2, 1), 1_000_000_000L);
    EevdfLevel level = new EevdfLevel(apart, EEVDF_LATEST);
    for (int i = 0; i < hogs; i++) {
      level.pinnedHog("a" + i, 0);
    }
    Schedulable b = level.sleeper("b", null, 1024, () -> 100 * US, () -> 10 * MS);
    level.at(10 * US, () -> level.mux.wake(b));
    level.at(
        500 * US,
        () -> {
          b.handedOver(isHandOver);
          level.mux.wake(b, level.mux.processor(0));
          b.handedOver(false);
        });
    level.run(550 * US);
    return b;
  }

  @Test
  void aHandOverBringsTheWokenOneToItsWakerUnlessOthersWaitThere() {
    assertThat(wokenBesideHogs(1, false).processor().index()).isEqualTo(1);
    assertThat(wokenBesideHogs(1, true).processor().index()).isZero();
    assertThat(wokenBesideHogs(2, true).processor().index()).isEqualTo(1);
  }

  @Test
  void yieldsTheRestOfTheSlice() {
    EevdfLevel level = one(EEVDF_LATEST);
    Schedulable a = level.hog("a");
    level.hog("b");
    level.at(100 * US, () -> level.mux.yield(a, null));

    level.run(MS);

    assertThat(level.log).containsExactly("0.000 a@0", "0.100 b@0");
  }

  @Test
  void prefersTheOneToWhomAnotherYieldsWhileItIsEligible() {
    EevdfLevel level = one(EEVDF_LATEST);
    Schedulable a = level.hog("a");
    level.hog("b");
    Schedulable c = level.hog("c");
    level.at(100 * US, () -> level.mux.yield(a, c));

    level.run(MS);

    assertThat(level.log).containsExactly("0.000 a@0", "0.100 c@0");
  }

  @Test
  void describesItsQueuesInItsOwnWords() {
    EevdfLevel level = one(EEVDF_LATEST);
    level.hog("a");
    level.hog("b", level.capped("g", 30, 100), 1024);
    level.run(5 * MS);
    List<String> lines = new ArrayList<>();

    level.eevdf.describe(lines::add);

    assertThat(String.join("\n", lines))
        .contains("2 want to run", "a: ", "vruntime", "eligible", "ns in the pool", "deadline");
  }
}
