package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrecisionTest {
  @Test
  void eachStageHasHalfAsManyMoreUpToTheMost() {
    Precision precision = Precision.USUAL;
    assertThat(precision.after(5)).isEqualTo(8);
    assertThat(precision.after(8)).isEqualTo(12);
    assertThat(precision.after(41)).isEqualTo(50);
  }

  @Test
  void aPercentileMayBeTwiceAsWide() {
    assertThat(Precision.USUAL.withMean(0.02).ofPercentile()).isEqualTo(0.04);
  }

  @Test
  void aGivenNumberIsNeverExceeded() {
    assertThat(Precision.exactly(7).after(7)).isEqualTo(7);
  }

  @Test
  void fewerThanThreeReplicationsMakeNoInterval() {
    assertThatThrownBy(() -> Precision.exactly(2)).hasMessageContaining("allowed: 3 to 10,000");
    assertThatThrownBy(() -> Precision.USUAL.withMean(0)).hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> Precision.USUAL.withMean(Double.NaN))
        .hasMessageContaining("between 0 and 1");
  }
}
