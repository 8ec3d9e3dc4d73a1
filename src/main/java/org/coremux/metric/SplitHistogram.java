package org.coremux.metric;

import java.util.Arrays;

/**
 * Where the time of each observation went, summed over those of about the same length: so it can be
 * told why the slowest were slow, and not only why the mean is what it is.
 *
 * <p>Model: buckets are exact below 64 ns; above, a bucket is at most 1/32 of its values wide.
 *
 * <p>Cost: as many additions an observation as there are parts. Allocates when a bucket is used for
 * the first time.
 */
public final class SplitHistogram {
  /** Binary digits that a bucket keeps of a value. Source: assumed; a bucket is 3 % wide. */
  private static final int BITS = 5;

  private static final int BUCKETS = (64 - BITS) << BITS;

  private final int parts;
  private final long[][] sumsNs = new long[BUCKETS][];
  private final long[] counts = new long[BUCKETS];

  /** Receives the buckets that are not empty, from the shortest to the longest. */
  @FunctionalInterface
  public interface Visitor {
    /** So many observations, none longer than that; their parts add up to their lengths. */
    void visit(long highNs, long count, long[] partsNs);
  }

  /** An empty one for so many parts. */
  public SplitHistogram(int parts) {
    this.parts = parts;
  }

  /** Counts one observation; the first parts of the array add up to its length. */
  public void record(long ns, long[] partsNs) {
    int bucket = bucket(ns);
    if (sumsNs[bucket] == null) {
      sumsNs[bucket] = new long[parts];
    }
    counts[bucket]++;
    long[] sums = sumsNs[bucket];
    for (int i = 0; i < parts; i++) {
      sums[i] += partsNs[i];
    }
  }

  /** Forgets everything: the end of the warm-up. */
  public void reset() {
    Arrays.fill(sumsNs, null);
    Arrays.fill(counts, 0);
  }

  /** Shows the buckets that are not empty; for reports. */
  public void forEachBucket(Visitor visitor) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (counts[bucket] > 0) {
        visitor.visit(highNs(bucket), counts[bucket], sumsNs[bucket]);
      }
    }
  }

  static int bucket(long ns) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(ns | 1) - BITS);
    return (shift << BITS) + (int) (ns >>> shift);
  }

  static long highNs(int bucket) {
    int shift = Math.max(0, (bucket >> BITS) - 1);
    long low = (long) (bucket - (shift << BITS)) << shift;
    return low + (1L << shift) - 1;
  }
}
