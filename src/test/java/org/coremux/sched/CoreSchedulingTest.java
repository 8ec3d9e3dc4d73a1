package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.coremux.mux.ForwardingPool;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

class CoreSchedulingTest {
  private static final long MS = CoreBench.MS;
  private static final long US = CoreBench.US;

  private static Function<Pool, Scheduler> roundRobin(long quantumNs) {
    return pool -> new RoundRobin(pool, new RoundRobinParameters(quantumNs));
  }

  /** Round robin that notes what it is told. */
  private static final class Notes implements Scheduler {
    private final Pool pool;
    private final RoundRobin inner;
    private final List<String> told = new ArrayList<>();

    Notes(Pool pool, long quantumNs) {
      this.pool = pool;
      inner = new RoundRobin(pool, new RoundRobinParameters(quantumNs));
    }

    private void note(String what) {
      told.add(pool.nowNs() / US + " " + what);
    }

    @Override
    public void admit(Schedulable s) {
      note("admit " + s);
      inner.admit(s);
    }

    @Override
    public void retire(Schedulable s) {
      note("retire " + s);
      inner.retire(s);
    }

    @Override
    public void wake(Schedulable s) {
      note("wake " + s);
      inner.wake(s);
    }

    @Override
    public void sleep(Schedulable s) {
      note("sleep " + s);
      inner.sleep(s);
    }

    @Override
    public void charge(Schedulable s, long ranNs) {
      note("charge " + s + " " + ranNs / US);
      inner.charge(s, ranNs);
    }

    @Override
    public void saved(Schedulable s, Processor p) {
      note("saved " + s);
      inner.saved(s, p);
    }

    @Override
    public Schedulable pickNext(Processor p) {
      Schedulable next = inner.pickNext(p);
      note("pick " + next);
      return next;
    }
  }

  @Test
  void leavesHalfOfAllThreadsIdleToGuestsOfOneVcpu() { // P14, fragmentation
    for (String policy : List.of("credit2", "eevdf")) {
      CoreBench bench =
          CoreBench.free(
              2,
              policy.equals("eevdf")
                  ? pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST)
                  : pool -> new Credit2(pool, Credit2Parameters.defaults()));
      for (int i = 0; i < 4; i++) {
        bench.hog("v" + i, bench.guest("g" + i));
      }

      bench.model.run(1_000 * MS);

      assertThat(bench.idleNs()).as(policy).isEqualTo(2 * 1_000 * MS);
      assertThat(bench.host.pool().forcedIdleNs()).as(policy).isEqualTo(2 * 1_000 * MS);
      for (Schedulable s : bench.all) {
        assertThat(bench.ranNs(s)).as(policy).isBetween(470 * MS, 530 * MS);
      }
    }
  }

  @Test
  void bindsVcpusInOrderToTheThreadsOfACore() {
    CoreBench bench = CoreBench.free(2, roundRobin(10 * MS));
    Group guest = bench.guest("g");
    for (int i = 0; i < 3; i++) {
      bench.hog("v" + i, guest);
    }

    bench.model.run(5 * MS);

    assertThat(bench.host.processor(0).current()).hasToString("v0");
    assertThat(bench.host.processor(1).current()).hasToString("v1");
    assertThat(bench.host.processor(2).current()).hasToString("v2");
    assertThat(bench.host.processor(3).current().index()).isNegative(); // filled in part
  }

  @Test
  void switchesMembersOfARunningUnitWithoutAskingThePolicy() {
    Notes[] notes = new Notes[1];
    CoreBench bench = CoreBench.free(1, pool -> notes[0] = new Notes(pool, 10 * MS));
    Group guest = bench.guest("g");
    Schedulable hog = bench.hog("hog", guest);
    bench.onOff("onOff", guest, null, new SplittableRandom(1));

    bench.model.run(9 * MS);

    assertThat(bench.all.get(1).dispatches()).isGreaterThan(1);
    assertThat(notes[0].told).containsExactly("0 admit hog", "0 wake hog", "0 pick hog");
    assertThat(bench.ranNs(hog)).isEqualTo(9 * MS);
  }

  @Test
  void chargesAUnitOnceForTheTimeThatItHasTheCore() {
    Notes[] notes = new Notes[1];
    CoreBench bench = CoreBench.free(1, pool -> notes[0] = new Notes(pool, 10 * MS));
    Group two = bench.guest("two");
    bench.hog("a", two);
    bench.hog("b", two);
    bench.hog("c", bench.guest("one"));

    bench.model.run(25 * MS);

    assertThat(notes[0].told)
        .contains("10000 charge a 10000", "10000 pick c", "20000 charge c 10000", "20000 pick a")
        .noneMatch(said -> said.contains("charge b"));
  }

  @Test
  void letsAllThreadsMeetBeforeAnotherUnitEnters() {
    CoreBench bench =
        new CoreBench(
            Shape.of(1, 1, 2), 2, new TestLevel.Costs(2 * US, 0, US), 3 * US, roundRobin(10 * MS));
    Group a = bench.guest("a");
    Group b = bench.guest("b");
    Schedulable[] v = {
      bench.hog("a0", a), bench.hog("a1", a), bench.hog("b0", b), bench.hog("b1", b)
    };

    bench.model.run(10 * MS);

    // woken at 1 us, and met 3 us later; the slice is over 10 ms after that
    assertThat(bench.ranNs(v[0])).isEqualTo(10 * MS - 4 * US);
    assertThat(bench.ranNs(v[1])).isEqualTo(10 * MS - 4 * US);
    bench.model.run(10 * MS + 4 * US + 2 * US);
    // the first thread stands still, the other one has heard of it 1 us later
    assertThat(bench.host.processor(0).current().index()).isNegative();
    assertThat(bench.host.processor(1).current().index()).isNegative();
    assertThat(bench.ranNs(v[0])).isEqualTo(10 * MS);
    assertThat(bench.ranNs(v[1])).isEqualTo(10 * MS + US);
    bench.model.run(10 * MS + 4 * US + 3 * US);
    assertThat(bench.host.processor(0).current()).isSameAs(v[2]);
    assertThat(bench.host.processor(1).current()).isSameAs(v[3]);
    // both while they met first, then one of them and, from when it heard of it, the other one
    assertThat(bench.host.pool().forcedIdleNs()).isEqualTo((3 + 3 + 3 + 2) * US);
    bench.model.run(11 * MS);
    assertThat(bench.host.processor(0).spentNs(org.coremux.mux.Cost.SWITCH))
        .isEqualTo(6_400); // 2 us each, beside a busy sibling
  }

  @Test
  void holdsAllMembersOfAUnitThatIsHeld() {
    Pool[] inside = new Pool[1];
    Schedulable[] unit = new Schedulable[1];
    CoreBench bench = CoreBench.free(1, pool -> new Notes(inside[0] = pool, 10 * MS));
    Group guest = bench.guest("g");
    Schedulable first = bench.hog("first", guest);
    Schedulable second = bench.hog("second", guest);
    bench.model.at(2 * MS, () -> unit[0] = inside[0].current(inside[0].processor(0)));
    bench.model.at(3 * MS, () -> inside[0].hold(unit[0], Hold.CAP));
    bench.model.at(7 * MS, () -> inside[0].release(unit[0]));

    bench.model.run(10 * MS);

    for (Schedulable s : List.of(first, second)) {
      assertThat(s.heldNs(Hold.CAP)).isEqualTo(4 * MS);
      assertThat(bench.ranNs(s)).isEqualTo(6 * MS);
    }
    assertThat(inside[0].timeNs(unit[0], RunState.RUNNING)).isEqualTo(6 * MS);
  }

  @Test
  void forgetsAUnitWhenAllItsMembersHaveEnded() {
    Notes[] notes = new Notes[1];
    CoreBench bench = CoreBench.free(1, pool -> notes[0] = new Notes(pool, 10 * MS));
    Group guest = bench.guest("g");
    for (int i = 0; i < 2; i++) {
      Schedulable[] self = new Schedulable[1];
      self[0] = Schedulable.thread("t" + i, guest, 256, null, now -> bench.host.exit(self[0]));
      self[0].compute((i + 1) * MS);
      TestLevel.add(bench.host, self[0]);
      bench.host.wake(self[0]);
    }

    bench.model.run(3 * MS);

    assertThat(notes[0].told)
        .containsExactly(
            "0 admit t0",
            "0 wake t0",
            "0 pick t0", // which shares its core for 1.6 ms
            "2600 charge t0 2600",
            "2600 sleep t0",
            "2600 pick pcpu.idle0",
            "2600 saved t0",
            "2600 retire t0");
  }

  @Test
  void whoWaitsForACoreWaitsForEachOfItsThreads() {
    CoreBench bench = CoreBench.free(2, pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST));
    bench.host.wake(bench.hog("runs", bench.guest("a"), CpuMask.of(0, 1)));
    bench.model.run(MS);
    assertThat(waitedFor(bench)).isEqualTo(CpuMask.empty());

    bench.host.wake(bench.hog("waits", bench.guest("b"), CpuMask.of(0, 1)));
    bench.model.run(2 * MS);

    assertThat(waitedFor(bench)).isEqualTo(CpuMask.of(0, 1));
  }

  private static CpuMask waitedFor(CoreBench bench) {
    CpuMask all = CpuMask.empty();
    for (int i = 0; i < bench.host.processorCount(); i++) {
      if (bench.host.policy().isWaitedFor(bench.host.processor(i))) {
        all = all.or(CpuMask.of(i));
      }
    }
    return all;
  }

  @Test
  void refusesAnAffinityWithoutAWholeCore() {
    CoreBench bench = CoreBench.free(2, roundRobin(10 * MS));

    assertThatThrownBy(() -> bench.hog("v", bench.guest("g"), CpuMask.of(0, 2)))
        .hasMessageContaining("v: its affinity")
        .hasMessageContaining("whole pCPUs");
  }

  @Test
  void looksLikeAMachineOfCoresToThePolicy() {
    Topology machine = new Topology(new Shape(2, 1, 2, 4, 2), 1_000_000_000);

    Topology cores = Granularity.seen(machine, 2);
    Topology sockets = Granularity.seen(machine, 8);

    assertThat(cores.shape()).isEqualTo(new Shape(2, 1, 2, 4, 1));
    assertThat(sockets.shape()).isEqualTo(Shape.of(2, 1, 1));
  }

  @Test
  void givesAwayThreadsWhereTheMachineHasNoSuchParts() {
    Topology smt = new Topology(Shape.of(2, 4, 2), 1_000_000_000);

    assertThat(Granularity.CPU.threads(smt, 16)).isEqualTo(1);
    assertThat(Granularity.CORE.threads(smt, 16)).isEqualTo(2);
    assertThat(Granularity.SOCKET.threads(smt, 16)).isEqualTo(8);
    assertThat(Granularity.CORE.threads(smt, 12)).isEqualTo(1); // not all of it
    assertThat(Granularity.CORE.threads(Topology.flat(4), 4)).isEqualTo(1);
  }

  @Test
  void changesNothingWhereACoreHasOneThread() {
    Pool pool = new TestLevel().hardware(Topology.flat(2), LevelCosts.NONE, roundRobin(MS)).pool();

    Scheduler made = Granularity.CORE.around(pool, 0, roundRobin(MS));

    assertThat(made).isInstanceOf(RoundRobin.class);
    assertThat(new ForwardingPool(pool) {}.width(null)).isEqualTo(1);
  }
}
