package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.FOREVER_NS;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coremux.sched.CheckedScheduler;
import org.coremux.sched.Gang;
import org.coremux.sched.GangParameters;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

class WasteTest {
  private final TestLevel test = new TestLevel();

  private Multiplexer roundRobin(int cpus, TestLevel.Costs costs) {
    return test.hardware(Topology.flat(cpus), costs, TestLevel.roundRobin(MS));
  }

  private static Waste watch(Multiplexer level) {
    Waste waste = new Waste(level);
    level.trace(waste);
    return waste;
  }

  private static Schedulable pinned(Multiplexer level, int... cpus) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            "pinned", null, 1024, CpuMask.of(cpus), now -> self[0].compute(FOREVER_NS));
    self[0].compute(FOREVER_NS);
    return TestLevel.add(level, self[0]);
  }

  @Test
  void oneQueueWithoutKickLatencyWastesNothing() {
    Multiplexer level = roundRobin(3, new TestLevel.Costs(5 * US, 0, 0));
    Waste waste = watch(level);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 7; i++) {
      Schedulable s = test.burst(level, "burst" + i, (i + 1) * 300 * US);
      for (long at = 0; at < 200 * MS; at += random.nextLong(10 * MS)) {
        test.at(at, () -> level.wake(s));
      }
    }
    test.run(200 * MS);

    assertThat(waste.ns()).isZero();
    assertThat(level.processor(0).spentNs(Cost.IDLE)).isPositive();
  }

  @Test
  void aKickUnderWayLetsEachIdleProcessorWasteItsLatency() {
    Multiplexer level = roundRobin(2, new TestLevel.Costs(0, 0, 3 * US));
    Waste waste = watch(level);
    Schedulable s = test.burst(level, "burst", MS);
    test.at(10 * MS, () -> level.wake(s));
    test.run(20 * MS);

    assertThat(waste.ns()).isEqualTo(2 * 3 * US);
  }

  @Test
  void whoMayNotRunOnAnIdleProcessorIsNoReasonForItNotToIdle() {
    Multiplexer level = roundRobin(2, TestLevel.Costs.FREE);
    Waste waste = watch(level);
    level.wake(pinned(level, 0));
    level.wake(pinned(level, 0));
    test.run(50 * MS);

    assertThat(waste.ns()).isZero();
    assertThat(level.processor(1).spentNs(Cost.IDLE)).isEqualTo(50 * MS);
  }

  @Test
  void strictGangsWasteWhatTheOneInItsTurnLeavesIdle() {
    Multiplexer level =
        test.hardware(
            Topology.flat(4),
            TestLevel.Costs.FREE,
            pool -> new CheckedScheduler(pool, WasteTest::gang));
    Waste waste = watch(level);
    List<Schedulable> hogs = new ArrayList<>();
    for (int members : new int[] {2, 3}) {
      Group group = level.group("gang" + members, null, 1024, Group.Quota.NONE);
      for (int i = 0; i < members; i++) {
        hogs.add(test.hog(level, "hog", group));
      }
    }
    hogs.forEach(level::wake); // when all gangs are complete
    test.run(100 * MS);

    // Five slots in which two run and two processors idle, and five in which three and one do.
    assertThat(waste.ns()).isEqualTo((5 * 2 + 5 * 1) * 10 * MS);
  }

  private static Scheduler gang(Pool pool) {
    return new Gang(pool, new GangParameters(10 * MS, true, false));
  }

  /** Never picks anybody, and holds whom it is told to. */
  private static final class Idler implements Scheduler {
    private final Pool pool;

    Idler(Pool pool) {
      this.pool = pool;
    }

    @Override
    public void admit(Schedulable s) {}

    @Override
    public void retire(Schedulable s) {}

    @Override
    public void wake(Schedulable s) {}

    @Override
    public void sleep(Schedulable s) {}

    @Override
    public Schedulable pickNext(Processor p) {
      return pool.idle(p);
    }

    @Override
    public void charge(Schedulable s, long ranNs) {}
  }

  @Test
  void whoIsHeldDoesNotWait() {
    Multiplexer level = test.hardware(Topology.flat(2), TestLevel.Costs.FREE, Idler::new);
    Waste waste = watch(level);
    Schedulable s = test.hog(level, "hog", null);
    level.wake(s);
    test.at(3 * MS, () -> level.pool().hold(s, Hold.CAP));
    test.at(7 * MS, () -> level.pool().release(s));
    test.run(10 * MS);

    assertThat(waste.ns()).isEqualTo(2 * (10 - 4) * MS);
  }

  @Test
  void anAffinityThatChangesCountsFromThen() {
    Multiplexer level = test.hardware(Topology.flat(4), TestLevel.Costs.FREE, Idler::new);
    Waste waste = watch(level);
    Schedulable s = pinned(level, 0);
    level.wake(s);
    test.at(4 * MS, () -> level.changes().share(s, 1024, CpuMask.of(1, 2, 3)));
    test.run(10 * MS);

    assertThat(waste.ns()).isEqualTo(4 * MS + 3 * 6 * MS);
  }

  @Test
  void itBeginsWithWhoWaitsAlready() {
    Multiplexer level = test.hardware(Topology.flat(1), TestLevel.Costs.FREE, Idler::new);
    level.wake(test.hog(level, "hog", null));
    List<Waste> late = new ArrayList<>();
    test.at(4 * MS, () -> late.add(watch(level)));
    test.run(10 * MS);

    assertThat(late.get(0).ns()).isEqualTo(6 * MS);
  }

  @Test
  void aSwitchToNobodyIsNoIdleTime() {
    LevelCosts dear =
        new LevelCosts() {
          @Override
          public long switchNs(Schedulable from, Schedulable to) {
            return 50 * US;
          }

          @Override
          public long exitNs(ExitReason why, Cost kind) {
            return 0;
          }

          @Override
          public long kickNs(Processor from, Processor to) {
            return 0;
          }
        };
    Multiplexer level = test.hardware(Topology.flat(1), dear, TestLevel.roundRobin(MS));
    Waste waste = watch(level);
    Schedulable first = test.burst(level, "first", MS);
    Schedulable second = test.burst(level, "second", MS);
    level.wake(first);
    // The first is done at 1.05 ms; up to 1.1 ms it is being switched out.
    test.at(1_060 * US, () -> level.wake(second));
    test.run(5 * MS);

    assertThat(second.timeNs(RunState.RUNNABLE)).isEqualTo(40 * US);
    assertThat(waste.ns()).isZero();
  }

  @Test
  void watchingChangesNothing() {
    assertThat(hashOf(true)).isEqualTo(hashOf(false));
  }

  private static long hashOf(boolean isWatched) {
    TestLevel test = new TestLevel();
    Multiplexer level =
        test.hardware(
            Topology.flat(2), new TestLevel.Costs(2 * US, US, US), TestLevel.roundRobin(MS));
    if (isWatched) {
      watch(level);
    }
    for (int i = 0; i < 5; i++) {
      Schedulable s = test.burst(level, "burst" + i, (i + 1) * 400 * US);
      for (long at = 0; at < 100 * MS; at += (3 + i) * MS) {
        test.at(at, () -> level.wake(s));
      }
    }
    test.run(100 * MS);
    return test.hash.value();
  }
}
