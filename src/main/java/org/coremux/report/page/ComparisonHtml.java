package org.coremux.report.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Percentile;
import org.coremux.experiment.Sensitivity;
import org.coremux.experiment.Waterfall;
import org.coremux.report.Figure;
import org.coremux.report.StepWords;
import org.coremux.report.SufferingTable;

/** The tables of a comparison's page. */
final class ComparisonHtml {
  private static final String NONE = "–";

  private final ComparisonResult result;

  ComparisonHtml(ComparisonResult result) {
    this.result = result;
  }

  /** The heading of the column that names the alternatives. */
  private String kind() {
    return result.contest().isPresent() ? "<scheduler" : "<platform";
  }

  /** How many times as long as the baseline. */
  String slowdowns() {
    HtmlTable table =
        new HtmlTable(
            "How many times as long as on " + result.baseline().name(),
            kind(),
            "slowdown",
            "95 % interval",
            "<scheduler");
    for (ComparisonResult.Side side : result.alternatives()) {
      table
          .row(side.name())
          .cell(side.slowdown().map(one -> ratio(one.mean())).orElse(NONE))
          .cell(
              result.isBaseline(side)
                  ? "the baseline"
                  : side.slowdown()
                      .map(one -> ratio(one.low()) + " to " + ratio(one.high()))
                      .orElse(NONE))
          .cell(String.join(", ", side.schedulers()));
    }
    return table.html();
  }

  /** A table for each workload. */
  String workloads() {
    StringBuilder html = new StringBuilder();
    for (ComparedWorkload workload : result.workloads()) {
      html.append(workload.hasLatency() ? requests(workload) : work(workload));
      html.append(suffering(workload));
    }
    return html.toString();
  }

  private String requests(ComparedWorkload workload) {
    HtmlTable table =
        new HtmlTable(
            workload.name() + " (" + workload.kind() + "): requests",
            kind(),
            "slowdown",
            "per s",
            "CPU ms each",
            "mean ms",
            "interval",
            "p50",
            "p95",
            "p99",
            "interval",
            "p99.9");
    for (ComparisonResult.Side side : result.alternatives()) {
      String of = workload.name();
      table.row(side.name()).cell(slowdown(side, of)).cell(figure(side, of + ".throughput"));
      table.cell(figure(side, of + ".cpu_per_transaction"));
      table.cell(figure(side, of + ".latency.mean")).cell(interval(side, of + ".latency.mean"));
      for (Percentile one : Percentile.values()) {
        table.cell(figure(side, of + ".latency." + one.key()));
        if (one == Percentile.P99) {
          table.cell(interval(side, of + ".latency." + one.key()));
        }
      }
    }
    return table.html();
  }

  private String work(ComparedWorkload workload) {
    boolean completes =
        result.alternatives().stream()
            .anyMatch(side -> side.metrics().containsKey(workload.name() + ".throughput"));
    String of =
        completes
            ? workload.name() + ".throughput"
            : workload.name().replaceFirst("\\.workloads\\[\\d+]$", "") + ".work";
    HtmlTable table =
        new HtmlTable(
            workload.name()
                + " ("
                + workload.kind()
                + (completes ? "): completed" : "): seconds of work done"),
            kind(),
            "slowdown",
            "per s",
            "interval");
    for (ComparisonResult.Side side : result.alternatives()) {
      table
          .row(side.name())
          .cell(slowdown(side, workload.name()))
          .cell(figure(side, of))
          .cell(interval(side, of));
    }
    return table.html();
  }

  /** What it lost to locks and cross calls; nothing where it can lose nothing. */
  private String suffering(ComparedWorkload workload) {
    SufferingTable rows = new SufferingTable(result, workload);
    if (rows.shown().isEmpty()) {
      return "";
    }
    List<String> headings = new ArrayList<>(List.of(kind()));
    rows.shown().forEach(by -> headings.add(SufferingTable.heading(by)));
    HtmlTable table =
        new HtmlTable(
            workload.name() + " (" + workload.kind() + "): " + SufferingTable.subject(rows.shown()),
            headings.toArray(String[]::new));
    for (ComparisonResult.Side side : result.alternatives()) {
      table.row(side.name());
      rows.shown().forEach(by -> table.cell(rows.figure(side, by, NONE)));
    }
    return table.html();
  }

  private static String slowdown(ComparisonResult.Side side, String workload) {
    Estimate slowdown = side.slowdowns().get(workload);
    return slowdown == null ? NONE : ratio(slowdown.mean());
  }

  private static String figure(ComparisonResult.Side side, String metric) {
    Estimate estimate = side.metrics().get(metric);
    return estimate == null ? NONE : Figure.brief(estimate.shown());
  }

  private static String interval(ComparisonResult.Side side, String metric) {
    Estimate estimate = side.metrics().get(metric);
    return estimate == null
        ? NONE
        : Figure.brief(estimate.low()) + " to " + Figure.brief(estimate.high());
  }

  private static String ratio(BigDecimal slowdown) {
    return slowdown.setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  /** VM exits by reason; nothing where there are none. */
  String exits() {
    Set<String> reasons = new LinkedHashSet<>();
    List<ComparisonResult.Side> virtual = new ArrayList<>();
    for (ComparisonResult.Side side : result.alternatives()) {
      if (!side.exitsPerSecond().isEmpty()) {
        virtual.add(side);
      }
      side.exitsPerSecond()
          .forEach(
              (reason, rate) -> {
                if (rate.mean().signum() > 0) {
                  reasons.add(reason);
                }
              });
    }
    if (reasons.isEmpty()) {
      return "";
    }
    List<String> headings = new ArrayList<>(List.of("<reason"));
    virtual.forEach(side -> headings.add(side.name()));
    HtmlTable table =
        new HtmlTable("VM exits of all guests, per second", headings.toArray(String[]::new));
    for (String reason : reasons) {
      table.row(reason);
      for (ComparisonResult.Side side : virtual) {
        Estimate rate = side.exitsPerSecond().get(reason);
        table.cell(rate == null ? NONE : Figure.brief(rate.mean()));
      }
    }
    return table.html();
  }

  // ---- why ----

  /** From the baseline to each alternative; before it, what sharing costs. */
  String why() {
    StringBuilder html = new StringBuilder();
    String baseline = result.baseline().name();
    result
        .sharing()
        .ifPresent(
            sharing ->
                html.append(
                    steps(
                        "Before: what sharing costs, from each guest alone on its cores to "
                            + baseline,
                        new String[] {"each guest alone", baseline},
                        sharing)));
    for (ComparisonResult.Side side : result.others()) {
      String[] ends = {baseline, side.name()};
      side.attribution()
          .ifPresent(
              waterfall ->
                  html.append(
                      steps(
                          "From %s to %s, ms for each second of the guests' own work"
                              .formatted(baseline, side.name()),
                          ends,
                          waterfall)));
      result.workloads().forEach(workload -> html.append(requests(side, workload)));
    }
    return html.toString();
  }

  /** A column for each percentile, of which each adds up. */
  private String requests(ComparisonResult.Side side, ComparedWorkload workload) {
    List<ComparisonResult.LatencyStep> ways =
        side.latencies().stream().filter(one -> one.workload().equals(workload.name())).toList();
    if (ways.isEmpty()) {
      return "";
    }
    List<String> headings = new ArrayList<>(List.of("<step"));
    Set<String> steps = new LinkedHashSet<>();
    for (ComparisonResult.LatencyStep way : ways) {
      headings.add(way.at());
      way.waterfall().steps().parts().stream()
          .filter(step -> step.ns() != 0)
          .forEach(step -> steps.add(step.name()));
    }
    HtmlTable table =
        new HtmlTable(
            "From %s to %s, a request of %s, ms"
                .formatted(result.baseline().name(), side.name(), workload.name()),
            headings.toArray(String[]::new));
    table.row(result.baseline().name());
    ways.forEach(way -> table.cell(ms(way.waterfall().fromNs())));
    for (String step : steps) {
      table.row(StepWords.label(step));
      ways.forEach(way -> table.cell(signed(way.waterfall().steps().ns(step))));
    }
    table.row(side.name());
    ways.forEach(way -> table.cell(ms(way.waterfall().toNs())));
    return table.html();
  }

  private static String ms(long ns) {
    return Decimal.milliseconds(ns).toPlainString();
  }

  private static String signed(long ns) {
    return (ns > 0 ? "+" : "") + ms(ns);
  }

  /** All digits: the steps add up to what is said. */
  private static String steps(String caption, String[] ends, Waterfall waterfall) {
    long largest = 1;
    for (Causes.Cause step : waterfall.steps().parts()) {
      largest = Math.max(largest, Math.abs(step.ns()));
    }
    HtmlTable table = new HtmlTable(caption, "<step", "ms");
    table.row(ends[0]).cell(ms(waterfall.fromNs()));
    for (Causes.Cause step : waterfall.steps().parts()) {
      if (step.ns() != 0) {
        table
            .row(StepWords.label(step.name()))
            .bar(
                signed(step.ns()),
                (double) Math.abs(step.ns()) / largest,
                step.ns() > 0 ? "warm" : "cool");
      }
    }
    table.row(ends[1]).cell(ms(waterfall.toNs()));
    return table.html();
  }

  /** The assumed figures that matter. */
  String sensitivity() {
    if (result.sensitivity().isEmpty()) {
      return "<p>Not asked: <code>--sensitivity</code> does it.</p>";
    }
    List<Sensitivity> all = result.sensitivity().get();
    if (all.isEmpty()) {
      return "<p>No assumed figure of these platforms is used here.</p>";
    }
    HtmlTable table =
        new HtmlTable(
            "The slowdown with half and with twice as much",
            kind(),
            "<figure",
            "<assumed",
            "half",
            "as is",
            "twice",
            "<more than chance");
    for (Sensitivity one : all) {
      table
          .row(one.alternative())
          .cell(one.figure())
          .cell(one.value())
          .cell(ratio(one.halved()))
          .cell(ratio(one.asIs()))
          .cell(ratio(one.doubled()))
          .cell(one.isSure() ? "yes" : "no");
    }
    return table.html();
  }
}
