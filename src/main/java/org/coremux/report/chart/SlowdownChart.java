package org.coremux.report.chart;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Doing;
import org.coremux.experiment.Estimate;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** How many times as long everything takes on each alternative, with the intervals. */
final class SlowdownChart {
  static final String NAME = "slowdown";

  /** Room beside the outermost interval, as a share of all. */
  private static final double MARGIN = 0.08;

  /** Half the width of what marks a mean, as a share of the axis. */
  private static final double MARK = 0.0025;

  private final ComparisonResult result;
  private final Look look;

  private SlowdownChart(ComparisonResult result, Look look) {
    this.result = result;
    this.look = look;
  }

  /** The chart of a comparison in which something has a slowdown. */
  static Chart of(ComparisonResult result, Look look) {
    SlowdownChart chart = new SlowdownChart(result, look);
    return new Sheet(NAME, "How many times as long it takes", () -> List.of(chart.panel()));
  }

  private Sheet.Panel panel() {
    List<ComparisonResult.Side> sides =
        result.alternatives().stream().filter(side -> side.slowdown().isPresent()).toList();
    double low = 1;
    double high = 1;
    List<TickAxis.Tick> names = new ArrayList<>();
    for (int row = 0; row < sides.size(); row++) {
      Estimate slowdown = sides.get(row).slowdown().orElseThrow();
      low = Math.min(low, slowdown.low().doubleValue());
      high = Math.max(high, slowdown.high().doubleValue());
      String times = slowdown.mean().setScale(3, RoundingMode.HALF_UP).toPlainString();
      names.add(
          new TickAxis.Tick(row + 0.5, Look.name(sides.get(row).name()) + "  " + times + " x"));
    }
    double margin = Math.max(0.005, (high - low) * MARGIN);
    double from = low - margin;
    double until = high + margin;
    TickAxis x =
        look.axis("times as long as on " + Look.name(result.baseline().name()), from, until);
    TickAxis y = look.rows(sides.stream().map(ComparisonResult.Side::name).toList());
    y.ticks(names);
    XYPlot plot = look.plot(x, y);
    plot.setDomainGridlinesVisible(true);
    plot.addAnnotation(new Tiles(tiles(sides, until - from)));
    JFreeChart chart =
        look.chart(
            plot,
            "How many times as long it takes",
            "%s: %d replications of each, all with the same draws"
                .formatted(
                    Look.name(result.head().scenario()), result.head().effort().replications()));
    look.legend(
        chart,
        List.<LegendItem>of(
            look.key("95 % interval", look.palette().faint()),
            look.key("mean", look.palette().states().get(Doing.RUNNING))),
        RectangleEdge.BOTTOM);
    return new Sheet.Panel(chart, 190 + sides.size() * StatesChart.rowHeight(sides.size()));
  }

  private List<Tiles.Tile> tiles(List<ComparisonResult.Side> sides, double width) {
    List<Tiles.Tile> tiles = new ArrayList<>();
    tiles.add(
        new Tiles.Tile(
            1 - width * MARK / 3,
            1 + width * MARK / 3,
            0,
            sides.size(),
            look.palette().faint(),
            ""));
    for (int row = 0; row < sides.size(); row++) {
      Estimate slowdown = sides.get(row).slowdown().orElseThrow();
      double mean = slowdown.mean().doubleValue();
      tiles.add(
          new Tiles.Tile(
              slowdown.low().doubleValue(),
              slowdown.high().doubleValue(),
              row + 0.3,
              row + 0.7,
              look.palette().faint(),
              ""));
      tiles.add(
          new Tiles.Tile(
              mean - width * MARK,
              mean + width * MARK,
              row + 0.15,
              row + 0.85,
              look.palette().states().get(Doing.RUNNING),
              ""));
    }
    return tiles;
  }
}
