package org.coremux.metric;

/**
 * How several amounts spread over the measured time, in a fixed number of equal buckets.
 *
 * <p>Model: an interval is split at the buckets' borders in whole nanoseconds; what lies outside
 * the measured time is left out. So the sum of a series over its buckets is exactly the length of
 * all intervals added to it, as far as they lie inside. Buckets never widen; the last one is
 * shorter when the time does not divide evenly.
 *
 * <p>Cost: an interval inside the bucket of the last one is an addition and two comparisons; one
 * that goes over a border costs a division and a step for each bucket. Allocates nothing after
 * construction.
 *
 * <p>Order: a bucket holds from its first nanosecond to before the next one's.
 */
public final class TimeSeries {
  private final long startNs;
  private final long endNs;
  private final long bucketNs;
  private final int buckets;
  private final int series;

  /** Amounts, bucket by bucket: what happens at one time lies together. */
  private final long[] amounts;

  // The bucket of the last interval: nearly always that of the next one.
  private int lastRow;
  private long lastFromNs;
  private long lastToNs;

  /**
   * Empty series over [start, start + duration).
   *
   * @param startNs where the measured time begins, at least 0
   * @param durationNs how long it is, more than 0
   * @param bucketsMax how many buckets at most, more than 0; fewer when the time is shorter than
   *     that many nanoseconds, or is covered by fewer of the same width
   * @param series how many series, more than 0
   */
  public TimeSeries(long startNs, long durationNs, int bucketsMax, int series) {
    if (startNs < 0 || durationNs <= 0 || startNs + durationNs < 0) {
      throw new IllegalArgumentException(
          "time series from " + startNs + " ns for " + durationNs + " ns");
    }
    if (bucketsMax <= 0 || series <= 0) {
      throw new IllegalArgumentException(bucketsMax + " buckets of " + series + " series");
    }
    this.startNs = startNs;
    this.endNs = startNs + durationNs;
    this.bucketNs = (durationNs - 1) / bucketsMax + 1;
    this.buckets = (int) ((durationNs - 1) / bucketNs + 1);
    this.series = series;
    this.amounts = new long[StrictMath.multiplyExact(buckets, series)];
    moveTo(0);
  }

  /** Adds the interval [from, to) to a series; an empty one adds nothing. */
  public void add(int which, long fromNs, long toNs) {
    assert which >= 0 && which < series && fromNs <= toNs;
    if (fromNs >= lastFromNs && toNs <= lastToNs) {
      amounts[lastRow + which] += toNs - fromNs;
      return;
    }
    addAcross(which, StrictMath.max(fromNs, startNs), StrictMath.min(toNs, endNs));
  }

  private void addAcross(int which, long fromNs, long toNs) {
    if (fromNs >= toNs) {
      return;
    }
    moveTo((int) ((fromNs - startNs) / bucketNs));
    long at = fromNs;
    while (toNs > lastToNs) {
      amounts[lastRow + which] += lastToNs - at;
      at = lastToNs;
      moveTo(lastRow / series + 1);
    }
    amounts[lastRow + which] += toNs - at;
  }

  /** Adds an amount that belongs to one instant; outside the measured time it is left out. */
  public void addAt(int which, long atNs, long amount) {
    assert which >= 0 && which < series;
    if (atNs < startNs || atNs >= endNs) {
      return;
    }
    if (atNs < lastFromNs || atNs >= lastToNs) {
      moveTo((int) ((atNs - startNs) / bucketNs));
    }
    amounts[lastRow + which] += amount;
  }

  private void moveTo(int bucket) {
    lastRow = bucket * series;
    lastFromNs = startNs + bucket * bucketNs;
    lastToNs = endNs - lastFromNs > bucketNs ? lastFromNs + bucketNs : endNs;
  }

  public int bucketCount() {
    return buckets;
  }

  public int seriesCount() {
    return series;
  }

  /** Where a bucket begins. Unit: ns since the start of the run. */
  public long bucketStartNs(int bucket) {
    return startNs + bucket * bucketNs;
  }

  /** How long a bucket is: all are equal but the last. Unit: ns. */
  public long bucketLengthNs(int bucket) {
    return StrictMath.min(bucketNs, endNs - bucketStartNs(bucket));
  }

  /** What a series has in a bucket: nanoseconds of intervals, or the amounts of instants. */
  public long amount(int which, int bucket) {
    return amounts[bucket * series + which];
  }
}
