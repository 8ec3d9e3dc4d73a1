package org.coremux.report.chart;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.ComparisonResult;

/** The charts that there are of a comparison: those that have something to show. */
public final class ComparisonCharts {
  /** The names of all charts, in their order. */
  public static final List<String> NAMES =
      List.of(
          SlowdownChart.NAME, WaterfallChart.NAME, WaterfallChart.REQUESTS, SchedulersChart.NAME);

  private ComparisonCharts() {}

  /** The charts of a comparison. */
  public static List<Chart> of(ComparisonResult result, Theme theme) {
    Look look = Look.of(theme);
    List<Chart> charts = new ArrayList<>();
    if (result.contest().isPresent()) {
      charts.add(SchedulersChart.of(result, look));
    }
    if (result.others().stream().anyMatch(side -> side.slowdown().isPresent())) {
      charts.add(SlowdownChart.of(result, look));
    }
    if (result.others().stream().anyMatch(side -> side.attribution().isPresent())) {
      charts.add(WaterfallChart.of(result, look));
    }
    if (result.others().stream().anyMatch(side -> !side.latencies().isEmpty())) {
      charts.add(WaterfallChart.ofRequests(result, look));
    }
    return charts;
  }
}
