package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.LatencyCurve;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.coremux.report.SavedRun;
import org.junit.jupiter.api.Test;

class LatencyDataTest {
  private final RunResult xen = SampleResults.webAndBatch();
  private final RunResult kvm = SampleResults.webAndBatch(42, "kvm", 40_000);

  @Test
  void hasALineForEachEntryThatHasALatencyAndNotForEachGuest() {
    LatencyData data = LatencyData.of(List.of(xen), View.ALL);
    assertThat(data.lines()).extracting(LatencyData.Line::name).containsExactly("web (3), server");
  }

  @Test
  void sameEntryHasOneColourAndOneMarkInAllResults() {
    LatencyData data = LatencyData.of(List.of(xen, kvm), View.ALL);
    assertThat(data.lines()).hasSize(2);
    assertThat(data.lines()).extracting(LatencyData.Line::result).containsExactly(0, 1);
    assertThat(data.lines().get(0).colour()).isEqualTo(data.lines().get(1).colour());
    assertThat(data.lines().get(0).workload()).isEqualTo(data.lines().get(1).workload());
  }

  @Test
  void withoutACurveThePointsAreThoseThatEveryLatencyHas() {
    LatencyData.Line line = LatencyData.of(List.of(xen), View.ALL).lines().get(0);
    assertThat(line.points())
        .extracting(LatencyCurve.Point::ppm)
        .containsExactly(500_000, 950_000, 990_000, 1_000_000);
  }

  @Test
  void everyTenthOfWhatLiesAboveIsOneFurther() {
    assertThat(LatencyData.Line.x(0)).isZero();
    assertThat(LatencyData.Line.x(900_000)).isEqualTo(1, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(LatencyData.Line.x(999_000)).isEqualTo(3, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void twoResultsAreBothInTheLegendByWhatDiffers() throws Exception {
    List<Labelled> both =
        Labelled.of(
            List.of(new SavedRun(Path.of("a.json"), xen), new SavedRun(Path.of("b.json"), kvm)));
    String svg = SampleCharts.svg(Charts.latency(both, View.ALL, Theme.LIGHT).orElseThrow());
    assertThat(svg)
        .contains(">xen: web (3), server  (", ">kvm: web (3), server  (")
        .contains(">latency (ms)<", ">percentile (%), ever rarer to the right<", ">99.9<");
    assertThat(svg).contains("stroke-dasharray:7");
  }

  @Test
  void labelsFallBackToFoldersAndToNumbers() {
    SavedRun one = new SavedRun(Path.of("/x/first/result.json"), xen);
    SavedRun two = new SavedRun(Path.of("/x/second/result.json"), xen);
    assertThat(Labelled.of(List.of(one, two)))
        .extracting(Labelled::label)
        .containsExactly("first", "second");
    assertThat(Labelled.of(List.of(one, one)))
        .extracting(Labelled::label)
        .containsExactly("first 1", "first 2");
    RunResult other = SampleResults.webAndBatch(43, "kvm", 0);
    assertThat(Labelled.of(List.of(one, new SavedRun(Path.of("y"), other))))
        .extracting(Labelled::label)
        .containsExactly("xen seed 42", "kvm seed 43");
  }

  @Test
  void labelsAreHarmlessInNamesOfFiles() {
    assertThat(new Labelled("../../etc passwd", xen).slug()).isEqualTo("etc-passwd");
    assertThat(new Labelled("…", xen).slug()).isEqualTo("result");
  }
}
