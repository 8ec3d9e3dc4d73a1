package org.coremux.metric;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.IntCountsHistogram;

/**
 * How often each latency occurred, from 0 to the longest possible, to three significant digits.
 *
 * <p>Model: buckets are exact below 2,048 ns; above, a bucket is at most 1/1,024 of its values
 * wide. Count, sum (so the mean), minimum and maximum are exact. A percentile is the highest value
 * of the bucket in which the observation of that rank lies, but never more than the exact maximum:
 * so it is never below the true order statistic, and above it by less than 0.1 %.
 *
 * <p>Cost: one array element an observation; allocates nothing after construction. Memory: 4 KiB
 * for each doubling of the range beyond 2,048 ns (128 KiB for an hour). A bucket holds 2^31 - 1
 * observations; one more is an error.
 *
 * <p>Source: G. Tene, HdrHistogram 2.2, which keeps the buckets.
 */
public final class LatencyHistogram {
  /** Significant decimal digits kept. Unit: digits. Source: assumed; percentiles to 0.1 %. */
  public static final int DIGITS = 3;

  private final long longestNs;
  private final IntCountsHistogram counts;
  private final WideSum sum = new WideSum();
  private long minNs = Long.MAX_VALUE;
  private long maxNs = Long.MIN_VALUE;

  /**
   * An empty histogram.
   *
   * @param longestNs the longest latency that can occur, as a rule how long the run is; at least 0
   */
  public LatencyHistogram(long longestNs) {
    if (longestNs < 0) {
      throw new IllegalArgumentException("the longest latency is " + longestNs + " ns, below 0");
    }
    this.longestNs = longestNs;
    // The library wants a range of at least two.
    this.counts = new IntCountsHistogram(1, StrictMath.max(2, longestNs), DIGITS);
  }

  /**
   * Counts one latency.
   *
   * @throws IllegalStateException if it is negative or longer than the longest possible
   */
  public void record(long ns) {
    check(ns);
    counts.recordValue(ns);
    minNs = StrictMath.min(minNs, ns);
    maxNs = StrictMath.max(maxNs, ns);
    sum.add(ns);
  }

  private void check(long ns) {
    if (ns < 0 || ns > longestNs) {
      throw new IllegalStateException(
          "a latency of " + ns + " ns; possible are 0 to " + longestNs + " ns");
    }
  }

  /**
   * Counts everything that the other one has counted.
   *
   * @throws IllegalArgumentException if the other one's longest value does not fit here
   */
  public void add(LatencyHistogram other) {
    if (other.count() > 0 && other.maxNs > longestNs) {
      throw new IllegalArgumentException(
          "a latency of " + other.maxNs + " ns does not fit a range up to " + longestNs + " ns");
    }
    counts.add(other.counts);
    sum.add(other.sum);
    minNs = StrictMath.min(minNs, other.minNs);
    maxNs = StrictMath.max(maxNs, other.maxNs);
  }

  /** Forgets everything: the end of the warm-up. */
  public void reset() {
    counts.reset();
    sum.clear();
    minNs = Long.MAX_VALUE;
    maxNs = Long.MIN_VALUE;
  }

  public long count() {
    return counts.getTotalCount();
  }

  /** The longest latency that it can hold. */
  public long longestNs() {
    return longestNs;
  }

  /**
   * The exact sum, in ns.
   *
   * @throws ArithmeticException if it does not fit
   */
  public long totalNs() {
    return sum.toLong();
  }

  /** The exact mean; absent when nothing was recorded. */
  public OptionalDouble meanNs() {
    return count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.over(count()));
  }

  /** The exact minimum; absent when nothing was recorded. */
  public OptionalLong minNs() {
    return count() == 0 ? OptionalLong.empty() : OptionalLong.of(minNs);
  }

  /** The exact maximum; absent when nothing was recorded. */
  public OptionalLong maxNs() {
    return count() == 0 ? OptionalLong.empty() : OptionalLong.of(maxNs);
  }

  /**
   * The latency that so many percent of the observations do not exceed: not below the true order
   * statistic of rank ceil(percent / 100 x count), and above it by less than 0.1 %. Absent when
   * nothing was recorded.
   *
   * @param percent 0 (the minimum) to 100 (the maximum)
   */
  public OptionalLong percentileNs(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile of " + percent + "; allowed: 0 to 100");
    }
    if (count() == 0) {
      return OptionalLong.empty();
    }
    if (percent == 0) {
      return minNs();
    }
    return OptionalLong.of(StrictMath.min(maxNs, counts.getValueAtPercentile(percent)));
  }
}
