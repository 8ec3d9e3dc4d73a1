package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.thread;
import static org.coremux.mux.TestLevel.vcpu;

import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Stopping, starting, ending, holding and releasing; books are checked after each instant. */
class RunStatesTest {
  private final TestLevel model = new TestLevel();

  private Multiplexer oneCpu() {
    return model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
  }

  private static long ms(Schedulable s, RunState state) {
    return s.timeNs(state) / MS;
  }

  @Test
  void keepsAWakeUpThatComesWhileItIsOffline() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", MS);
    host.stop(a);
    model.at(5 * MS, () -> host.wake(a));
    model.at(8 * MS, () -> host.start(a));

    model.run(20 * MS);

    assertThat(a.workNs()).isEqualTo(MS);
    assertThat(ms(a, RunState.OFFLINE)).isEqualTo(8);
    assertThat(ms(a, RunState.BLOCKED)).isEqualTo(11);
  }

  @Test
  void pausesOneThatRunsAndGoesOnWhereItWas() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", 4 * MS);
    host.wake(a);
    model.at(MS, () -> host.stop(a));
    model.at(5 * MS, () -> host.start(a));

    model.run(20 * MS);

    assertThat(a.workNs()).isEqualTo(4 * MS);
    assertThat(ms(a, RunState.RUNNING)).isEqualTo(4);
    assertThat(ms(a, RunState.OFFLINE)).isEqualTo(4);
    assertThat(ms(a, RunState.BLOCKED)).isEqualTo(12);
    assertThat(a.preemptions()).isZero();
  }

  @Test
  void pausesOneThatWaits() {
    Multiplexer host = oneCpu();
    Schedulable hog = model.hog(host, "hog", null);
    Schedulable a = model.burst(host, "a", 4 * MS);
    host.wake(hog);
    host.wake(a);
    model.at(MS, () -> host.stop(a));
    model.at(15 * MS, () -> host.start(a));

    model.run(30 * MS);

    // a comes back at 15 and waits until hog's second slice ends at 20
    assertThat(ms(a, RunState.OFFLINE)).isEqualTo(14);
    assertThat(ms(a, RunState.RUNNABLE)).isEqualTo(1 + 5);
    assertThat(a.workNs()).isEqualTo(4 * MS);
  }

  @Test
  void startsInTheInstantOfItsStopAsIfNothingHadHappened() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", 4 * MS);
    host.wake(a);
    model.at(
        MS,
        () -> {
          host.stop(a);
          host.start(a);
        });

    model.run(20 * MS);

    assertThat(ms(a, RunState.OFFLINE)).isZero();
    assertThat(a.workNs()).isEqualTo(4 * MS);
  }

  @Test
  void doesNotWakeOneThatBlockedInTheInstantOfItsStop() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", MS);
    host.wake(a);
    model.at(MS, () -> host.stop(a)); // in the nanosecond in which its burst ends
    model.at(5 * MS, () -> host.start(a));

    model.run(20 * MS);

    assertThat(a.workNs()).isEqualTo(MS);
    assertThat(a.state()).isEqualTo(RunState.BLOCKED);
    assertThat(ms(a, RunState.OFFLINE)).isEqualTo(4);
  }

  @Test
  void deliversToAVcpuWhatFellDueWhileItWasPaused() {
    Multiplexer host = oneCpu();
    Schedulable v = add(host, vcpu("v", null));
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Schedulable a = model.burst(guest, "a", MS);
    Alarm alarm = guest.alarm(v.provided(), now -> guest.wake(a));
    guest.arm(alarm, v.provided(), 5 * MS);
    model.at(2 * MS, () -> host.stop(v));
    model.at(8 * MS, () -> host.start(v));

    model.run(7 * MS);
    assertThat(alarm.isPending()).isTrue();
    assertThat(v.state()).isEqualTo(RunState.OFFLINE);
    model.run(20 * MS);

    assertThat(alarm.isPending()).isFalse();
    assertThat(a.workNs()).isEqualTo(MS);
    assertThat(v.timeNs(RunState.OFFLINE)).isEqualTo(6 * MS);
    assertThat(v.timeNs(RunState.RUNNING)).isEqualTo(MS);
  }

  @Test
  void forgetsOneThatEndsAndReusesItsIndex() {
    Multiplexer host =
        model.hardware(Topology.flat(1), new Prices().switchToIdle(US), roundRobin(10 * MS));
    Schedulable hog = model.hog(host, "hog", null);
    Schedulable[] a = new Schedulable[1];
    a[0] = thread("a", null, now -> host.exit(a[0]));
    a[0].compute(MS);
    add(host, a[0]);
    host.wake(a[0]);

    model.run(MS);
    assertThat(a[0].state()).isEqualTo(RunState.OFFLINE);
    assertThat(host.roster().at(1)).as("until it is saved").isSameAs(a[0]);
    assertThatThrownBy(() -> host.start(a[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a has ended, and cannot start on pcpu at 1000000 ns");
    model.run(MS + US);
    assertThat(host.roster().at(1)).isNull();
    Schedulable next = model.burst(host, "next", MS);
    host.wake(next);
    model.run(5 * MS);

    assertThat(next.index()).isOne();
    assertThat(next.workNs()).isEqualTo(MS);
    assertThat(hog.index()).isZero();
    assertThat(host.roster().indices()).isEqualTo(2);
    assertThatThrownBy(() -> host.admit(a[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("a has been admitted to pcpu");
  }

  @Test
  void keepsOneThatBlocksAndWakesWhileItIsHeld() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", 2 * MS);
    host.wake(a);
    model.at(MS, () -> host.pool().hold(a, Hold.CAP)); // in mid-burst: 1 ms is left
    model.at(3 * MS, () -> host.wake(a)); // awake already
    model.at(5 * MS, () -> host.pool().release(a));
    model.at(8 * MS, () -> host.pool().hold(a, Hold.COSTOP)); // while it sleeps
    model.at(9 * MS, () -> host.wake(a));
    model.at(12 * MS, () -> host.pool().release(a));

    model.run(20 * MS);

    assertThat(a.workNs()).isEqualTo(4 * MS);
    assertThat(a.heldNs(Hold.CAP)).isEqualTo(4 * MS);
    assertThat(a.heldNs(Hold.COSTOP)).isEqualTo(3 * MS);
    assertThat(a.timeNs(RunState.RUNNABLE)).isEqualTo(7 * MS);
    assertThat(a.timeNs(RunState.RUNNING)).isEqualTo(4 * MS);
  }

  @Test
  void staysHeldWhileItIsStoppedAndStarted() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", 2 * MS);
    host.wake(a);
    model.at(MS, () -> host.pool().hold(a, Hold.CAP));
    model.at(2 * MS, () -> host.stop(a));
    model.at(4 * MS, () -> host.start(a));
    model.at(5 * MS, () -> host.pool().release(a));

    model.run(10 * MS);

    assertThat(a.workNs()).isEqualTo(2 * MS);
    assertThat(a.timeNs(RunState.OFFLINE)).isEqualTo(2 * MS);
    assertThat(a.heldNs(Hold.CAP)).isEqualTo(2 * MS);
  }

  @Test
  void runsOnlyWhereItsAffinityAllows() {
    Multiplexer host = model.hardware(Topology.flat(2), new Prices(), roundRobin(10 * MS));
    Schedulable[] pinned = new Schedulable[2];
    for (int i = 0; i < 2; i++) {
      Schedulable s = Schedulable.thread("pinned" + i, null, 1, CpuMask.of(1), now -> {});
      s.compute(100 * MS);
      pinned[i] = add(host, s);
      host.wake(s);
    }

    model.run(40 * MS);

    assertThat(host.processor(0).spentNs(Cost.IDLE)).isEqualTo(40 * MS);
    assertThat(ms(pinned[0], RunState.RUNNING)).isEqualTo(20);
    assertThat(ms(pinned[1], RunState.RUNNING)).isEqualTo(20);
    assertThatThrownBy(
            () -> host.admit(Schedulable.thread("lost", null, 1, CpuMask.of(5), now -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lost: its affinity has no processor of pcpu");
  }

  @Test
  void doesSeveralBurstsInOneNanosecondWhenItIsFastEnough() {
    Multiplexer host = oneCpu();
    long[] bursts = new long[1];
    Schedulable[] a = new Schedulable[1];
    a[0] =
        thread(
            "a",
            null,
            now -> {
              bursts[0]++;
              a[0].compute(1);
            });
    a[0].compute(1);
    add(host, a[0]);
    host.processor(0).factor(SpeedFactor.FREQUENCY, 5 * Processor.NOMINAL / 2, 0);
    host.wake(a[0]);

    model.run(1_000);

    assertThat(bursts[0]).isEqualTo(2_500);
    assertThat(a[0].workNs()).isEqualTo(2_500);
  }

  @Test
  void owesNothingWhenToldToOweNothing() {
    Multiplexer host = oneCpu();
    Schedulable a = model.burst(host, "a", MS);
    host.wake(a);
    model.at(US, () -> host.owe(a, Cost.EXIT, 0));

    model.run(2 * MS);

    assertThat(a.timeNs(RunState.RUNNING)).isEqualTo(MS);
  }

  @Test
  void executesForLongerThanAStretchExactly() {
    Multiplexer host = oneCpu();
    long workNs = (1L << 42) + 12_345;
    Schedulable a = model.burst(host, "a", workNs);
    host.processor(0).factor(SpeedFactor.FREQUENCY, 50_000, 0);
    host.processor(0).factor(SpeedFactor.MEMORY, 60_001, 0);
    int speed = host.processor(0).speed();
    long endNs = -Math.floorDiv(-(workNs << 16), (long) speed);
    host.wake(a);

    model.run(endNs - 1);
    assertThat(a.state()).isEqualTo(RunState.RUNNING);
    model.run(endNs);

    assertThat(speed).isEqualTo(45_777); // 50,000 * 60,001 / 65,536, rounded down
    assertThat(a.state()).isEqualTo(RunState.BLOCKED);
    assertThat(a.workNs()).isEqualTo(workNs);
    long lostNs = a.lostNs(SpeedFactor.FREQUENCY) + a.lostNs(SpeedFactor.MEMORY);
    assertThat(endNs - workNs - lostNs).isBetween(0L, 2L); // a fraction is carried by each
  }

  @Test
  void spinsForLongerThanAStretchExactly() {
    Multiplexer host = oneCpu();
    Schedulable a = thread("a", null, now -> {});
    a.compute(Schedulable.SPIN);
    add(host, a);
    host.processor(0).factor(SpeedFactor.FREQUENCY, 65_535, 0);
    host.wake(a);

    model.run(1L << 45);

    // (2^45 * 65,535) >> 16
    assertThat(a.workNs()).isEqualTo((1L << 45) - (1L << 29));
    assertThat(a.lostNs(SpeedFactor.FREQUENCY)).isEqualTo(1L << 29);
  }

  @Test
  void refusesABodyThatComputesNothingForEver() {
    Multiplexer host = oneCpu();
    Schedulable[] self = new Schedulable[1];
    self[0] = thread("endless", null, now -> self[0].compute(0));
    self[0].compute(0);
    add(host, self[0]);
    model.at(MS, () -> host.wake(self[0]));

    assertThatThrownBy(() -> model.run(2 * MS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("livelock on test at 1000000 ns: timers keep firing");
  }
}
