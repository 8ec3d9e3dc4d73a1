package org.coremux.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SplitHistogramTest {
  private static List<String> shown(SplitHistogram histogram) {
    List<String> buckets = new ArrayList<>();
    histogram.forEachBucket(
        (high, count, parts) ->
            buckets.add(high + ": " + count + " of " + parts[0] + "+" + parts[1]));
    return buckets;
  }

  @Test
  void bucketsAreExactBelow64() {
    for (long ns = 0; ns < 64; ns++) {
      assertThat(SplitHistogram.highNs(SplitHistogram.bucket(ns))).isEqualTo(ns);
    }
    assertThat(SplitHistogram.highNs(SplitHistogram.bucket(64))).isEqualTo(65);
    assertThat(SplitHistogram.highNs(SplitHistogram.bucket(65))).isEqualTo(65);
    assertThat(SplitHistogram.highNs(SplitHistogram.bucket(66))).isEqualTo(67);
  }

  @Property
  void aValueIsInTheOnlyBucketThatHasIt(@ForAll @LongRange(min = 0) long ns) {
    int bucket = SplitHistogram.bucket(ns);
    long highNs = SplitHistogram.highNs(bucket);

    assertThat(ns).isLessThanOrEqualTo(highNs);
    assertThat(SplitHistogram.bucket(highNs)).isEqualTo(bucket);
    if (bucket > 0) {
      long below = SplitHistogram.highNs(bucket - 1);
      assertThat(below).isLessThan(ns);
      assertThat(highNs - below).isLessThanOrEqualTo(Math.max(1, (below + 1) / 32));
    }
  }

  @Test
  void theLongestTimeHasABucket() {
    SplitHistogram histogram = new SplitHistogram(2);
    histogram.record(Long.MAX_VALUE, new long[] {Long.MAX_VALUE, 0});

    assertThat(shown(histogram))
        .containsExactly(Long.MAX_VALUE + ": 1 of " + Long.MAX_VALUE + "+0");
  }

  @Test
  void partsOfThoseOfOneBucketAreAdded() {
    SplitHistogram histogram = new SplitHistogram(2);
    histogram.record(1_000, new long[] {600, 400});
    histogram.record(1_001, new long[] {1, 1_000});
    histogram.record(20, new long[] {20, 0});

    assertThat(shown(histogram)).containsExactly("20: 1 of 20+0", "1007: 2 of 601+1400");
  }

  @Test
  void theEndOfTheWarmUpForgetsEverything() {
    SplitHistogram histogram = new SplitHistogram(2);
    histogram.record(7, new long[] {3, 4});
    histogram.reset();
    assertThat(shown(histogram)).isEmpty();

    histogram.record(7, new long[] {1, 6});
    assertThat(shown(histogram)).containsExactly("7: 1 of 1+6");
  }
}
