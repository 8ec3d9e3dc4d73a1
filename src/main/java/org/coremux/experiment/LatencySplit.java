package org.coremux.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why requests took as long as they did: how long, split by cause, for each bucket of their latency
 * histogram. So the split of a high percentile is as exact as that of the mean.
 *
 * @param buckets from the shortest latencies to the longest; none when it is not known
 */
public record LatencySplit(List<Bucket> buckets) {
  /** Not known, or nothing completed. */
  public static final LatencySplit NONE = new LatencySplit(List.of());

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * The requests of one bucket.
   *
   * @param highNs the longest latency that is counted in it
   * @param count how many there were, at least 1
   * @param totalNs their latencies together
   * @param causes what that time went to, adding up to it
   */
  public record Bucket(long highNs, long count, long totalNs, Causes causes) {
    /**
     * Checks the sums.
     *
     * @throws IllegalArgumentException if the causes are not all of the time, or too much of it
     */
    public Bucket {
      if (highNs < 0 || count < 1 || totalNs < 0) {
        throw new IllegalArgumentException(
            "a bucket up to %d ns: %d requests, %d ns".formatted(highNs, count, totalNs));
      }
      if (causes.totalNs() != totalNs) {
        throw new IllegalArgumentException(
            "causes of %d ns for latencies of %d ns, up to %d ns each"
                .formatted(causes.totalNs(), totalNs, highNs));
      }
    }

    private Bucket plus(Bucket other) {
      return new Bucket(
          highNs,
          Math.addExact(count, other.count),
          Math.addExact(totalNs, other.totalNs),
          causes.plus(other.causes));
    }
  }

  /** Refuses buckets that do not ascend. */
  public LatencySplit {
    buckets = List.copyOf(buckets);
    for (int i = 1; i < buckets.size(); i++) {
      if (buckets.get(i).highNs() <= buckets.get(i - 1).highNs()) {
        throw new IllegalArgumentException(
            "a bucket up to %d ns after one up to %d ns"
                .formatted(buckets.get(i).highNs(), buckets.get(i - 1).highNs()));
      }
    }
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return buckets.isEmpty();
  }

  /** How many requests there are. */
  public long count() {
    return buckets.stream().mapToLong(Bucket::count).sum();
  }

  /** Of two guests or two runs, whose histograms have the same buckets where they have any. */
  public LatencySplit plus(LatencySplit other) {
    TreeMap<Long, Bucket> all = new TreeMap<>();
    buckets.forEach(bucket -> all.put(bucket.highNs(), bucket));
    other.buckets.forEach(bucket -> all.merge(bucket.highNs(), bucket, Bucket::plus));
    return new LatencySplit(List.copyOf(all.values()));
  }

  /** All requests as one bucket; empty without any. */
  public Optional<Bucket> all() {
    if (isEmpty()) {
      return Optional.empty();
    }
    long highNs = buckets.get(buckets.size() - 1).highNs();
    long totalNs = 0;
    Causes causes = Causes.NONE;
    for (Bucket bucket : buckets) {
      totalNs = Math.addExact(totalNs, bucket.totalNs());
      causes = causes.plus(bucket.causes());
    }
    return Optional.of(new Bucket(highNs, count(), totalNs, causes));
  }

  /**
   * The bucket of the request of rank ceil(percent / 100 x count); empty without requests.
   *
   * @param percent above 0, at most 100, such as 99.9
   */
  public Optional<Bucket> at(BigDecimal percent) {
    if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException(
          "a percentile of " + percent + "; allowed: above 0 to 100");
    }
    long rank =
        percent
            .multiply(BigDecimal.valueOf(count()))
            .divide(HUNDRED, 0, RoundingMode.CEILING)
            .longValueExact();
    long seen = 0;
    for (Bucket bucket : buckets) {
      seen += bucket.count();
      if (seen >= rank) {
        return Optional.of(bucket);
      }
    }
    return Optional.empty();
  }
}
