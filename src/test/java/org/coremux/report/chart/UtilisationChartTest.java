package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class UtilisationChartTest {
  private final RunResult result = SampleResults.webAndBatch();

  @Test
  void areasOfEachBucketAddUpToThePcpus() {
    for (RunResult one : List.of(result, SampleResults.fleet(2, 20))) {
      UtilisationData data = data(one);
      for (int bucket = 0; bucket < data.getItemCount(); bucket++) {
        double sum = 0;
        for (int layer = 0; layer < data.getSeriesCount(); layer++) {
          sum += data.getYValue(layer, bucket);
        }
        assertThat(sum).isCloseTo(data.pcpus(), within(1e-9));
      }
    }
  }

  @Test
  void layersAreGuestsThenOverheadThenIdle() {
    assertThat(names(data(result)))
        .containsExactly(
            "web-1",
            "web-2",
            "web-3",
            "batch",
            "VM exits",
            "switches",
            "VMM",
            "hypervisor",
            "idle");
  }

  @Test
  void ofManyGuestsTheLargestElevenAndTheOthersHaveLayers() {
    List<String> names = names(data(SampleResults.fleet(1, 20)));
    assertThat(names).hasSize(13);
    assertThat(names.get(11)).isEqualTo("9 others");
    assertThat(names(data(SampleResults.fleet(1, 12)))).contains("vm-12").hasSize(13);
  }

  @Test
  void bucketsLieEndToEndOverTheWindow() {
    UtilisationData data = data(result);
    assertThat(data.getStartXValue(0, 0)).isEqualTo(1); // the warm-up
    for (int i = 1; i < data.getItemCount(); i++) {
      assertThat(data.getStartXValue(0, i)).isEqualTo(data.getEndXValue(0, i - 1));
    }
    assertThat(data.getEndXValue(0, data.getItemCount() - 1)).isEqualTo(11);
    assertThat(data.scale().unit()).isEqualTo("s");
    assertThat(data(SampleResults.fleet(1, 1)).scale().unit()).isEqualTo("min");
  }

  @Test
  void overheadHasAScaleOfItsOwn() {
    UtilisationData all = data(result);
    UtilisationData overhead = all.overhead();
    assertThat(names(overhead)).containsExactly("VM exits", "switches", "VMM", "hypervisor");
    for (int bucket = 0; bucket < all.getItemCount(); bucket++) {
      double pcpus = 0;
      for (int layer = 0; layer < all.getSeriesCount(); layer++) {
        boolean isOverhead = all.kind(layer) == UtilisationData.Kind.OVERHEAD;
        pcpus += isOverhead ? all.getYValue(layer, bucket) : 0;
      }
      assertThat(overhead.top(3, bucket)).isCloseTo(100 * pcpus / 8, within(1e-9));
    }
  }

  @Test
  void hostsOwnLoadDoesNotHideTheOtherOverhead() {
    UtilisationData overhead = data(SampleCharts.withHostLoad()).overhead();
    assertThat(overhead.isWithoutHostOs()).isTrue();
    assertThat(names(overhead)).containsExactly("VM exits", "switches", "VMM", "hypervisor");
    assertThat(data(result).overhead().isWithoutHostOs()).isFalse();
  }

  @Test
  void everyLayerIsInTheLegendWithItsShare() throws IOException {
    assertThat(SampleCharts.svg(result, "utilisation"))
        .contains(">web-1  ", ">web-2  ", ">web-3  ", ">batch  ", ">VM exits  ", ">idle  ")
        .contains(">pCPUs<", ">overhead (%)<", ">time since the start of the run (s)<");
  }

  private static UtilisationData data(RunResult result) {
    return UtilisationData.of(
        result, result.series().orElseThrow().hosts().get(0), Palette.LIGHT.idle());
  }

  private static List<String> names(UtilisationData data) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < data.getSeriesCount(); i++) {
      names.add(data.getSeriesKey(i).toString());
    }
    return names;
  }
}
