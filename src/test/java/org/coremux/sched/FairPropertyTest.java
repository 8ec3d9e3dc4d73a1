package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.FairLevel.MS;
import static org.coremux.sched.FairLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** What holds of both fair policies whatever runs: schedulers.md, section 21. */
class FairPropertyTest {
  /** 6.72 ms, which 1 to 8 divide: slices are exact. */
  private static final CfsParameters EVEN =
      new CfsParameters(
          CfsRules.V6_1, 6_720 * US, 840 * US, MS, 4 * MS, 0, false, 500 * US, 5 * MS);

  private static FairLevel one(FairLevel.Maker policy) {
    return new FairLevel(Topology.flat(1), LevelCosts.NONE, policy);
  }

  private static FairLevel.Maker cfs(CfsParameters parameters) {
    return pool -> new Cfs(pool, parameters);
  }

  private static FairLevel.Maker eevdf(EevdfParameters parameters) {
    return pool -> new Eevdf(pool, parameters);
  }

  private static List<FairLevel.Maker> both() {
    return List.of(
        cfs(CfsParameters.CFS_5_6),
        cfs(CfsParameters.CFS_6_1),
        eevdf(EevdfParameters.EEVDF_6_6),
        eevdf(EevdfParameters.EEVDF_6_12),
        eevdf(EevdfParameters.EEVDF_6_17),
        eevdf(EevdfParameters.EEVDF_LATEST));
  }

  // ---- invariants ----

  /** The contract, the books and the queues, on several processors with groups, caps and costs. */
  @Property(shrinking = ShrinkingMode.OFF)
  void cfsHoldsEveryInvariantWhateverRuns(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(1 + random.nextInt(2), random.nextInt(1, 4), 1 + random.nextInt(2));
    Topology machine = new Topology(shape, 1_000_000_000);
    CfsParameters version = random.nextBoolean() ? CfsParameters.CFS_5_6 : CfsParameters.CFS_6_1;
    FairLevel level = new CfsLevel(machine, version.withTick(random.nextBoolean() ? MS : 4 * MS));
    Group plain = level.group("plain", random.nextInt(1, 1_000));
    Group capped = level.capped("capped", random.nextInt(5, 150), 100);
    Group inner = level.mux.group("inner", capped, 50, Group.Quota.NONE);
    Group twice = level.mux.group("twice", capped, 100, new Group.Quota(20 * MS, 50 * MS, 0));
    Group[] groups = {null, plain, capped, inner, twice};
    for (int i = 0; i < 3 + random.nextInt(8); i++) {
      Group group = groups[random.nextInt(groups.length)];
      int weight = NiceWeights.of(random.nextInt(-5, 15));
      int cpu = random.nextInt(machine.cpuCount());
      CpuMask affinity = random.nextInt(4) == 0 ? CpuMask.of(cpu) : null;
      if (random.nextInt(3) == 0) {
        level.mux.wake(level.sleepingHog("h" + i, group, weight, affinity));
      } else {
        level.sleeper(
            Schedulable.thread("s" + i, group, weight, affinity, now -> {}),
            () -> random.nextLong(1, 5 * MS),
            () -> random.nextLong(1, 8 * MS));
      }
    }
    meddle(level, random);

    level.run(200 * MS);

    assertThat(level.site.events()).isPositive();
  }

  @Example
  void oneThatStoppedWhileItWasHeldIsPlacedLikeAnyThatWakes() {
    cfsHoldsEveryInvariantWhateverRuns(9_556);
  }

  @Example
  void virtualTimeStandsStillWhileGroupsInAThrottledOneAreTakenOut() {
    cfsHoldsEveryInvariantWhateverRuns(745);
  }

  private static void meddle(FairLevel level, SplittableRandom random) {
    for (int i = 0; i < 30; i++) {
      int what = random.nextInt(4);
      Schedulable s = level.all.get(random.nextInt(level.all.size()));
      Schedulable to = level.all.get(random.nextInt(level.all.size()));
      level.at(
          random.nextLong(1, 200 * MS),
          () -> {
            if (what == 0) {
              level.mux.stop(s);
            } else if (what == 1) {
              level.mux.start(s);
            } else if (s.state() == RunState.RUNNING && s.held() == null && s.isRunnable()) {
              level.mux.yield(s, what == 2 ? null : to);
            }
          });
    }
  }

  // ---- 5: fairness ----

  @Property(shrinking = ShrinkingMode.OFF)
  void hogsGetTheirShareWithinASliceAndATick(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel.Maker policy = both().get(random.nextInt(both().size()));
    FairLevel level = one(policy);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      int weight = NiceWeights.of(random.nextInt(-5, 6));
      level.hog("h" + i, null, weight);
      sum += weight;
    }

    level.run(2_000 * MS);

    for (Schedulable s : level.all) {
      long ideal = 2_000 * MS * s.weight() / sum;
      long sliceNs = Math.max(1_000 * US, 6 * MS * s.weight() / sum);
      long boundNs = 2 * (sliceNs + 4 * MS); // see the class: that of the joining, and that of now
      assertThat(level.ranNs(s)).as(s.name()).isCloseTo(ideal, within(boundNs));
    }
  }

  // ---- 6: caps ----

  @Property(shrinking = ShrinkingMode.OFF)
  void aGroupGetsItsQuotaAndWhatIsLeftOverOnceAndNoMore(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = random.nextInt(1, 5);
    long quotaNs = random.nextLong(5, 150) * MS;
    long burstNs = random.nextLong(0, 2) * quotaNs / 2;
    FairLevel.Maker policy = both().get(random.nextInt(both().size()));
    FairLevel level = new FairLevel(Topology.flat(cpus), LevelCosts.NONE, policy);
    Group group = level.mux.group("g", null, 100, new Group.Quota(quotaNs, 100 * MS, burstNs));
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      if (random.nextBoolean()) {
        level.hog("h" + i, group, 1024);
      } else {
        long busyNs = random.nextLong(2, 20 * MS);
        level.sleeper(
            "s" + i,
            group,
            1024,
            () -> random.nextLong(1, busyNs),
            () -> random.nextLong(1, 20 * MS));
      }
    }
    level.hog("other");

    level.run(1_000 * MS);

    long used = level.all.stream().filter(s -> s.group() == group).mapToLong(level::ranNs).sum();
    assertThat(used).isLessThanOrEqualTo(10 * quotaNs + burstNs + cpus * (MS + 4 * MS));
  }

  // ---- 12: time, 13: weights ----

  /** Hogs that begin together, and under CFS sleepers; all times and parameters so much longer. */
  private static List<String> scaled(
      long seed, long k, boolean sleepers, LongFunction<FairLevel.Maker> policy) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel level = one(policy.apply(k));
    List<String> changes = new ArrayList<>();
    level.mux.trace((now, p, s, from, to) -> changes.add(now / k + " " + s + from + to));
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      level.hog("h" + i, null, 1024 >> (sleepers ? 0 : random.nextInt(3)));
    }
    for (int i = 0; sleepers && i < count - 1; i++) {
      SplittableRandom own = random.split();
      level.sleeper(
          "s" + i,
          null,
          1024,
          () -> k * own.nextLong(1, 4 * MS),
          () -> k * own.nextLong(1, 9 * MS));
    }
    level.run(k * 300 * MS);
    return changes;
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void withAllTimesLongerEverythingHappensAsMuchLater(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int k) {
    LongFunction<FairLevel.Maker> cfs =
        f ->
            cfs(
                new CfsParameters(
                    EVEN.rules(),
                    f * EVEN.latencyNs(),
                    f * EVEN.minGranularityNs(),
                    f * EVEN.wakeupGranularityNs(),
                    f * EVEN.tickNs(),
                    0,
                    false,
                    f * EVEN.migrationCostNs(),
                    f * EVEN.bandwidthSliceNs()));
    LongFunction<FairLevel.Maker> eevdf =
        f -> {
          EevdfParameters latest = EevdfParameters.EEVDF_LATEST;
          return eevdf(latest.withTick(f * 4 * MS).withBaseSlice(f * latest.baseSliceNs()));
        };

    assertThat(scaled(seed, k, true, cfs)).isEqualTo(scaled(seed, 1, true, cfs)).isNotEmpty();
    assertThat(scaled(seed, k, false, eevdf)).isEqualTo(scaled(seed, 1, false, eevdf)).isNotEmpty();
  }

  private static List<Long> ran(long seed, int k, FairLevel.Maker policy) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel level = one(policy);
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      level.hog("h" + i, null, k * NiceWeights.of(random.nextInt(-3, 8)));
    }
    level.run(1_000 * MS);
    return level.all.stream().map(level::ranNs).toList();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void allWeightsHeavierChangeNoShare(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int k) {
    FairLevel.Maker policy = both().get((int) Math.floorMod(seed, 6L));

    List<Long> light = ran(seed, 1, policy);
    List<Long> heavy = ran(seed, k, policy);

    for (int i = 0; i < light.size(); i++) {
      assertThat(heavy.get(i)).isCloseTo(light.get(i), within(2 * (6 * MS + 4 * MS)));
    }
  }

  // ---- 11: idempotence, 14: neutrality of who idles ----

  private static List<String> timeline(FairLevel.Maker policy, long seed, boolean other) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel level = new FairLevel(Topology.flat(2), LevelCosts.NONE, policy);
    List<String> changes = new ArrayList<>();
    level.mux.trace((now, p, s, from, to) -> changes.add(now + " " + s + from + to + p));
    Group group = level.group("guest", 100);
    for (int i = 0; i < 3; i++) {
      Schedulable hog = level.hog("h" + i, i == 0 ? null : group, 1024);
      SplittableRandom own = random.split();
      SplittableRandom wakes = random.split();
      level.sleeper(
          "s" + i, group, 1024, () -> own.nextLong(1, 4 * MS), () -> own.nextLong(1, 9 * MS));
      for (int k = 0; other && k < 20; k++) {
        level.at(wakes.nextLong(1, 300 * MS), () -> level.mux.wake(hog));
      }
    }
    if (other) { // last: the level deals out processors to begin with in turn
      level.sleepingHog("idle", level.group("idle guest", 500), 4096, null);
    }
    level.run(300 * MS);
    changes.removeIf(line -> line.contains(" idle"));
    return changes;
  }

  @Test
  void aGuestThatIdlesAndWakingOneThatRunsChangeNothing() {
    for (FairLevel.Maker policy : both()) {
      for (int seed = 0; seed < 20; seed++) {
        List<String> alone = timeline(policy, seed, false);

        assertThat(timeline(policy, seed, true)).isEqualTo(alone).isNotEmpty();
      }
    }
  }
}
