package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunResultTest {
  private final RunResult result = SampleResults.webAndBatch();

  @Test
  void stealIsRunnableOverRunningAndRunnable() {
    GuestTime time = new GuestTime(30, 10, 5, 5, 4, 3, 3);
    assertThat(time.steal()).isEqualByComparingTo("0.25");
  }

  @Test
  void stealIsZeroWhenNothingEverWantedToRun() {
    assertThat(new GuestTime(0, 0, 50, 0, 0, 0, 0).steal()).isEqualByComparingTo("0");
  }

  @Test
  void stealOfAHostIsThatOverItsGuests() {
    long runnableNs = 0;
    long runningNs = 0;
    for (GuestResult guest : result.guests()) {
      runnableNs += guest.time().runnableNs();
      runningNs += guest.time().runningNs();
    }
    assertThat(result.steal(result.hosts().get(0)))
        .isEqualTo(Decimal.ratio(runnableNs, runnableNs + runningNs));
  }

  @Test
  void stealOfAHostLeavesOutGuestsElsewhere() {
    RunResult fleet = SampleResults.fleet(2, 3);
    GuestTime sum = fleet.guests().get(3).time();
    sum = sum.plus(fleet.guests().get(4).time()).plus(fleet.guests().get(5).time());
    assertThat(fleet.steal(fleet.hosts().get(1))).isEqualTo(sum.steal());
  }

  @Test
  void utilisationOfAHostIsOneMinusIdleOverElapsed() {
    HostTime time = new HostTime(60, 5, 5, 5, 0, 0, 25);
    HostResult host = new HostResult("node", "xen", "credit2", 1, time, 0, 0, Optional.empty());
    assertThat(host.utilisation()).isEqualByComparingTo("0.75");
  }

  @Test
  void throughputIsWhatCompletedPerSecondOfTheWindow() {
    WorkloadResult workload =
        new WorkloadResult("server", 25, 3, 1, Latency.NONE, WorkloadResult.Extras.NONE);
    assertThat(workload.throughput(10_000_000_000L)).isEqualByComparingTo("2.5");
  }

  @Test
  void groupHoldsTheTotalsOfItsMembers() {
    GroupResult web = result.group("web").orElseThrow();
    assertThat(web.members()).containsExactly("web-1", "web-2", "web-3");
    assertThat(web.totals().vcpus()).isEqualTo(6);
    assertThat(web.totals().time().totalNs()).isEqualTo(6 * SampleResults.DURATION_NS);
    assertThat(web.totals().dispatches().switches()).isEqualTo(24_001 + 24_002 + 24_003);
    assertThat(web.totals().workloads().get(0).completed()).isEqualTo(7_990 + 7_991 + 7_992);
    assertThat(web.totals().exits().amount("hypercall")).isEqualTo(48_000);
  }

  @Test
  void groupOnSeveralHostsNamesNone() {
    assertThat(SampleResults.fleet(2, 2).groups().get(0).totals().host()).isEmpty();
    assertThat(result.groups().get(0).totals().host()).isEqualTo("node");
  }

  @Test
  void groupRefusesMembersWithOtherWorkloads() {
    assertThatThrownBy(
            () ->
                GroupResult.of(
                    "mixed",
                    List.of(result.guests().get(0), result.guests().get(3)),
                    Latency.NONE,
                    List.of(new GroupResult.Merged(Latency.NONE, Latency.NONE))))
        .hasMessage("a server workload cannot be added to a compute workload");
  }

  @Test
  void everyGuestHasTheTwoFactorsOfLostTime() {
    for (GuestResult guest : result.guests()) {
      assertThat(guest.lostNs().parts())
          .extracting(Breakdown.Part::name)
          .startsWith("smt", "paging");
    }
  }

  @Test
  void breakdownRefusesANameTwice() {
    Breakdown.Part part = new Breakdown.Part("exit", 1);
    assertThatThrownBy(() -> new Breakdown(List.of(part, part))).hasMessage("exit occurs twice");
  }

  @Test
  void traceHashHasSixteenDigits() {
    assertThat(SampleResults.fleet(1, 1).header().traceHashText()).isEqualTo("0000000000000007");
  }
}
