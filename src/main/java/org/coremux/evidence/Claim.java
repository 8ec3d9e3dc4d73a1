package org.coremux.evidence;

/**
 * What theory says of one figure.
 *
 * @param metric what is measured
 * @param unit its unit; empty for a share or a count
 * @param kind how the exact value bounds it
 * @param exact the exact value or the bound
 * @param source where the formula comes from
 */
public record Claim(String metric, String unit, Kind kind, double exact, String source) {
  /** How an exact value bounds a figure. */
  public enum Kind {
    /** It is the expected value. */
    MEAN,
    /** It is the value, to the nanosecond. */
    EXACTLY,
    /** The figure is never above it. */
    AT_MOST,
    /** The figure is never below it. */
    AT_LEAST
  }

  /** A mean time. */
  static Claim meanMs(String metric, double exactNs, String source) {
    return new Claim(metric, "ms", Kind.MEAN, exactNs / 1e6, source);
  }

  /** A mean share. */
  static Claim meanShare(String metric, double exact, String source) {
    return new Claim(metric, "", Kind.MEAN, exact, source);
  }
}
