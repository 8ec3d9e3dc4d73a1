package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.coremux.experiment.Doing;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class StatesDataTest {
  private final RunResult result = SampleResults.webAndBatch();

  @Test
  void sharesOfEachGuestAddUpToAll() {
    StatesData data = StatesData.of(result, "node", 64);
    assertThat(data.guests()).hasSize(4);
    for (StatesData.One guest : data.guests()) {
      assertThat(guest.shares()).containsOnlyKeys(Doing.values());
      double sum = guest.shares().values().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(sum).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void runnableTimeIsToldByItsReason() {
    StatesData.One web = StatesData.of(result, "node", 64).guests().get(0);
    double wholeNs = 2.0 * SampleResults.DURATION_NS;
    assertThat(web.shares().get(Doing.WAITING)).isEqualTo(1_200_000_017L / wholeNs);
    assertThat(web.shares().get(Doing.CAPPED)).isEqualTo(3_000_001L / wholeNs);
  }

  @Test
  void legendHasWhatThereIsAndNothingElse() throws Exception {
    assertThat(SampleCharts.svg(result, "states"))
        .contains(">running<", ">waiting for a pCPU<", ">held by its cap<", ">offline<")
        .contains(" time (%)<")
        .doesNotContain("co-stopped");
  }
}
