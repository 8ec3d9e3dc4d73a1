package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.vcpu;

import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** A host polls before a halted vCPU blocks; books are checked after each instant. */
class HaltPollTest {
  private final TestLevel model = new TestLevel();
  private final Prices prices =
      new Prices().exit(ExitReason.HALT, 2 * US).leavingIdle(25 * US).poll(10 * US, 200 * US);
  private final Multiplexer host = model.hardware(Topology.flat(1), prices, roundRobin(10 * MS));
  private final Schedulable v = add(host, vcpu("v0", null));
  private final Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);

  /** Wakes a thread that computes for 50 us, so often, with so much between. */
  private Schedulable pings(int count, long gapNs) {
    Schedulable a = model.burst(guest, "a", 50 * US);
    for (int i = 0; i < count; i++) {
      model.at(MS + i * gapNs, () -> guest.wake(a));
    }
    return a;
  }

  @Test
  void theFirstHaltDoesNotPollAndAShortWaitMakesTheNextOnePoll() {
    pings(2, 150 * US);

    model.run(MS + 150 * US);
    assertThat(v.overheadNs(Cost.POLL)).isZero();

    model.run(2 * MS);
    // Woken after a wait of 98 us, which is longer than no window and shorter than the most.
    assertThat(v.overheadNs(Cost.POLL)).isEqualTo(10 * US);
    assertThat(v.state()).isEqualTo(RunState.BLOCKED);
  }

  @Test
  void anInterruptWithinTheWindowEndsThePollAndNeedsNoWakeUp() {
    Schedulable a = pings(9, 150 * US);
    model.run(MS + 6 * 150 * US + 30 * US);
    long dispatches = v.dispatches();
    long polledNs = v.overheadNs(Cost.POLL);

    model.run(MS + 8 * 150 * US);

    // By now the window is longer than the wait: it runs on, and pays for the poll until then.
    assertThat(v.dispatches()).isEqualTo(dispatches);
    // The last wake-up that took the way out of idle delayed the first of the two.
    assertThat(v.overheadNs(Cost.POLL) - polledNs).isEqualTo(2 * 98 * US - 25 * US);
    assertThat(a.timeNs(RunState.RUNNABLE)).isEqualTo(6 * 25 * US);
  }

  @Test
  void aLongWaitShrinksTheWindowUntilNobodyPolls() {
    pings(4, 150 * US);
    Schedulable b = model.burst(guest, "b", 10 * US);
    for (int i = 1; i < 9; i++) {
      model.at(i * 5 * MS, () -> guest.wake(b));
    }
    model.run(39 * MS);
    long polledNs = v.overheadNs(Cost.POLL);

    model.run(50 * MS);

    assertThat(polledNs).isPositive();
    assertThat(v.overheadNs(Cost.POLL)).isEqualTo(polledNs);
  }

  @Test
  void whoPollsGivesWayToAnotherThatWakes() {
    pings(6, 150 * US);
    Schedulable other = model.burst(host, "other", 20 * US);
    long atNs = MS + 5 * 150 * US + 60 * US; // 8 us into a poll
    model.at(atNs, () -> host.wake(other));

    model.run(atNs + 20 * US);

    assertThat(v.state()).isEqualTo(RunState.BLOCKED);
    assertThat(other.timeNs(RunState.RUNNING)).isEqualTo(20 * US);
  }
}
