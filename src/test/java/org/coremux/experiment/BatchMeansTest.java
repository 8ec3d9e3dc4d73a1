package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchMeansTest {
  @Test
  void saysNothingOfTooFewBatches() {
    long[] totalsNs = new long[9];
    long[] counts = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertThat(BatchMeans.halfWidthNs(totalsNs, counts)).isEmpty();
  }

  @Test
  void leavesOutBatchesWithoutObservations() {
    long[] totalsNs = new long[20];
    long[] counts = new long[20];
    for (int i = 0; i < 9; i++) {
      counts[i] = 5;
    }
    assertThat(BatchMeans.halfWidthNs(totalsNs, counts)).isEmpty();
  }

  @Test
  void findsTheIntervalOfTenBatches() {
    // Means 1000, 2000 ... 10000: deviation 3027.650, over root 10 957.427; t(9, 97.5 %) =
    // 2.262157;
    // the product is 2165.85.
    long[] totalsNs = new long[10];
    long[] counts = new long[10];
    for (int i = 0; i < 10; i++) {
      counts[i] = 4;
      totalsNs[i] = 4_000L * (i + 1);
    }
    assertThat(BatchMeans.halfWidthNs(totalsNs, counts)).hasValue(2166);
  }
}
