package org.coremux.report;

import java.util.Map;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Estimate;

/** A comparison for spreadsheets: a row for each figure of each alternative. */
public final class ComparisonCsv {
  private ComparisonCsv() {}

  /** The rows, their lines ending with {@code \n}. */
  public static String text(ComparisonResult result) {
    StringBuilder csv = new StringBuilder("alternative,figure,mean,low,high,merged\n");
    for (ComparisonResult.Side side : result.alternatives()) {
      String name = side.name();
      side.slowdown().ifPresent(one -> row(csv, name, "slowdown", one));
      rows(csv, name, "slowdown.", side.slowdowns());
      rows(csv, name, "", side.metrics());
      rows(csv, name, "exits_per_s.", side.exitsPerSecond());
      side.attribution()
          .ifPresent(
              waterfall -> {
                for (Causes.Cause step : waterfall.steps().parts()) {
                  csv.append(ResultCsv.quoted(name))
                      .append(",attribution_s.")
                      .append(ResultCsv.quoted(step.name()))
                      .append(',')
                      .append(Decimal.seconds(step.ns()).toPlainString())
                      .append(",,,\n");
                }
              });
    }
    return csv.toString();
  }

  private static void rows(
      StringBuilder csv, String name, String prefix, Map<String, Estimate> estimates) {
    estimates.forEach((figure, estimate) -> row(csv, name, prefix + figure, estimate));
  }

  private static void row(StringBuilder csv, String name, String figure, Estimate estimate) {
    csv.append(ResultCsv.quoted(name))
        .append(',')
        .append(ResultCsv.quoted(figure))
        .append(',')
        .append(estimate.mean().toPlainString())
        .append(',')
        .append(estimate.low().toPlainString())
        .append(',')
        .append(estimate.high().toPlainString())
        .append(',')
        .append(estimate.merged().map(one -> one.toPlainString()).orElse(""))
        .append('\n');
  }
}
