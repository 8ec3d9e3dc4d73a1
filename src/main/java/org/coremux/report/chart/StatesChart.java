package org.coremux.report.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** What the vCPUs of each guest spent their time on, as bars of 100 %. A panel for each host. */
final class StatesChart {
  static final String NAME = "states";

  /** Most guests in a panel. Source: assumed, as many as a page holds. */
  static final int GUESTS_MAX = 64;

  private final HostPanels hosts;
  private final RunResult result;
  private final Look look;

  private StatesChart(HostPanels hosts) {
    this.hosts = hosts;
    result = hosts.result();
    look = hosts.look();
  }

  /** The chart of a result that has guests. */
  static Chart of(HostPanels hosts) {
    StatesChart chart = new StatesChart(hosts);
    return new Sheet(
        NAME, "What the vCPUs of each guest spent their time on", () -> hosts.each(chart::panel));
  }

  private Sheet.Panel panel(HostResult host) {
    StatesData data = StatesData.of(result, host.name(), GUESTS_MAX);
    int rows = data.guests().size();
    List<String> names = data.guests().stream().map(StatesData.One::name).toList();
    TickAxis share = look.axis("share of the vCPUs' time (%)", 0, 100);
    share.ticks(TimeScale.even(0, 100, 10));
    XYPlot plot = look.plot(share, look.rows(names));
    plot.addAnnotation(new Tiles(tiles(data)));
    JFreeChart chart =
        look.chart(
            plot,
            "What the vCPUs of each guest on " + Look.name(host.name()) + " spent their time on",
            hosts.subtitle(host, "measured for " + UtilisationChart.about(result.durationNs())));
    look.legend(chart, keys(data), RectangleEdge.BOTTOM);
    if (data.left() > 0) {
      look.note(
          chart,
          "the " + rows + " guests that waited longest; " + data.left() + " more waited less");
    }
    return new Sheet.Panel(chart, 190 + rows * rowHeight(rows));
  }

  /** Pixels for a row, of so many. */
  static int rowHeight(int rows) {
    return Math.max(15, Math.min(34, 560 / Math.max(1, rows)));
  }

  private List<Tiles.Tile> tiles(StatesData data) {
    List<Tiles.Tile> tiles = new ArrayList<>();
    for (int row = 0; row < data.guests().size(); row++) {
      double from = 0;
      for (Doing doing : StatesData.ORDER) {
        double until = from + 100 * data.guests().get(row).shares().get(doing);
        if (until > from) {
          tiles.add(
              new Tiles.Tile(
                  from,
                  until,
                  row + 0.12,
                  row + 0.88,
                  look.palette().states().get(doing),
                  Figure.percent(BigDecimal.valueOf((until - from) / 100))));
        }
        from = until;
      }
    }
    return tiles;
  }

  /** Of what there is. */
  private List<LegendItem> keys(StatesData data) {
    List<LegendItem> keys = new ArrayList<>();
    for (Doing doing : StatesData.ORDER) {
      if (data.guests().stream().anyMatch(guest -> guest.shares().get(doing) > 0)) {
        keys.add(look.key(StatesData.word(doing), look.palette().states().get(doing)));
      }
    }
    return keys;
  }
}
