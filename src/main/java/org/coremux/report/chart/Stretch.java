package org.coremux.report.chart;

/**
 * A stretch of time that is looked at.
 *
 * @param fromNs its beginning, ns since the start of the run
 * @param untilNs its end
 */
public record Stretch(long fromNs, long untilNs) {
  /** Refuses what is no stretch of time. */
  public Stretch {
    if (fromNs < 0 || untilNs <= fromNs) {
      throw new IllegalArgumentException(
          "no stretch of time: %d to %d ns".formatted(fromNs, untilNs));
    }
  }
}
