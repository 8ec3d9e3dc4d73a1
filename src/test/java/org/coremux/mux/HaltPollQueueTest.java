package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.FOREVER_NS;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;

import org.coremux.sched.CheckedScheduler;
import org.coremux.sched.ClassStack;
import org.coremux.sched.Eevdf;
import org.coremux.sched.EevdfParameters;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** On Linux a vCPU polls as long as nobody waits for its own pCPU, whoever waits elsewhere. */
class HaltPollQueueTest {
  private final TestLevel model = new TestLevel();
  private final Prices prices = new Prices().poll(10 * US, 200 * US);
  private final Multiplexer host =
      model.hardware(
          Topology.flat(2),
          prices,
          all ->
              new CheckedScheduler(
                  all,
                  checked ->
                      new ClassStack(
                          checked, pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST))));
  private final Schedulable v = add(host, Schedulable.vcpu("v0", null, 1024, CpuMask.of(0)));
  private final Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);

  private Schedulable hog(String name, int cpu, int realTime) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(name, null, 1024, CpuMask.of(cpu), now -> self[0].compute(FOREVER_NS));
    self[0].realTime(realTime);
    self[0].compute(FOREVER_NS);
    return add(host, self[0]);
  }

  private void wakeAt(long ns, Schedulable s) {
    model.at(ns, () -> host.wake(s));
  }

  /** Waits of 100 us: from the second one on it would poll. */
  private void pings(int count) {
    Schedulable a = model.burst(guest, "a", 50 * US);
    for (int i = 0; i < count; i++) {
      model.at(MS + i * 150 * US, () -> guest.wake(a));
    }
  }

  private long polledNs() {
    return v.overheadNs(Cost.POLL);
  }

  @Test
  void thoseWhoWaitForAnotherProcessorDoNotKeepItFromPolling() {
    wakeAt(0, hog("here", 1, 0));
    wakeAt(0, hog("waits", 1, 0));
    pings(9);

    model.run(MS + 9 * 150 * US);

    // Windows of 0, 10, 20, 40, 80 and then four of 160 us, of which 100 us are needed.
    assertThat(polledNs()).isEqualTo((10 + 20 + 40 + 80 + 4 * 100) * US);
  }

  @Test
  void oneThatWaitsForItsOwnProcessorKeepsItFromPolling() {
    wakeAt(0, hog("waits", 0, 0));
    pings(9);

    model.run(MS + 9 * 150 * US);

    assertThat(polledNs()).isZero();
  }

  @Test
  void aPollEndsWhenOneComesToWaitForItsProcessorAndNotForAnother() {
    pings(9);
    wakeAt(0, hog("other", 1, 0));
    wakeAt(MS + 8 * 150 * US + 70 * US, hog("elsewhere", 1, 0)); // 20 us into the last poll
    wakeAt(MS + 8 * 150 * US + 80 * US, hog("same", 0, 0));

    model.run(MS + 9 * 150 * US);

    assertThat(polledNs()).isEqualTo((10 + 20 + 40 + 80 + 3 * 100 + 30) * US);
    assertThat(v.state()).isEqualTo(RunState.BLOCKED);
  }

  @Test
  void aRealTimeThreadThatWaitsForItsProcessorKeepsItFromPolling() {
    wakeAt(0, hog("urgent", 1, 2));
    wakeAt(0, hog("waits", 1, 1));
    pings(2);

    model.run(MS + 300 * US);
    assertThat(polledNs()).isEqualTo(10 * US);
    assertThat(host.policy().isWaitedFor(host.processor(1))).isTrue();
    assertThat(host.policy().isWaitedFor(host.processor(0))).isFalse();
  }
}
