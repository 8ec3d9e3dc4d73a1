package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;
import static org.coremux.sched.EevdfLevel.US;

import org.coremux.mux.Schedulable;
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
}
