package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {
  @Test
  void usesStudentsT() {
    // Mean 3, variance 2.5, standard error sqrt(0.5) = 0.70711; t(4, 97.5 %) = 2.77645.
    ConfidenceInterval interval =
        ConfidenceInterval.of(new double[] {1, 2, 3, 4, 5}, 0.95).orElseThrow();
    assertThat(interval.mean()).isEqualTo(3);
    assertThat(interval.halfWidth()).isCloseTo(1.96324, within(1e-5));
    assertThat(interval.low()).isCloseTo(1.03676, within(1e-5));
    assertThat(interval.high()).isCloseTo(4.96324, within(1e-5));
    assertThat(interval.contains(4.96)).isTrue();
    assertThat(interval.contains(1.03)).isFalse();
    assertThat(interval.count()).isEqualTo(5);
  }

  @Test
  void pairsReplications() {
    // Differences 1, 2, 3: mean 2, variance 1, error 1 / sqrt 3; t(2, 95 %) = 2.91999.
    ConfidenceInterval interval =
        ConfidenceInterval.ofDifferences(
                new double[] {10, 200, 3_000}, new double[] {11, 202, 3_003}, 0.90)
            .orElseThrow();
    assertThat(interval.mean()).isEqualTo(2);
    assertThat(interval.halfWidth()).isCloseTo(1.68586, within(1e-5));
    assertThatThrownBy(() -> ConfidenceInterval.ofDifferences(new double[1], new double[2], 0.9))
        .hasMessageContaining("no pairs");
  }

  @Test
  void ofOneValueThereIsNone() {
    assertThat(ConfidenceInterval.of(new double[] {1}, 0.95)).isEmpty();
    assertThatThrownBy(() -> ConfidenceInterval.of(new double[] {1, 2}, 1))
        .hasMessageContaining("below 1");
  }
}
