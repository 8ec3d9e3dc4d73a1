package org.coremux.experiment;

/**
 * When a comparison has seen enough: rules that count replications and events and know no clock, so
 * that the same command gives the same answer on a slow machine and on a fast one.
 *
 * @param ofMean half the width of an interval, over its mean, that is tight enough for mean
 *     latencies, throughput and slowdown, such as 0.05; percentiles may have twice as much
 * @param least replications that are always run, at least {@link #LEAST}
 * @param most replications that are never exceeded
 * @param events no further replications are begun after so many events of all runs together
 */
public record Precision(double ofMean, int least, int most, long events) {
  /** Fewest replications from which an interval is made. Source: assumed; Student's t is 4.3. */
  public static final int LEAST = 3;

  /** Most replications that may be asked for. Source: assumed. */
  public static final int MOST = 10_000;

  /** 5 % for means, 10 % for p99, 5 to 50 replications, 150 million events. Source: assumed. */
  public static final Precision USUAL = new Precision(0.05, 5, 50, 150_000_000L);

  /** How much wider the interval of a percentile may be than that of a mean. */
  private static final int PERCENTILE_FACTOR = 2;

  /** Refuses what cannot be. */
  public Precision {
    if (!(ofMean > 0 && ofMean < 1)) {
      throw new IllegalArgumentException("a precision of " + ofMean + "; allowed: between 0 and 1");
    }
    if (least < LEAST || most < least || most > MOST) {
      throw new IllegalArgumentException(
          "%d to %d replications; allowed: %d to %,d".formatted(least, most, LEAST, MOST));
    }
  }

  /** So many replications, however tight. */
  public static Precision exactly(int replications) {
    return new Precision(USUAL.ofMean, replications, replications, Long.MAX_VALUE);
  }

  /** The same rules with another precision. */
  public Precision withMean(double share) {
    return new Precision(share, least, most, events);
  }

  /** What is tight enough for percentiles. */
  public double ofPercentile() {
    return ofMean * PERCENTILE_FACTOR;
  }

  /** How many replications there are after the next stage: half as many more, rounded up. */
  int after(int replications) {
    return Math.min(most, replications + (replications + 1) / 2);
  }
}
