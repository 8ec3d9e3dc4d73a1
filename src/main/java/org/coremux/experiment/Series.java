package org.coremux.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the pCPUs did over the measured window, bucket by bucket: what charts are drawn from.
 *
 * <p>All buckets are {@code bucketNs} long but the last, which ends with the window. In every
 * bucket the bands of a host add up to pCPUs x the bucket's length, exactly.
 *
 * @param bucketNs length of a bucket, ns
 * @param hosts one for each host, in the order of the result
 */
public record Series(long bucketNs, List<HostSeries> hosts) {
  /**
   * The bands of one host.
   *
   * @param host its name
   * @param guests one band for each guest that was there, by the guest's name
   * @param overhead one band for each kind of overhead, named as in {@link HostTime#parts}: all
   *     parts but the first and the last
   * @param idle the band of doing nothing, named {@code idle}
   * @param waiting beside them, and not of the pCPUs but of the vCPUs: one band for each guest, its
   *     vCPUs' time of wanting to run and not running; empty in results that do not have it
   */
  public record HostSeries(
      String host, List<Band> guests, List<Band> overhead, Band idle, List<Band> waiting) {
    /** Copies the lists. */
    public HostSeries {
      guests = List.copyOf(guests);
      overhead = List.copyOf(overhead);
      waiting = List.copyOf(waiting);
    }
  }

  /**
   * One band: nanoseconds of pCPU time in each bucket.
   *
   * @param name whose time
   * @param ns per bucket, summed over the pCPUs
   */
  public record Band(String name, List<Long> ns) {
    /** Copies the list and refuses a negative time. */
    public Band {
      ns = List.copyOf(ns);
      for (long one : ns) {
        if (one < 0) {
          throw new IllegalArgumentException("series of " + name + " is negative: " + one + " ns");
        }
      }
    }

    /** One from an array. */
    public static Band of(String name, long[] ns) {
      return new Band(name, Arrays.stream(ns).boxed().toList());
    }
  }

  /** Refuses a bucket without length. */
  public Series {
    if (bucketNs <= 0) {
      throw new IllegalArgumentException("bucket of " + bucketNs + " ns");
    }
    hosts = List.copyOf(hosts);
  }

  /** How many buckets a window has. */
  public int buckets(long durationNs) {
    return Math.toIntExact(Math.addExact(durationNs, bucketNs - 1) / bucketNs);
  }

  /** The length of one bucket of a window, ns: the last may be shorter than the others. */
  public long lengthNs(int bucket, long durationNs) {
    return Math.min(bucketNs, durationNs - bucket * bucketNs);
  }

  /** The bands of a host, if it has any. */
  public Optional<HostSeries> of(String host) {
    return hosts.stream().filter(series -> series.host().equals(host)).findFirst();
  }
}
