package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class UtilisationChartTest {
  private final RunResult result = SampleResults.webAndBatch();

  @Test
  void areasOfEachBucketAddUpToThePcpus() {
    for (RunResult one : List.of(result, SampleResults.fleet(2, 20))) {
      ChartData data = data(one);
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
    ChartData data = data(result);
    assertThat(data.getStartXValue(0, 0)).isZero();
    for (int i = 1; i < data.getItemCount(); i++) {
      assertThat(data.getStartXValue(0, i)).isEqualTo(data.getEndXValue(0, i - 1));
    }
    assertThat(data.end()).isEqualTo(10);
    assertThat(data.unit()).isEqualTo("s");
    assertThat(data(SampleResults.fleet(1, 1)).unit()).isEqualTo("min");
  }

  @Test
  void drawsOnePanelForEachHost() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    RunResult fleet = SampleResults.fleet(3, 2);
    new UtilisationChart(fleet, Theme.LIGHT).writePng(png);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
    assertThat(image.getHeight()).isEqualTo(3 * 1040);
  }

  @Test
  void drawsTheSameBytesTwice() throws IOException {
    assertThat(svg()).isEqualTo(svg());
    assertThat(svg()).doesNotContain("<!--");
    assertThat(png()).isEqualTo(png());
  }

  @Test
  void refusesAResultWithoutSeries() {
    RunResult bare =
        new RunResult(
            result.header(),
            result.hosts(),
            result.guests(),
            result.groups(),
            List.of(),
            Optional.empty());
    assertThatThrownBy(() -> new UtilisationChart(bare, Theme.LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no series");
  }

  private String svg() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new UtilisationChart(result, Theme.LIGHT).writeSvg(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new UtilisationChart(result, Theme.LIGHT).writePng(out);
    return out.toByteArray();
  }

  private static ChartData data(RunResult result) {
    return new ChartData(result, result.series().orElseThrow().hosts().get(0));
  }

  private static List<String> names(ChartData data) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < data.getSeriesCount(); i++) {
      names.add(data.getSeriesKey(i).toString());
    }
    return names;
  }
}
