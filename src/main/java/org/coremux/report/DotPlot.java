package org.coremux.report;

import java.util.Optional;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;

/**
 * One figure of all policies in text: a dot for each mean on one scale, and a line for its
 * interval. Latencies and rates that differ much are drawn by their logarithms.
 *
 * @param by which figure
 * @param width in columns
 * @param low the value at the left end
 * @param high the value at the right end
 * @param isLog whether the scale is logarithmic
 */
record DotPlot(Yardstick by, int width, double low, double high, boolean isLog) {
  /** Values that differ by no less are drawn by their logarithms. Source: assumed. */
  private static final double SPREAD = 5;

  /** A plot that holds all intervals of the figure. */
  DotPlot(ComparisonResult result, Yardstick by, int width) {
    this(by, width, Ends.of(result, by));
  }

  private DotPlot(Yardstick by, int width, Ends ends) {
    this(by, width, ends.low, ends.high, ends.isLog);
  }

  /** How far a scale goes. */
  record Ends(double low, double high, boolean isLog) {
    static Ends of(ComparisonResult result, Yardstick by) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double leastMean = Double.POSITIVE_INFINITY;
      for (ComparisonResult.Side side : result.alternatives()) {
        Optional<Estimate> one = by.of(side);
        if (one.isPresent()) {
          low = Math.min(low, one.get().low().doubleValue());
          high = Math.max(high, one.get().high().doubleValue());
          leastMean = Math.min(leastMean, one.get().mean().doubleValue());
        }
      }
      boolean isLog = leastMean > 0 && high / leastMean >= SPREAD;
      // An interval may reach below zero, a logarithm may not.
      return isLog && low < leastMean / 2
          ? new Ends(leastMean / 2, high, true)
          : new Ends(low, high, isLog);
    }
  }

  /** What is seen, in a few words. */
  String title() {
    String words =
        switch (by) {
          case THROUGHPUT -> "work, s/s";
          case FAIRNESS -> "fairness";
          case DISPATCH_P99 -> "dispatch p99";
          case REQUEST_P99 -> "request p99";
          case STEAL -> "steal, %";
          default -> by.key();
        };
    return words + (by.unit().equals("ms") ? " ms" : "");
  }

  /** The dot and the line of one of them; spaces where it has no such figure. */
  String row(ComparisonResult.Side side, Text text) {
    Optional<Estimate> estimate = by.of(side);
    StringBuilder row = new StringBuilder(" ".repeat(width));
    if (estimate.isEmpty()) {
      return row.toString();
    }
    int from = column(estimate.get().low().doubleValue());
    int until = column(estimate.get().high().doubleValue());
    for (int i = from; i <= until; i++) {
      row.setCharAt(i, text.line());
    }
    row.setCharAt(column(estimate.get().mean().doubleValue()), text.point());
    return row.toString();
  }

  /** In which column a value is. */
  private int column(double value) {
    double inside = Math.max(low, Math.min(high, value));
    double share =
        isLog ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
    return high > low ? (int) Math.round(share * (width - 1)) : width / 2;
  }
}
