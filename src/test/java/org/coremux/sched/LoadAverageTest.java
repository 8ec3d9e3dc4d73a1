package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.FairLevel.MS;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Decaying averages of load and use: schedulers.md, section 11, PELT. */
class LoadAverageTest {
  /** 32 periods of 1024 times 1024 ns. */
  private static final long HALF_LIFE_NS = 1 << 25;

  private static double units(long value) {
    return (double) value / LoadAverage.ONE;
  }

  // ---- the average ----

  @Test
  void halfOfWhatWasBeforeIsLeftAfterAHalfLife() {
    LoadAverage average = new LoadAverage();
    average.advance(HALF_LIFE_NS, 1024, 3);
    assertThat(units(average.load)).isCloseTo(512, within(0.001));
    assertThat(units(average.tasks)).isCloseTo(1.5, within(0.001));

    average.advance(3 * HALF_LIFE_NS, 0, 0);

    assertThat(units(average.load)).isCloseTo(128, within(0.001));
    assertThat(units(average.tasks)).isCloseTo(0.375, within(0.001));
  }

  @Test
  void whatRanIsAPartOfTheTimeSinceTheLastLook() {
    LoadAverage average = new LoadAverage();
    average.ranNs = HALF_LIFE_NS / 4;

    average.advance(HALF_LIFE_NS, 0, 0);

    assertThat(units(average.util)).isCloseTo(0.125, within(0.001));
  }

  @Test
  void afterALongTimeOnlyNowCounts() {
    LoadAverage average = new LoadAverage();
    average.advance(MS, 1024, 7);
    average.ranNs = Long.MAX_VALUE / 4;

    average.advance(Long.MAX_VALUE / 2, 88_761, 1);

    assertThat(units(average.load)).isEqualTo(88_761);
    assertThat(units(average.util)).isCloseTo(0.5, within(0.001));
  }

  /** However often it is looked at, the average is that of the whole time. */
  @Property
  void isTheSameInOneStepAndInMany(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LoadAverage once = new LoadAverage();
    LoadAverage often = new LoadAverage();
    long start = random.nextLong(1, 100 * MS);
    once.advance(start, 5000, 4);
    often.advance(start, 5000, 4);
    long weight = random.nextLong(100_000);
    long now = start;
    for (int i = random.nextInt(1, 50); i > 0; i--) {
      now += random.nextLong(1, 4 * MS);
      often.advance(now, weight, 2);
    }

    once.advance(now, weight, 2);

    double expected = weight + (5000 * (1 - decay(start)) - weight) * decay(now - start);
    assertThat(units(often.load)).isCloseTo(units(once.load), within(0.1));
    assertThat(units(once.load)).isCloseTo(expected, within(0.1));
  }

  private static double decay(long ns) {
    return StrictMath.pow(0.5, (double) ns / HALF_LIFE_NS);
  }

  // ---- whose it is ----

  private static LoadTracking loads(FairLevel level) {
    return level.fair().hierarchy().loads;
  }

  private static FairCpu cpu(FairLevel level, int index) {
    return level.fair().hierarchy().cpus[index];
  }

  @Test
  void aHogCountsWithItsWeightAndASleeperWithItsPartOfTheTime() {
    EevdfLevel level = EevdfLevel.of(2);
    level.sleepingHog("hog", null, 2048, CpuMask.of(0));
    level.mux.wake(level.all.get(0));
    Schedulable half =
        level.sleeper(
            Schedulable.thread("half", null, 1024, CpuMask.of(1), now -> {}), () -> MS, () -> MS);

    level.run(1_000 * MS);

    assertThat(loads(level).load(cpu(level, 0))).isCloseTo(2048, within(2L));
    assertThat(loads(level).load(cpu(level, 1))).isCloseTo(512, within(12L));
    assertThat(loads(level).load(level.entity(half))).isCloseTo(512, within(12L));
    assertThat(units(loads(level).of(cpu(level, 0)).util)).isCloseTo(1, within(0.001));
    assertThat(units(loads(level).of(cpu(level, 1)).util)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void aMemberCountsWithItsPartOfTheGroupsWeight() {
    EevdfLevel level = EevdfLevel.of(1);
    Group group = level.group("g", 100);
    Schedulable light = level.hog("light", group, 1024);
    level.hog("heavy", group, 3072);
    level.hog("other");

    level.run(1_000 * MS);

    assertThat(loads(level).load(level.entity(light))).isCloseTo(256, within(2L));
    assertThat(loads(level).load(cpu(level, 0))).isCloseTo(2048, within(2L));
  }

  @Test
  void oneThatMovesTakesItsLoadAlong() {
    EevdfParameters still = EevdfParameters.EEVDF_6_6.withTick(1_000_000 * MS);
    EevdfLevel level = new EevdfLevel(Topology.flat(2), still);
    Group group = level.group("g", 100);
    level.pinnedHog("stays", 0);
    Schedulable moves = level.sleepingHog("moves", group, 1024, CpuMask.of(0));
    level.mux.wake(moves);
    level.run(1_000 * MS);
    FairEntity e = level.entity(moves);

    level.fair().hierarchy().migrate(e, cpu(level, 1));

    assertThat(loads(level).load(cpu(level, 0))).isCloseTo(1024, within(2L));
    assertThat(loads(level).load(cpu(level, 1))).isCloseTo(1024, within(2L));
    assertThat(loads(level).load(e)).isCloseTo(1024, within(2L));
  }

  @Test
  void oneThatIsGoneCountsNoMore() {
    EevdfLevel level = EevdfLevel.of(1);
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread("short", null, 1024, null, now -> level.mux.exit(self[0]));
    self[0].compute(100 * MS);
    level.mux.admit(self[0]);
    level.mux.start(self[0]);
    level.mux.wake(self[0]);
    level.run(100 * MS - 1);
    assertThat(loads(level).load(cpu(level, 0))).isEqualTo(1024);

    level.run(100 * MS + 1);

    assertThat(loads(level).load(cpu(level, 0))).isZero();
  }

  @Test
  void oneThatSleepsCountsLessAndLess() {
    EevdfLevel level = EevdfLevel.of(1);
    level.sleeper("s", null, 1024, () -> 500 * MS, () -> 500 * MS);
    level.run(1_000 * MS); // 500 to 1000 it ran

    level.run(1_000 * MS + HALF_LIFE_NS);

    assertThat(loads(level).load(cpu(level, 0))).isCloseTo(512, within(2L));
  }
}
