package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.experiment.Yardstick;
import org.junit.jupiter.api.Test;

class DotScaleTest {
  private static DotScale scale(double... meansAndHalves) {
    Yardstick by = Yardstick.REQUEST_P99;
    return DotScale.of(SampleContests.of(by, meansAndHalves), by);
  }

  @Test
  void holdsAllIntervals() {
    assertThat(scale(10, 1, 12, 2)).isEqualTo(new DotScale(9, 14, false));
  }

  @Test
  void isLogarithmicWhereValuesDifferMuch() {
    assertThat(scale(10, 1, 100, 20)).isEqualTo(new DotScale(9, 120, true));
  }

  @Test
  void anIntervalThatReachesBelowZeroEndsThere() {
    assertThat(scale(1, 2, 3, 0.5)).isEqualTo(new DotScale(0, 3.5, false));
    assertThat(scale(0, 0, 3, 4)).isEqualTo(new DotScale(0, 7, false));
  }

  @Test
  void orAtHalfTheLeastMeanWhereItIsLogarithmic() {
    assertThat(scale(1, 2, 30, 1)).isEqualTo(new DotScale(0.5, 31, true));
  }
}
