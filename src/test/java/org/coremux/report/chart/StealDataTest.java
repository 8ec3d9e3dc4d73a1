package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class StealDataTest {
  private final RunResult result = SampleCharts.withWaiting();

  @Test
  void stealOfABucketIsWaitingOfWaitingAndWork() {
    StealData data = StealData.of(result, "node", 64);
    long ranNs = result.series().orElseThrow().hosts().get(0).guests().get(0).ns().get(0);
    double waitedNs = result.guests().get(0).time().runnableNs();
    List<Double> web = data.guests().get(0).overTime();
    assertThat(web.get(0)).isCloseTo(waitedNs / (waitedNs + ranNs), within(1e-12));
    assertThat(web.subList(1, 100)).containsOnly(0.0);
    assertThat(data.highest()).isLessThanOrEqualTo(1);
    assertThat(data.edgesNs()).hasSize(101).startsWith(1_000_000_000L).endsWith(11_000_000_000L);
  }

  @Test
  void bucketInWhichAGuestWantedNothingHasNoSteal() {
    StealData data = StealData.of(result, "node", 64);
    assertThat(data.guests().get(3).name()).isEqualTo("batch");
    assertThat(data.guests().get(3).overTime().get(5)).isNaN();
  }

  @Test
  void resultThatDoesNotSayWhenHasBarsOnly() throws Exception {
    RunResult old = SampleResults.webAndBatch();
    assertThat(StealData.of(old, "node", 64).edgesNs()).isEmpty();
    assertThat(SampleCharts.svg(old, "steal"))
        .contains(">steal in all (%)<")
        .doesNotContain("time since the start");
  }

  @Test
  void ofTooManyGuestsThoseThatWaitedLongestAreShownInTheirOrder() {
    RunResult fleet = SampleResults.fleet(1, 20);
    StealData data = StealData.of(fleet, "node-1", 5);
    assertThat(data.left()).isEqualTo(15);
    long least =
        data.guests().stream()
            .mapToLong(one -> waitedNs(fleet.guest(one.name()).orElseThrow()))
            .min()
            .orElseThrow();
    List<String> names = data.guests().stream().map(StealData.One::name).toList();
    for (GuestResult guest : fleet.guests()) {
      if (!names.contains(guest.name())) {
        assertThat(waitedNs(guest)).isLessThanOrEqualTo(least);
      }
    }
    assertThat(names)
        .isSortedAccordingTo(
            (a, b) -> Integer.parseInt(a.substring(3)) - Integer.parseInt(b.substring(3)));
  }

  private static long waitedNs(GuestResult guest) {
    return guest.time().runnableNs();
  }

  @Test
  void chartHasARowForEachGuestAndSaysWhatMarksMean() throws Exception {
    assertThat(SampleCharts.svg(result, "steal"))
        .contains(">web-1<", ">web-2<", ">web-3<", ">batch<")
        .contains(">time since the start of the run (s)<", ">steal in all (%)<")
        .contains(">from wake-up to pCPU (ms)<", ">wake-up to pCPU: p50<", ">p99<", ">longest<");
  }
}
