package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.EevdfLevel.MS;
import static org.coremux.sched.EevdfLevel.US;
import static org.coremux.sched.EevdfParameters.EEVDF_LATEST;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.QuietChange;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Several processors: placement, pulling, pushing, affinity. */
class EevdfBalanceTest {
  private static final long CLOCK_HZ = 1_000_000_000;

  private static EevdfLevel machine(int sockets, int cores, int threads) {
    return new EevdfLevel(new Topology(Shape.of(sockets, cores, threads), CLOCK_HZ), EEVDF_LATEST);
  }

  @Test
  void placesNewOnesOnIdleCoresBeforeIdleThreads() {
    EevdfLevel level = machine(1, 4, 2);
    for (int i = 0; i < 4; i++) {
      level.hog("h" + i);
    }

    level.run(MS);

    assertThat(level.all.stream().map(s -> s.processor().index() / 2)).doesNotHaveDuplicates();
  }

  @Test
  void wakesASleeperOnAnIdleCoreWhenItsOwnProcessorIsBusy() {
    EevdfLevel level = machine(1, 4, 2);
    Schedulable s = level.sleeper("s", null, 1024, () -> 100 * US, () -> 10 * MS);
    level.run(11 * MS);
    int home = s.processor().index();
    level.pinnedHog("busy", home);
    level.pinnedHog("sibling", home ^ 1);

    level.run(30 * MS);

    assertThat(s.processor().index() / 2).isNotEqualTo(home / 2);
    assertThat(level.ranNs(s)).isEqualTo(200 * US);
    assertThat(s.timeNs(RunState.RUNNABLE)).isZero();
  }

  @Test
  void wakesASleeperWhereItWasWhenThatIsIdle() {
    EevdfLevel level = machine(1, 4, 1);
    Schedulable s = level.sleeper("s", null, 1024, () -> 100 * US, () -> 10 * MS);

    level.run(1_000 * MS);

    assertThat(s.migrations()).isZero();
  }

  @Test
  void pullsOneThatWaitsBeforeItIdles() {
    EevdfLevel level = EevdfLevel.of(2);
    level.pinnedHog("a", 0);
    Schedulable b = level.sleepingHog("b", null, 1024, null);
    level.pinnedHog("blocker", 1);
    Schedulable blocker = level.all.get(2);
    level.at(MS, () -> level.mux.wake(b));
    level.run(20 * MS);
    level.mux.stop(blocker);

    level.run(40 * MS);

    assertThat(b.processor().index()).isEqualTo(1);
    assertThat(level.log.get(level.log.size() - 1)).endsWith("b@1");
  }

  @Test
  void leavesNobodyWaitingForLongWhileAProcessorOfTheCacheIdles() {
    EevdfLevel level = EevdfLevel.of(4);
    CpuMask zero = CpuMask.of(0);
    for (int i = 0; i < 3; i++) {
      level.pinnedHog("pinned" + i, 0);
    }
    Schedulable free = level.sleepingHog("free", null, 1024, zero.or(CpuMask.of(3)));
    level.mux.wake(free);

    level.run(100 * MS);

    assertThat(free.timeNs(RunState.RUNNABLE)).isLessThanOrEqualTo(8 * MS);
  }

  @Test
  void anIdleProcessorThatIsAskedBalancesForTheOtherIdleOnes() {
    EevdfLevel level = EevdfLevel.of(4);
    CpuMask mayGo = CpuMask.of(0, 3); // not where the next idle processor is
    level.pinnedHog("a", 0);
    Schedulable[] woken = new Schedulable[2];
    for (int i = 0; i < 2; i++) {
      woken[i] = level.sleepingHog("b" + i, null, 1024, mayGo);
    }
    Schedulable busy = level.pinnedHog("busy", 3);
    level.at(MS, () -> level.mux.wake(woken[0]));
    level.at(2 * MS, () -> level.mux.stop(busy));
    level.run(3 * MS);
    FairCpu[] cpus = level.fair().hierarchy().cpus;
    assertThat(cpus[0].tasks() + cpus[3].tasks()).isEqualTo(2);

    level.run(20 * MS);

    assertThat(cpus[0].tasks()).isEqualTo(1);
    assertThat(cpus[3].tasks()).isEqualTo(1);
  }

  @Test
  void whomAffinityKeepsFromAProcessorAnotherOfItsGroupTakes() {
    EevdfLevel level = machine(2, 2, 1);
    level.pinnedHog("a", 0);
    level.pinnedHog("b", 1);
    Schedulable free = level.sleepingHog("free", null, 1024, CpuMask.of(0, 3));
    Schedulable busy = level.pinnedHog("busy", 3);
    level.mux.wake(free);
    level.run(20 * MS);
    QuietChange.allow(free, CpuMask.of(0, 3));
    level.mux.stop(busy);

    level.run(200 * MS);

    assertThat(free.processor().index()).isEqualTo(3); // 2 balances for both of its socket
  }

  @Test
  void nobodyIsAskedWhileNobodyWaits() {
    EevdfLevel level = EevdfLevel.of(4);
    level.pinnedHog("a", 0);
    level.run(10 * MS);
    long before = level.site.events();

    level.run(1_010 * MS);

    assertThat(level.site.events() - before).isLessThanOrEqualTo(2 * 250); // ticks of 4 ms
  }

  @Test
  void spreadsHogsEvenlyOverTheProcessors() {
    EevdfLevel level = EevdfLevel.of(4);
    List<Schedulable> hogs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      hogs.add(level.hog("h" + i));
    }

    level.run(4_000 * MS);

    for (Schedulable s : hogs) {
      assertThat(level.ranNs(s)).isCloseTo(2_000 * MS, within(10 * MS));
      assertThat(s.migrations()).isZero();
    }
  }

  @Test
  void balancesUnequalQueuesOverTime() {
    EevdfLevel level = EevdfLevel.of(2);
    List<Schedulable> hogs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      hogs.add(level.hog("h" + i));
    }

    level.run(12_000 * MS);

    // 24 s for three: 8 s each, if the odd one is passed round
    for (Schedulable s : hogs) {
      assertThat(level.ranNs(s)).isCloseTo(8_000 * MS, within(1_000 * MS));
    }
  }

  @Test
  void balancesTwoSocketsWhenOneIsOverloaded() {
    EevdfLevel level = machine(2, 2, 1);
    CpuMask first = CpuMask.range(0, 1);
    for (int i = 0; i < 4; i++) {
      level.mux.wake(level.sleepingHog("pinned" + i, null, 1024, first));
    }
    Schedulable free = level.sleepingHog("free", null, 1024, null);
    level.mux.wake(free);

    level.run(1_000 * MS);

    assertThat(free.processor().index()).isGreaterThan(1);
    assertThat(level.ranNs(free)).isGreaterThan(980 * MS);
  }

  @Test
  void pushesARunningOneFromASharedCoreToAnIdleCore() {
    EevdfLevel level = machine(1, 2, 2);
    Schedulable a = level.sleepingHog("a", null, 1024, CpuMask.range(0, 1));
    Schedulable b = level.sleepingHog("b", null, 1024, null);
    Schedulable c = level.pinnedHog("c", 2);
    Schedulable d = level.pinnedHog("d", 3);
    level.mux.wake(a);
    level.mux.wake(b);
    level.run(10 * MS);
    assertThat(b.processor().index()).isLessThan(2);
    level.mux.stop(c);
    level.mux.stop(d);

    level.run(200 * MS);

    assertThat(b.processor().index()).isGreaterThan(1);
  }

  @Test
  void honoursAffinityWhateverTheLoad() {
    EevdfLevel level = EevdfLevel.of(3);
    Schedulable[] pinned = new Schedulable[4];
    for (int i = 0; i < 4; i++) {
      pinned[i] = level.pinnedHog("p" + i, 1);
    }

    level.run(400 * MS);

    for (Schedulable s : pinned) {
      assertThat(s.migrations()).isZero();
      assertThat(level.ranNs(s)).isCloseTo(100 * MS, within(8 * MS));
    }
  }

  @Test
  void doesNotTickWhileItIdles() {
    EevdfLevel level = EevdfLevel.of(2);
    level.sleeper("s", null, 1024, () -> US, () -> 1_000 * MS);

    level.run(10_000 * MS);

    // each turn is one alarm and one burst
    assertThat(level.site.events()).isLessThanOrEqualTo(20);
  }
}
