package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.vcpu;

import java.util.ArrayList;
import java.util.List;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** One that cannot go on in the middle of what it does; books are checked after each instant. */
class StallTest {
  private final TestLevel model = new TestLevel();
  private final List<Long> stalledAtNs = new ArrayList<>();
  private Multiplexer host;
  private Multiplexer guest;
  private Schedulable vcpu;

  /** A guest with one vCPU on one pCPU, where a fault costs 3 us. */
  private Schedulable guestWithOneThread() {
    LevelCosts costs =
        new LevelCosts() {
          @Override
          public long exitNs(ExitReason why, Cost kind) {
            return why == ExitReason.FAULT && kind == Cost.EXIT ? 3 * US : 0;
          }
        };
    host = model.hardware(Topology.flat(1), costs, roundRobin(10 * MS));
    vcpu = add(host, vcpu("v", null));
    guest = model.guest("guest", TestLevel.Costs.FREE, roundRobin(10 * MS), vcpu);
    Schedulable thread = model.burst(guest, "t", 4 * MS);
    guest.wake(thread);
    return thread;
  }

  private WorkAlarm faultAfter(long workNs) {
    WorkAlarm alarm =
        new WorkAlarm(vcpu.provided(), now -> host.fault(vcpu, (s, at) -> stalledAtNs.add(at)));
    alarm.set(workNs);
    return alarm;
  }

  @Test
  void itPaysItsExitThenBlocksAndGoesOnWhereItWas() {
    Schedulable thread = guestWithOneThread();
    faultAfter(MS);
    model.at(6 * MS, () -> host.resume(vcpu));

    model.run(20 * MS);

    assertThat(stalledAtNs).containsExactly(MS + 3 * US);
    assertThat(vcpu.exits(ExitReason.FAULT)).isEqualTo(1);
    assertThat(vcpu.stalledNs()).isEqualTo(5 * MS - 3 * US);
    assertThat(thread.workNs()).isEqualTo(4 * MS);
    assertThat(vcpu.timeNs(RunState.RUNNING)).isEqualTo(4 * MS + 3 * US);
  }

  @Test
  void othersRunMeanwhile() {
    guestWithOneThread();
    Schedulable other = model.hog(host, "other", null);
    host.wake(other);
    faultAfter(MS);

    model.run(9 * MS); // shorter than a quantum: only the stall makes way

    assertThat(other.workNs()).isEqualTo(8 * MS - 3 * US);
  }

  @Test
  void noInterruptWakesOneThatIsStalled() {
    Schedulable thread = guestWithOneThread();
    faultAfter(MS);
    Alarm alarm = guest.alarm(vcpu.provided(), now -> stalledAtNs.add(now));
    model.at(2 * MS, () -> guest.raise(alarm, vcpu.provided()));
    model.at(3 * MS, () -> host.wake(vcpu));
    model.at(6 * MS, () -> host.resume(vcpu));

    model.run(20 * MS);

    assertThat(stalledAtNs).containsExactly(MS + 3 * US, 6 * MS); // pending until then
    assertThat(thread.workNs()).isEqualTo(4 * MS);
  }

  @Test
  void oneThatIsTakenAwayWhileStalledGoesOnWhenItIsBack() {
    Schedulable thread = guestWithOneThread();
    faultAfter(MS);
    model.at(2 * MS, () -> host.stop(vcpu));
    model.at(3 * MS, () -> host.resume(vcpu)); // the page comes while it is away
    model.at(5 * MS, () -> host.start(vcpu));

    model.run(20 * MS);

    assertThat(thread.workNs()).isEqualTo(4 * MS);
    assertThat(vcpu.stalledNs()).isEqualTo(MS - 3 * US);
  }

  @Test
  void oneThatIsBackBeforeItsPageIsWaitsForIt() {
    Schedulable thread = guestWithOneThread();
    faultAfter(MS);
    model.at(2 * MS, () -> host.stop(vcpu));
    model.at(3 * MS, () -> host.start(vcpu));

    model.run(5 * MS);
    assertThat(thread.workNs()).isEqualTo(MS);
    model.at(6 * MS, () -> host.resume(vcpu));
    model.run(20 * MS);

    assertThat(thread.workNs()).isEqualTo(4 * MS);
  }

  @Test
  void anAlarmByWorkCountsWorkAndNotTime() {
    guestWithOneThread();
    Schedulable other = model.hog(host, "other", null);
    host.wake(other);
    model.at(500 * US, () -> host.stop(vcpu));
    model.at(7 * MS, () -> host.start(vcpu));
    faultAfter(MS);

    model.run(40 * MS);

    // Half a ms of work before it was taken away, the other half after the other's quantum.
    assertThat(stalledAtNs).containsExactly(10 * MS + 500 * US + 500 * US + 3 * US);
  }
}
