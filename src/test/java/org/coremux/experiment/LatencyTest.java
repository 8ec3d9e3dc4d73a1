package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.coremux.metric.LatencyHistogram;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void hasNoFiguresOfAnEmptySample() {
    assertThat(Latency.NONE.count()).isZero();
    assertThatThrownBy(() -> new Latency(0, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesTheFiguresOfAHistogram() {
    LatencyHistogram histogram = new LatencyHistogram(1_000_000);
    assertThat(Latency.of(histogram)).isEqualTo(Latency.NONE);
    for (int ns = 1; ns <= 100; ns++) {
      histogram.record(ns);
    }
    // Exact below 2,048 ns; the mean of 1 to 100 is 50.5.
    Latency latency = Latency.of(histogram);
    assertThat(latency.curve().points())
        .contains(new LatencyCurve.Point(500_000, 50), new LatencyCurve.Point(990_000, 99))
        .endsWith(new LatencyCurve.Point(LatencyCurve.WHOLE_PPM, 100))
        .doesNotContain(new LatencyCurve.Point(995_000, 100)); // one in 200, of 100
    assertThat(latency.count()).isEqualTo(100);
    assertThat(latency.meanNs()).isEqualTo(51);
    assertThat(latency.p50Ns()).isEqualTo(50);
    assertThat(latency.p95Ns()).isEqualTo(95);
    assertThat(latency.p99Ns()).isEqualTo(99);
    assertThat(latency.maxNs()).isEqualTo(100);
  }

  @Test
  void refusesPercentilesThatDescend() {
    assertThatThrownBy(() -> new Latency(3, 5, 5, 4, 6, 7))
        .hasMessageContaining("do not ascend")
        .hasMessageContaining("p95 4");
    assertThatThrownBy(() -> new Latency(3, 5, 5, 6, 8, 7)).hasMessageContaining("max 7");
  }

  @Test
  void refusesAMeanAboveTheMaximum() {
    assertThatThrownBy(() -> new Latency(3, 8, 5, 5, 6, 7)).hasMessageContaining("mean of 8 ns");
  }

  @Test
  void refusesANegativeHalfWidth() {
    Latency latency = new Latency(3, 5, 5, 5, 6, 7);
    assertThatThrownBy(() -> latency.withHalfWidth(OptionalLong.of(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
