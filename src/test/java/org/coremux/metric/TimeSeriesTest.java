package org.coremux.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.coremux.engine.Allocation;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
  @Test
  void splitsAnIntervalAtTheBorders() {
    // Buckets of 10 ns from 100: [95, 127) is 10 in the first (5 lie before), 10, 7, 0.
    TimeSeries series = new TimeSeries(100, 40, 4, 2);
    series.add(1, 95, 127);
    assertThat(row(series, 1)).containsExactly(10, 10, 7, 0);
    assertThat(row(series, 0)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void theLastBucketTakesWhatIsLeft() {
    // 10 ns over 4 buckets: ceil(10 / 4) = 3, so 3 + 3 + 3 + 1.
    TimeSeries series = new TimeSeries(0, 10, 4, 1);
    series.add(0, 0, 10);
    assertThat(row(series, 0)).containsExactly(3, 3, 3, 1);
    assertThat(series.bucketLengthNs(3)).isEqualTo(1);
    assertThat(series.bucketStartNs(3)).isEqualTo(9);
  }

  @Test
  void hasNoMoreBucketsThanTheTimeCovers() {
    // ceil(9 / 6) = 2 ns wide: five of them cover 9 ns.
    assertThat(new TimeSeries(0, 9, 6, 1).bucketCount()).isEqualTo(5);
    assertThat(new TimeSeries(0, 3, 100, 1).bucketCount()).isEqualTo(3);
  }

  @Test
  void leavesOutWhatLiesOutside() {
    TimeSeries series = new TimeSeries(100, 40, 4, 1);
    series.add(0, 0, 100);
    series.add(0, 140, 900);
    series.addAt(0, 99, 5);
    series.addAt(0, 140, 5);
    assertThat(row(series, 0)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void anInstantBelongsToTheBucketThatBeginsThere() {
    TimeSeries series = new TimeSeries(100, 40, 4, 1);
    series.addAt(0, 110, 2);
    series.addAt(0, 109, 1);
    series.addAt(0, 139, 4);
    assertThat(row(series, 0)).containsExactly(1, 2, 0, 4);
  }

  @Property
  void theSumOverBucketsIsTheLengthInside(
      @ForAll @LongRange(min = 0, max = 1_000) long startNs,
      @ForAll @LongRange(min = 1, max = 1_000) long durationNs,
      @ForAll @IntRange(min = 1, max = 50) int buckets,
      @ForAll long seed) {
    TimeSeries series = new TimeSeries(startNs, durationNs, buckets, 3);
    java.util.Random random = new java.util.Random(seed);
    long[] expected = new long[3];
    for (int i = 0; i < 50; i++) {
      int which = random.nextInt(3);
      long from = random.nextInt(2_500);
      long to = from + random.nextInt(random.nextBoolean() ? 20 : 1_500);
      series.add(which, from, to);
      long inside = Math.min(to, startNs + durationNs) - Math.max(from, startNs);
      expected[which] += Math.max(0, inside);
    }
    long lengths = 0;
    for (int bucket = 0; bucket < series.bucketCount(); bucket++) {
      lengths += series.bucketLengthNs(bucket);
    }
    assertThat(lengths).isEqualTo(durationNs);
    for (int which = 0; which < 3; which++) {
      assertThat(java.util.Arrays.stream(row(series, which)).sum()).isEqualTo(expected[which]);
    }
  }

  @Test
  void refusesWhatIsNoTime() {
    assertThatThrownBy(() -> new TimeSeries(0, 0, 1, 1)).hasMessageContaining("for 0 ns");
    assertThatThrownBy(() -> new TimeSeries(Long.MAX_VALUE, 2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TimeSeries(0, 1, 0, 1)).hasMessageContaining("0 buckets");
  }

  @Test
  void addingAllocatesNothing() {
    TimeSeries series = new TimeSeries(0, 1_000_000_000, 600, 8);
    assertThat(
            Allocation.fewestBytes(
                run -> {
                  for (int i = 0; i < 100_000; i++) {
                    series.add(i & 7, i * 9_000L, i * 9_000L + 5_000_000);
                    series.addAt(i & 7, i * 9_000L, 1);
                  }
                }))
        .isZero();
  }

  private static long[] row(TimeSeries series, int which) {
    long[] row = new long[series.bucketCount()];
    for (int bucket = 0; bucket < row.length; bucket++) {
      row[bucket] = series.amount(which, bucket);
    }
    return row;
  }
}
