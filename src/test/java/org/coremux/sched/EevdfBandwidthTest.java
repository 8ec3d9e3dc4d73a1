package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;
import static org.coremux.sched.EevdfLevel.US;

import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * cpu.max, to the nanosecond: what is saved for a burst, and what a queue that empties gives back.
 * A processor takes 5 ms of the pool at a time; ticks are 1 ms apart.
 */
class EevdfBandwidthTest {
  private static final EevdfParameters FINE = EevdfParameters.EEVDF_LATEST.withTick(MS);

  private static Group group(EevdfLevel level, long quotaMs, long periodNs, long burstMs) {
    return level.mux.group("g", null, 100, new Group.Quota(quotaMs * MS, periodNs, burstMs * MS));
  }

  private static Bandwidth bandwidth(EevdfLevel level, Group group) {
    return level.eevdf.hierarchy().group(group.index()).bandwidth;
  }

  private static FairQueue queue(EevdfLevel level, Group group, int cpu) {
    return level.eevdf.hierarchy().queue(group, cpu);
  }

  // ---- burst: a refill makes the pool min(pool + quota, quota + burst) ----

  /**
   * 20 ms of each 100. Computes 8 ms in the first period: takes 10, keeps 1, gives 1 back, so 11 of
   * 20 are in the pool at its end. The refill at 100 makes that min(11 + 20, 20 + burst). From 150
   * on it computes for ever: the 1 ms kept, and then all of the pool.
   */
  private static EevdfLevel savesInTheFirstPeriod(long burstMs) {
    EevdfLevel level = new EevdfLevel(Topology.flat(1), FINE);
    Group group = group(level, 20, 100 * MS, burstMs);
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            "s",
            group,
            1024,
            null,
            now -> {
              self[0].compute(EevdfLevel.FOREVER_NS);
              level.mux.block(self[0]);
            });
    self[0].compute(8 * MS);
    level.all.add(self[0]);
    level.mux.admit(self[0]);
    level.mux.start(self[0]);
    level.mux.wake(self[0]);
    level.at(150 * MS, () -> level.mux.wake(self[0]));
    return level;
  }

  @ParameterizedTest
  @CsvSource({
    // burst, pool after the refill, throttled at 150 + 1 + pool
    "0, 20, 171",
    "4, 24, 175",
    "10, 30, 181",
    "11, 31, 182",
    "80, 31, 182" // it cannot save more than there is
  })
  void keepsUnusedQuotaForALaterPeriodUpToTheBurst(long burstMs, long poolMs, long throttledAtMs) {
    EevdfLevel level = savesInTheFirstPeriod(burstMs);
    Schedulable s = level.all.get(0);
    Bandwidth bandwidth = bandwidth(level, s.group());

    level.run(99 * MS);
    assertThat(bandwidth.poolNs()).isEqualTo(11 * MS);
    assertThat(queue(level, s.group(), 0).remainingNs).isEqualTo(MS);
    level.run(100 * MS);
    assertThat(bandwidth.poolNs()).isEqualTo(poolMs * MS);

    level.run(throttledAtMs * MS - 1);
    assertThat(s.held()).isNull();
    level.run(throttledAtMs * MS);
    assertThat(s.held()).isEqualTo(Hold.CAP);
    assertThat(level.ranNs(s)).isEqualTo(8 * MS + MS + poolMs * MS);
  }

  @Test
  void spendsABurstOnceAndHasTheQuotaAgainAfterwards() {
    EevdfLevel level = savesInTheFirstPeriod(10);
    Schedulable s = level.all.get(0);

    level.run(400 * MS);

    // 150 to 181; then 20 of each period, from its beginning
    assertThat(level.log)
        .containsExactly("0.000 s@0", "150.000 s@0", "200.000 s@0", "300.000 s@0", "400.000 s@0");
    assertThat(level.ranNs(s)).isEqualTo((8 + 31 + 20 + 20) * MS);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo((19 + 80 + 80) * MS);
  }

  // ---- slack: leftovers are handed to who is throttled ----

  /** Quota for three slices, of which a uses one and is throttled at 5 ms; b and c compute. */
  private static EevdfLevel givesBack(long periodNs, long bWorkNs, long cWorkNs) {
    EevdfLevel level = new EevdfLevel(Topology.flat(3), FINE);
    Group group = group(level, 15, periodNs, 0);
    Schedulable a = level.sleepingHog("a", group, 1024, CpuMask.of(0));
    Schedulable b = once(level, Schedulable.thread("b", group, 1024, CpuMask.of(1), null), bWorkNs);
    Schedulable c = once(level, Schedulable.thread("c", group, 1024, CpuMask.of(2), null), cWorkNs);
    level.mux.wake(a);
    level.at(4_500 * US, () -> level.mux.wake(b));
    level.at(4_700 * US, () -> level.mux.wake(c));
    return level;
  }

  private static Schedulable once(EevdfLevel level, Schedulable like, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            like.name(),
            like.group(),
            like.weight(),
            like.affinity(),
            now -> {
              self[0].compute(workNs);
              level.mux.block(self[0]);
            });
    self[0].compute(workNs);
    level.all.add(self[0]);
    level.mux.admit(self[0]);
    level.mux.start(self[0]);
    return self[0];
  }

  @Test
  void givesAllButOneMillisecondBackWhenAQueueEmpties() {
    EevdfLevel level = givesBack(100 * MS, MS, 4_500 * US);
    Group group = level.all.get(0).group();

    level.run(5_400 * US);
    assertThat(bandwidth(level, group).poolNs()).isZero();
    level.run(5_500 * US);

    // b had 5 ms and used 1: of the 4 that are left it keeps 1
    assertThat(bandwidth(level, group).poolNs()).isEqualTo(3 * MS);
    assertThat(queue(level, group, 1).remainingNs).isEqualTo(MS);

    level.run(20 * MS);
    // c used 4.5 of 5: 0.5 are less than what it keeps
    assertThat(bandwidth(level, group).poolNs()).isEqualTo(3 * MS);
    assertThat(queue(level, group, 2).remainingNs).isEqualTo(500 * US);
  }

  @Test
  void handsMoreThanASliceOfLeftoversToTheThrottledFiveMillisecondsLater() {
    EevdfLevel level = givesBack(100 * MS, MS, MS);
    Schedulable a = level.all.get(0);

    level.run(10_700 * US - 1);
    // b gave back 3 ms at 5.5 and c as much at 5.7: 6 are more than 5, the timer runs to 10.7
    assertThat(bandwidth(level, a.group()).poolNs()).isEqualTo(6 * MS);
    assertThat(a.held()).isEqualTo(Hold.CAP);

    level.run(100 * MS - 1);
    // 1 ns to start with, at 11 a tick, where it owes 0.3 ms and takes 5.3 in all; at 16 the other
    // 0.7; at 17 it is found to have used up all, and 0.3 more
    assertThat(level.log).containsExactly("0.000 a@0", "4.500 b@1", "4.700 c@2", "10.700 a@0");
    assertThat(level.ranNs(a)).isEqualTo(5 * MS + 6_300 * US);
    assertThat(queue(level, a.group(), 0).remainingNs).isEqualTo(-300 * US);
    assertThat(bandwidth(level, a.group()).poolNs()).isZero();
  }

  @Test
  void leavesLeftoversOfASliceOrLessInThePool() {
    // b gives back 3 ms and c 2: 5 are not more than 5
    EevdfLevel level = givesBack(100 * MS, MS, 2 * MS);
    Schedulable a = level.all.get(0);

    level.run(100 * MS - 1);

    assertThat(bandwidth(level, a.group()).poolNs()).isEqualTo(5 * MS);
    assertThat(level.ranNs(a)).isEqualTo(5 * MS);
  }

  @Test
  void handsOutNoLeftoversWhenTheRefillIsNear() {
    // given back at 5.7: 7 ms remain to the refill at 12.7, which is not more than 7
    EevdfLevel level = givesBack(12_700 * US, MS, MS);
    Schedulable a = level.all.get(0);

    level.run(12_700 * US - 1);

    assertThat(bandwidth(level, a.group()).poolNs()).isEqualTo(6 * MS);
    assertThat(a.held()).isEqualTo(Hold.CAP);
  }

  @Test
  void handsOutLeftoversWhenTheRefillIsANanosecondFurther() {
    EevdfLevel level = givesBack(12_700 * US + 1, MS, MS);
    Schedulable a = level.all.get(0);

    level.run(10_700 * US);

    assertThat(a.held()).isNull();
    assertThat(level.log).endsWith("10.700 a@0");
  }
}
