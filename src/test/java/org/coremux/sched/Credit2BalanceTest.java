package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.Credit2Bench.MS;
import static org.coremux.sched.Credit2Bench.ran;

import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Timer;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Balancing between run queues, which happens only after resets. */
class Credit2BalanceTest {
  private static final long PERIOD_NS = 10 * MS;

  private static Credit2Bench sockets(int sockets, int cpusEach, Map<String, ?> settings) {
    Topology topology = new Topology(Shape.of(sockets, cpusEach, 1), 1_000_000_000);
    return new Credit2Bench(topology, LevelCosts.NONE, settings);
  }

  /** Admits one unit for each queue in turn, of which only those of the first queue wake. */
  private static Schedulable[] hogsInOneQueue(Credit2Bench b, int count) {
    Schedulable[] hogs = new Schedulable[count];
    for (int k = 0; k < count; k++) {
      hogs[k] = b.hog("hog" + k, null, 256, null);
      b.hog("sleeper" + k, null, 256, null);
    }
    for (Schedulable hog : hogs) {
      assertThat(b.policy.units().runQueue[hog.index()].id).isZero();
      b.host.wake(hog);
    }
    return hogs;
  }

  @Test
  void loadMovesToTheQueueThatHasLess() {
    Credit2Bench b = sockets(2, 1, Map.of());
    Schedulable[] hogs = hogsInOneQueue(b, 4);

    b.model.run(1_500 * MS);
    long before = ran(hogs[0]) + ran(hogs[1]) + ran(hogs[2]) + ran(hogs[3]);
    b.model.run(6_500 * MS);
    long after = ran(hogs[0]) + ran(hogs[1]) + ran(hogs[2]) + ran(hogs[3]);

    // both CPUs are busy, after a second or so during which one was not
    assertThat(before).isLessThan(2 * 1_500 * MS);
    assertThat(after - before).isEqualTo(2 * 5_000 * MS);
    for (Schedulable hog : hogs) {
      assertThat(ran(hog) / 6_500.0 / MS).isCloseTo(0.5, within(0.15));
    }
  }

  @Test
  void affinityIsHonouredByTheBalancer() {
    Credit2Bench b = sockets(2, 1, Map.of());
    for (int k = 0; k < 4; k++) {
      b.host.wake(b.hog("pinned" + k, null, 256, CpuMask.of(0)));
    }

    b.model.run(3_000 * MS); // the bench and the books check where they run

    assertThat(b.host.processor(1).current()).isEqualTo(b.host.pool().idle(b.host.processor(1)));
    assertThat(b.all).allMatch(s -> s.migrations() == 0);
  }

  @Test
  void aUnitThatRunsIsMovedWhenItHasBeenSwitchedOut() {
    Credit2Bench b =
        new Credit2Bench(
            new Topology(Shape.of(2, 1, 1), 1_000_000_000),
            new TestLevel.Costs(2_000, 0, 1_000),
            Map.of());
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < 6; k++) {
      b.onOff("t" + k, 256, null, (k + 1L) * 10 * MS, random);
    }

    b.model.run(20_000 * MS);

    assertThat(b.all.stream().mapToLong(Schedulable::migrations).sum()).isPositive();
  }

  private static Schedulable periodic(
      Credit2Bench b, String name, CpuMask affinity, long workNs, long offsetNs) {
    Schedulable[] self = new Schedulable[1];
    Timer release = new Timer(now -> b.host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            null,
            256,
            affinity,
            now -> {
              self[0].compute(workNs);
              b.host.block(self[0]);
              b.model.site.arm(
                  release, (now - offsetNs) / PERIOD_NS * PERIOD_NS + offsetNs + PERIOD_NS);
            });
    self[0].compute(workNs);
    b.add(self[0]);
    b.model.site.arm(release, offsetNs);
    return self[0];
  }

  /**
   * Queues of one CPU with loads of 0.9, 0.1 and 1.1. For the first the second is the farthest; the
   * difference of 0.8 matters if the third's load is read, which is over its capacity, and not if
   * the second's is.
   */
  private static long migrationsFrom09To01(String fidelity) {
    Credit2Bench b = sockets(3, 1, Map.of("fidelity", fidelity));
    Schedulable first = periodic(b, "first", null, 4_500_000, 0);
    periodic(b, "small", CpuMask.of(1), MS, 0);
    b.host.wake(b.hog("hog", null, 256, CpuMask.of(2)));
    periodic(b, "beside", CpuMask.of(2), MS, 0);
    Schedulable second = periodic(b, "second", null, 4_500_000, 5 * MS);
    assertThat(b.policy.units().home[first.index()]).isZero();
    assertThat(b.policy.units().home[second.index()]).isZero();

    b.model.run(5_000 * MS);

    return first.migrations() + second.migrations();
  }

  @Test
  void theCapacityIsReadOffTheLastQueueAsCodedAndOffTheChosenOneAsIntended() {
    assertThat(migrationsFrom09To01("as-coded")).isPositive();
    assertThat(migrationsFrom09To01("intended")).isZero();
  }
}
