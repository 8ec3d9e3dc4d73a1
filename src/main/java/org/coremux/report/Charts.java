package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;

/** The charts that there are of a result: those that have something to show, in a fixed order. */
public final class Charts {
  private Charts() {}

  /**
   * The charts of one result.
   *
   * @param timeline what happened change by change, of the same run; empty when it is not known
   */
  public static List<Chart> of(RunResult result, Optional<Timeline> timeline, Theme theme) {
    List<Chart> charts = new ArrayList<>();
    if (result.series().isPresent()) {
      charts.add(new UtilisationChart(result, theme));
    }
    return charts;
  }
}
