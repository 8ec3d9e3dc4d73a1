package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.vcpu;

import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Where a thread's time went, to the nanosecond; books are checked after each instant. */
class TimeSplitTest {
  private final TestLevel model = new TestLevel();

  private static Schedulable split(Schedulable s) {
    s.splitTime();
    return s;
  }

  private static long ns(Schedulable s, int cause) {
    s.settleBooks();
    return s.split().ns(cause);
  }

  @Test
  void aThreadWhoseVcpuLosesItsPcpuWaitsForItAndNotForItsOwnLevel() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(2 * MS));
    Schedulable v = split(add(host, vcpu("v", null)));
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Schedulable a = split(model.hog(guest, "a", null));
    Schedulable b = split(model.hog(guest, "b", null));
    guest.wake(a);
    guest.wake(b);
    host.wake(model.hog(host, "rival", null));

    model.run(20 * MS); // a has had its first 10 ms of the guest's by then: v ran every other 2 ms

    assertThat(ns(a, TimeSplit.WORK)).isEqualTo(10 * MS);
    assertThat(ns(a, TimeSplit.WAITING)).isEqualTo(10 * MS);
    assertThat(ns(a, TimeSplit.QUEUED)).isZero();
    assertThat(ns(b, TimeSplit.QUEUED)).isEqualTo(10 * MS);
    assertThat(ns(b, TimeSplit.WAITING)).isEqualTo(10 * MS);
  }

  @Test
  void anExitIsTheThreadsCauseByKindAndReason() {
    Prices prices = new Prices().exit(ExitReason.INTERRUPT, 3 * US);
    Multiplexer host = model.hardware(Topology.flat(1), prices, roundRobin(10 * MS));
    Schedulable v = split(add(host, vcpu("v", null)));
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Schedulable a = split(model.hog(guest, "a", null));
    guest.wake(a);
    guest.arm(guest.alarm(guest.processor(0), now -> {}), guest.processor(0), MS);

    model.run(2 * MS);

    assertThat(ns(a, TimeSplit.paid(Cost.EXIT, ExitReason.INTERRUPT))).isEqualTo(3 * US);
    assertThat(v.overheadNs(Cost.EXIT, ExitReason.INTERRUPT)).isEqualTo(3 * US);
    assertThat(ns(a, TimeSplit.WORK)).isEqualTo(2 * MS - 3 * US);
  }

  @Test
  void whatAVcpuReloadsIntoTheCachesIsASwitchToItsThread() {
    Prices prices = new Prices().refill(US);
    Multiplexer host = model.hardware(Topology.flat(1), prices, roundRobin(2 * MS));
    Schedulable v = split(add(host, vcpu("v", null)));
    v.workingSet(30);
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Schedulable a = split(model.hog(guest, "a", null));
    guest.wake(a);
    Schedulable rival = model.hog(host, "rival", null);
    rival.workingSet(10);
    host.wake(rival);

    model.run(6 * MS); // v, the rival, and v again, which finds 10 KiB displaced

    assertThat(ns(a, TimeSplit.paid(Cost.SWITCH))).isEqualTo(10 * US);
    assertThat(ns(a, TimeSplit.WORK)).isEqualTo(4 * MS - 10 * US);
    assertThat(ns(a, TimeSplit.WAITING)).isEqualTo(2 * MS);
  }

  @Test
  void aWakeUpOfAHaltedVcpuIsSplitIntoItsSteps() {
    Prices prices = new Prices().leavingIdle(25 * US).switchTo("v", 4 * US);
    Multiplexer host = model.hardware(Topology.flat(1), prices, roundRobin(10 * MS));
    Schedulable v = split(add(host, vcpu("v", null)));
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Schedulable a = split(model.burst(guest, "a", MS));
    model.at(5 * MS, () -> guest.wake(a));

    model.run(10 * MS);

    assertThat(ns(a, TimeSplit.WAITING)).isEqualTo(25 * US);
    assertThat(ns(a, TimeSplit.paid(Cost.SWITCH))).isEqualTo(4 * US);
    assertThat(ns(a, TimeSplit.WORK)).isEqualTo(MS);
  }

  @Test
  void whatOperationsOfItsOwnCostAThreadIsToldApartFromItsWork() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
    Schedulable a = split(model.burst(host, "a", MS));
    a.pace(Processor.NOMINAL / 2, Processor.NOMINAL / 4 * 3);
    Schedulable b = model.burst(host, "b", MS);
    host.wake(a);
    host.wake(b);

    model.run(5 * MS);

    // At 1/2 x 3/4 of nominal speed 1 ms of work takes 2.67 ms; the other one is not slowed down.
    long tookNs = 8 * MS / 3;
    assertThat(a.timeNs(RunState.RUNNING)).isBetween(tookNs, tookNs + 1);
    assertThat(b.timeNs(RunState.RUNNING)).isEqualTo(MS);
    assertThat(ns(a, TimeSplit.WORK)).isEqualTo(MS);
    assertThat(ns(a, TimeSplit.MEMORY)).isBetween(tookNs / 2 - 1, tookNs / 2 + 1);
    assertThat(ns(a, TimeSplit.OPERATIONS)).isBetween(tookNs / 8 - 1, tookNs / 8 + 1);
    assertThat(a.split().totalNs()).isEqualTo(5 * MS);
  }
}
