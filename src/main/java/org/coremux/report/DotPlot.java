package org.coremux.report;

import java.util.Optional;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;

/**
 * One figure of all policies in text: a dot for each mean, all on one scale, on a line for its
 * interval.
 *
 * @param by which figure
 * @param width in columns
 * @param scale of its values
 */
record DotPlot(Yardstick by, int width, DotScale scale) {
  /** What is seen, in a few words. */
  String title() {
    String words =
        switch (by) {
          case THROUGHPUT -> "work s/s";
          case FAIRNESS -> "fairness";
          case DISPATCH_P99 -> "dispatch p99";
          case REQUEST_P99 -> "request p99";
          case STEAL -> "steal %";
          default -> by.key();
        };
    return words + (by.unit().equals("ms") ? " ms" : "");
  }

  /** The dot and the line of one of them; spaces where it has no such figure. */
  String row(ComparisonResult.Side side, Text text) {
    Optional<Estimate> estimate = by.of(side);
    StringBuilder row = new StringBuilder(" ".repeat(width));
    if (estimate.isPresent()) {
      int until = column(scale.place(estimate.get().high()));
      for (int i = column(scale.place(estimate.get().low())); i <= until; i++) {
        row.setCharAt(i, text.line());
      }
      row.setCharAt(column(scale.place(estimate.get().mean())), text.point());
    }
    return row.toString();
  }

  private int column(double place) {
    return (int) Math.round(place * (width - 1));
  }
}
