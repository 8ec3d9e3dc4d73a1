package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;
import static org.coremux.sched.EevdfLevel.US;

import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Where one that wakes is queued: schedulers.md, section 11. */
class WakePlacementTest {
  private static final long CLOCK_HZ = 1_000_000_000;

  private static EevdfLevel machine(Shape shape) {
    return new EevdfLevel(new Topology(shape, CLOCK_HZ), EevdfParameters.EEVDF_LATEST);
  }

  /** One that computes for as long each time it is woken, and was on the processor before. */
  private static Schedulable worker(EevdfLevel level, String name, int cpu, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            null,
            now -> {
              self[0].compute(workNs);
              level.mux.block(self[0]);
            });
    self[0].compute(workNs);
    self[0].cameFrom(cpu);
    level.mux.admit(self[0]);
    level.mux.start(self[0]);
    return self[0];
  }

  // ---- wide relations ----

  /** Wakes the two by turns, on behalf of who runs on the processor, so many times. */
  private static void wakeByTurns(EevdfLevel level, int on, int times, Schedulable... two) {
    for (int i = 0; i < times; i++) {
      level.mux.wake(two[i % 2], level.mux.pool().processor(on));
      level.run(level.site.nowNs() + MS);
    }
  }

  /**
   * Two sockets of two: a master on 0 that has woken others by turns so many times, and a slave on
   * 2 that has done so twice. The cache where the slave's processor is queued that the master wakes
   * after that, with a hand-over, {@code laterNs} later.
   */
  private static int cacheOfWoken(int masters, int slaves, long laterNs) {
    EevdfLevel level = machine(Shape.of(2, 2, 1));
    level.pinnedHog("master", 0);
    Schedulable slave = worker(level, "slave", 2, (slaves + 1) * MS);
    Schedulable a = worker(level, "a", 1, 100 * US);
    Schedulable b = worker(level, "b", 3, 100 * US);
    level.mux.wake(slave);
    level.run(level.site.nowNs() + 100 * US);
    wakeByTurns(level, 2, slaves, a, b);
    level.run(level.site.nowNs() + 2 * MS);
    wakeByTurns(level, 0, masters, a, b);
    level.run(level.site.nowNs() + laterNs);

    slave.handedOver(true);
    level.mux.wake(slave, level.mux.pool().processor(0));

    return level.mux.pool().topology().llc(level.entity(slave).queue.cpu);
  }

  @Test
  void oneWokenByItsOnlyPartnerComesNearToIt() {
    assertThat(cacheOfWoken(0, 0, 0)).isZero();
  }

  @Test
  void whoIsWokenByOneThatWakesManyStaysNearWhereItWas() {
    assertThat(cacheOfWoken(3, 2, 0)).isEqualTo(1); // with this one it is 4 against 2, on 2 CPUs
  }

  @Test
  void aRelationIsWideOnlyIfOneWakesAsManyTimesMoreAsACacheHasProcessors() {
    assertThat(cacheOfWoken(2, 2, 0)).isZero(); // 3 against 2
  }

  @Test
  void aRelationIsWideOnlyIfTheWokenOneWakesOthersToo() {
    assertThat(cacheOfWoken(9, 1, 0)).isZero(); // 1 is below the 2 processors of the cache
  }

  @Test
  void afterASecondHalfOfThoseWokenIsForgotten() {
    assertThat(cacheOfWoken(3, 2, 1_100 * MS)).isZero(); // 3 is 1 and with this one 2, against 2
  }

  // ---- new ones ----

  /** Where a new one is queued that is made by something on the processor. */
  private static int forked(EevdfLevel level, int on, CpuMask affinity) {
    Schedulable s = level.sleepingHog("new", null, 1024, affinity);
    level.mux.wake(s, level.mux.pool().processor(on));
    return level.entity(s).queue.cpu;
  }

  @Test
  void aNewOneGoesToAnotherSocketOnlyIfThatHasMoreIdleProcessors() {
    EevdfLevel level = machine(Shape.of(2, 4, 1));
    level.pinnedHog("a", 0);
    level.pinnedHog("b", 1);
    level.pinnedHog("c", 4);
    level.pinnedHog("d", 5);
    level.run(MS);
    assertThat(forked(level, 0, null)).isEqualTo(2);

    level.pinnedHog("e", 3);
    level.run(2 * MS);
    assertThat(forked(level, 0, null)).isEqualTo(6); // 0 idle against 2
  }

  @Test
  void aNewOneStaysOnItsNodeWhileHardlyAnybodyIsThere() {
    EevdfLevel level = machine(Shape.of(2, 4, 1));
    level.pinnedHog("a", 0);
    level.run(MS);

    assertThat(forked(level, 0, null)).isEqualTo(1); // 3 idle against 4, but it is the second
    level.run(2 * MS);
    assertThat(forked(level, 0, null)).isEqualTo(4); // it would be the third, of two caches
  }

  @Test
  void aNewOneGoesToAnIdleCoreBeforeAnIdleThread() {
    EevdfLevel level = machine(Shape.of(1, 3, 2));
    level.pinnedHog("a", 0);
    level.run(MS);

    assertThat(forked(level, 0, null)).isEqualTo(2);
    level.run(2 * MS);
    assertThat(forked(level, 1, null)).isEqualTo(4);
    level.run(3 * MS);
    assertThat(forked(level, 1, null)).isEqualTo(1);
  }

  @Test
  void ofIdleProcessorsOfAGroupANewOneTakesWhichIdlesShortest() {
    EevdfLevel level = machine(Shape.of(2, 4, 1));
    for (int cpu = 0; cpu < 4; cpu++) {
      level.pinnedHog("busy" + cpu, cpu);
    }
    Schedulable s = level.pinnedHog("short", 6);
    level.run(MS);
    level.mux.stop(s);
    level.run(2 * MS);

    assertThat(forked(level, 0, null)).isEqualTo(6);
  }

  @Test
  void whereNobodyIdlesANewOneGoesWhereSoMuchLessLoadIsThatItIsWorthIt() {
    EevdfLevel level = machine(Shape.of(1, 2, 1));
    for (int i = 0; i < 8; i++) {
      level.pinnedHog("a" + i, 0);
      level.pinnedHog("b" + i, 1);
    }
    level.run(500 * MS);
    assertThat(forked(level, 0, null)).isZero(); // 8 against 8
    for (int i = 0; i < 4; i++) {
      level.pinnedHog("c" + i, 0);
    }
    level.run(1_000 * MS);

    assertThat(forked(level, 0, null)).isEqualTo(1); // 12 against 9, more than 117 %
  }

  @Test
  void aNewOneThatMayNotRunWhereItIsMadeGoesWhereItMay() {
    EevdfLevel level = machine(Shape.of(2, 2, 2));

    assertThat(forked(level, 0, CpuMask.of(5))).isEqualTo(5);
  }

  // ---- older kernels, and siblings ----

  @Test
  void theIdleSiblingIsFoundHoweverLittleIsLookedAt() {
    EevdfLevel level = machine(Shape.of(1, 1, 2));
    level.pinnedHog("busy", 0);
    Schedulable sibling = level.pinnedHog("sibling", 1);
    level.at(500 * MS, () -> level.mux.stop(sibling)); // the cache has been busy, and nobody looks
    Schedulable s = worker(level, "woken", 0, MS);
    level.at(501 * MS, () -> level.mux.wake(s));
    level.run(501 * MS);

    assertThat(level.entity(s).queue.cpu).isEqualTo(1);
  }
}
