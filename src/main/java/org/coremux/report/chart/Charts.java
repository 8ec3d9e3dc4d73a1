package org.coremux.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;

/** The charts that there are of a result: those that have something to show, in a fixed order. */
public final class Charts {
  /** The names of all charts, in their order. */
  public static final List<String> NAMES =
      List.of(
          UtilisationChart.NAME,
          LatencyChart.NAME,
          StealChart.NAME,
          StatesChart.NAME,
          MigrationChart.NAME,
          TimelineChart.NAME);

  private Charts() {}

  /**
   * The charts of one result.
   *
   * @param timeline what happened change by change, of the same run; empty when it is not known
   */
  public static List<Chart> of(RunResult result, Optional<Timeline> timeline, Theme theme) {
    return of(result, timeline, View.ALL, theme);
  }

  /** The same of a part of what there is. */
  public static List<Chart> of(
      RunResult result, Optional<Timeline> timeline, View view, Theme theme) {
    List<Chart> charts = new ArrayList<>();
    HostPanels hosts = new HostPanels(result, view, Look.of(theme));
    if (result.series().isPresent()) {
      charts.add(UtilisationChart.of(hosts));
    }
    latency(List.of(new Labelled("", result)), view, theme).ifPresent(charts::add);
    if (result.guests().stream().anyMatch(guest -> view.has(result.machine(guest)))) {
      charts.add(StealChart.of(hosts));
      charts.add(StatesChart.of(hosts));
    }
    if (!result.migrations().isEmpty() && view.host().isEmpty()) {
      charts.add(MigrationChart.of(result, Look.of(theme)));
    }
    timeline.ifPresent(known -> charts.add(TimelineChart.of(hosts, known)));
    return charts;
  }

  /** The latencies of several results over each other; empty when none of them has any. */
  public static Optional<Chart> latency(List<Labelled> results, View view, Theme theme) {
    return LatencyChart.data(results, view).lines().isEmpty()
        ? Optional.empty()
        : Optional.of(LatencyChart.of(results, view, theme));
  }
}
