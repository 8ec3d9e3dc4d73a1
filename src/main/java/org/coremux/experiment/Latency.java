package org.coremux.experiment;

import java.util.OptionalLong;
import org.coremux.metric.LatencyHistogram;

/**
 * How long something took, over those that completed in the measured window.
 *
 * <p>With a count of 0 none of the other figures exists, and the JSON prints {@code null} for each.
 *
 * @param count how many completed
 * @param meanNs arithmetic mean, rounded to the nanosecond
 * @param p50Ns median
 * @param p95Ns 95th percentile
 * @param p99Ns 99th percentile
 * @param maxNs the longest
 * @param halfWidthNs half the width of the 95 % confidence interval of the mean, from batch means;
 *     empty when there were too few to say (see {@link BatchMeans})
 * @param curve more percentiles, as a curve is drawn from them; may be empty
 */
public record Latency(
    long count,
    long meanNs,
    long p50Ns,
    long p95Ns,
    long p99Ns,
    long maxNs,
    OptionalLong halfWidthNs,
    LatencyCurve curve) {
  /** Nothing completed. */
  public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

  /** Checks that the figures can be those of one sample. */
  public Latency {
    if (count < 0) {
      throw new IllegalArgumentException("the count is negative: " + count);
    }
    if (count == 0 && (meanNs | p50Ns | p95Ns | p99Ns | maxNs) != 0) {
      throw new IllegalArgumentException("figures of an empty sample");
    }
    if (p50Ns < 0 || p95Ns < p50Ns || p99Ns < p95Ns || maxNs < p99Ns) {
      throw new IllegalArgumentException(
          "percentiles do not ascend: p50 %d, p95 %d, p99 %d, max %d ns"
              .formatted(p50Ns, p95Ns, p99Ns, maxNs));
    }
    if (meanNs < 0 || meanNs > maxNs) {
      throw new IllegalArgumentException("mean of " + meanNs + " ns outside 0.." + maxNs + " ns");
    }
    if (halfWidthNs.isPresent() && (halfWidthNs.getAsLong() < 0 || count == 0)) {
      throw new IllegalArgumentException("no such half width: " + halfWidthNs);
    }
  }

  /** The same without a confidence interval and a curve. */
  public Latency(long count, long meanNs, long p50Ns, long p95Ns, long p99Ns, long maxNs) {
    this(count, meanNs, p50Ns, p95Ns, p99Ns, maxNs, OptionalLong.empty(), LatencyCurve.NONE);
  }

  /** The figures of a histogram; {@link #NONE} of an empty one. The mean is rounded half up. */
  public static Latency of(LatencyHistogram histogram) {
    if (histogram.count() == 0) {
      return NONE;
    }
    return new Latency(
        histogram.count(),
        Math.round(histogram.meanNs().getAsDouble()),
        histogram.percentileNs(50).getAsLong(),
        histogram.percentileNs(95).getAsLong(),
        histogram.percentileNs(99).getAsLong(),
        histogram.maxNs().getAsLong(),
        OptionalLong.empty(),
        LatencyCurve.of(histogram));
  }

  /** The same figures with the half width of the mean's 95 % confidence interval. */
  public Latency withHalfWidth(OptionalLong newHalfWidthNs) {
    return new Latency(count, meanNs, p50Ns, p95Ns, p99Ns, maxNs, newHalfWidthNs, curve);
  }
}
