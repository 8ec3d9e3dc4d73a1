package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.coremux.engine.Distribution;
import org.coremux.engine.RandomStreams;
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
    assertThat(interval.relativeHalfWidth()).isCloseTo(0.65441, within(1e-5));
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

  @Test
  void batchesKeepEveryObservationInOrder() {
    GrowingBatches batches = new GrowingBatches();
    for (int i = 1; i <= 100; i++) {
      batches.record(i);
    }
    // 40 batches of 1; the 41st joins them to 20 of 2; 80 fill 40 of 2, the next join to 4 each.
    assertThat(batches.batchSize()).isEqualTo(4);
    assertThat(batches.count()).isEqualTo(100);
    assertThat(batches.mean()).hasValue(50.5);
    // 25 full batches of 4 with means 2.5, 6.5 ... 98.5: their mean is 50.5 too.
    ConfidenceInterval interval = batches.interval(0.95).orElseThrow();
    assertThat(interval.count()).isEqualTo(25);
    assertThat(interval.mean()).isEqualTo(50.5);
    assertThat(batches.lag1().orElseThrow()).isGreaterThan(0.8);
  }

  @Test
  void joinsAtEveryLength() {
    for (int n = 1; n <= 2_000; n++) {
      GrowingBatches batches = new GrowingBatches();
      for (int i = 0; i < n; i++) {
        batches.record(7);
      }
      assertThat(batches.count()).isEqualTo(n);
      assertThat(batches.mean()).hasValue(7);
    }
  }

  @Test
  void batchMeansCoverTheMeanOfWaitingTimesAsOftenAsTheySay() {
    // M/M/1 at 50 % by Lindley's recursion: waits depend on each other; the exact mean is 1 ms.
    int covered = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      RandomStreams streams = new RandomStreams(11, run);
      UniformRandomProvider arrivals = streams.stream("q/arrivals");
      UniformRandomProvider services = streams.stream("q/services");
      Distribution gap = Distribution.exponential(2e6);
      Distribution service = Distribution.exponential(1e6);
      GrowingBatches batches = new GrowingBatches();
      long wait = 0;
      for (int i = 0; i < 20_000; i++) {
        wait = Math.max(0, wait + service.sampleNs(services) - gap.sampleNs(arrivals));
        batches.record(wait);
      }
      covered += batches.interval(0.95).orElseThrow().contains(1e6) ? 1 : 0;
    }
    // 190 expected of 200, standard deviation 3.1.
    assertThat(covered).isBetween(178, 200);
  }

  @Test
  void ofNothingThereIsNoFigure() {
    GrowingBatches batches = new GrowingBatches();
    assertThat(batches.mean()).isEmpty();
    assertThat(batches.interval(0.95)).isEmpty();
    assertThat(batches.lag1()).isEmpty();
    batches.record(3);
    batches.reset();
    assertThat(batches.count()).isZero();
  }
}
