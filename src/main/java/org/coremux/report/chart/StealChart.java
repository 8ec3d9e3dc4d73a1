package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * How long the vCPUs of each guest waited for a pCPU: a row for each guest, with its steal over
 * time, its steal in all, and how long it took from a wake-up to a pCPU. A panel for each host.
 */
final class StealChart {
  static final String NAME = "steal";

  /** Ends of the colour scale. Unit: share. */
  private static final double[] SCALES = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};

  private static final int HEAT_STEPS = 5;
  private static final double MARK = 4;

  private final HostPanels hosts;
  private final RunResult result;
  private final Look look;

  private StealChart(HostPanels hosts) {
    this.hosts = hosts;
    result = hosts.result();
    look = hosts.look();
  }

  /** The chart of a result that has guests. */
  static Chart of(HostPanels hosts) {
    StealChart chart = new StealChart(hosts);
    return new Sheet(
        NAME, "How long the vCPUs of each guest waited for a pCPU", () -> hosts.each(chart::panel));
  }

  private Sheet.Panel panel(HostResult host) {
    StealData data = StealData.of(result, host.name(), StatesChart.GUESTS_MAX);
    int rows = data.guests().size();
    CombinedRangeXYPlot plot =
        new CombinedRangeXYPlot(
            look.rows(data.guests().stream().map(StealData.One::name).toList()));
    plot.setGap(18);
    double most = scale(data.highest());
    List<LegendItem> keys = new ArrayList<>();
    Optional<EventMarks> marks =
        data.edgesNs().isEmpty() ? Optional.empty() : Optional.of(marks(data));
    if (marks.isPresent()) {
      XYPlot heat = heat(data, most);
      marks.get().on(heat);
      plot.add(heat, 11);
      keys.addAll(heatKeys(most));
    }
    plot.add(bars(data), 4);
    boolean isDispatched = data.guests().stream().anyMatch(one -> one.dispatch().count() > 0);
    if (isDispatched) {
      plot.add(dispatch(data), 7);
      keys.addAll(markKeys());
    }
    JFreeChart chart =
        look.chart(
            plot,
            "How long the vCPUs of each guest on %s waited for a pCPU"
                .formatted(Look.name(host.name())),
            hosts.subtitle(
                host, "steal: of the time that it wanted to run, the part that it did not"));
    look.legend(chart, keys, RectangleEdge.BOTTOM);
    if (data.left() > 0) {
      look.note(
          chart,
          "the %d guests that waited longest; %d more waited less".formatted(rows, data.left()));
    }
    int told = marks.map(some -> some.tell(chart)).orElse(0);
    return new Sheet.Panel(chart, 205 + EventMarks.ROW * told + rows * StatesChart.rowHeight(rows));
  }

  private EventMarks marks(StealData data) {
    List<Long> edgesNs = data.edgesNs();
    TimeScale time = TimeScale.of(edgesNs.get(0), edgesNs.get(edgesNs.size() - 1));
    return new EventMarks(result, time, look);
  }

  private static double scale(double highest) {
    for (double end : SCALES) {
      if (highest <= end) {
        return end;
      }
    }
    return 1;
  }

  private XYPlot heat(StealData data, double most) {
    List<Long> edgesNs = data.edgesNs();
    TimeScale scale = TimeScale.of(edgesNs.get(0), edgesNs.get(edgesNs.size() - 1));
    List<Tiles.Tile> tiles = new ArrayList<>();
    for (int row = 0; row < data.guests().size(); row++) {
      List<Double> shares = data.guests().get(row).overTime();
      for (int i = 0; i < shares.size(); i++) {
        if (!shares.get(i).isNaN()) {
          tiles.add(
              new Tiles.Tile(
                  scale.of(edgesNs.get(i)),
                  scale.of(edgesNs.get(i + 1)),
                  row + 0.06,
                  row + 0.94,
                  look.palette().heat(shares.get(i) / most),
                  ""));
        }
      }
    }
    XYPlot plot = look.plot(scale.axis(look, 6), null);
    plot.addAnnotation(new Tiles(tiles));
    return plot;
  }

  private List<LegendItem> heatKeys(double most) {
    List<LegendItem> keys = new ArrayList<>();
    for (int i = 0; i < HEAT_STEPS; i++) {
      double share = (double) i / (HEAT_STEPS - 1);
      String percent =
          BigDecimal.valueOf(100 * most * share).stripTrailingZeros().toPlainString() + " %";
      keys.add(
          look.key(i == 0 ? "steal over time: " + percent : percent, look.palette().heat(share)));
    }
    keys.add(look.key("wanted nothing", look.palette().background()));
    return keys;
  }

  private XYPlot bars(StealData data) {
    double highest = data.guests().stream().mapToDouble(StealData.One::steal).max().orElse(0);
    TickAxis axis = look.axis("steal in all (%)", 0, Math.max(1, 100 * highest * 1.35));
    axis.ticks(TimeScale.even(0, axis.getUpperBound(), 4));
    Color fill = look.palette().states().get(org.coremux.experiment.Doing.WAITING);
    List<Tiles.Tile> tiles = new ArrayList<>();
    List<Marks.Mark> marks = new ArrayList<>();
    for (int row = 0; row < data.guests().size(); row++) {
      double steal = data.guests().get(row).steal();
      tiles.add(new Tiles.Tile(0, 100 * steal, row + 0.15, row + 0.85, fill, ""));
      marks.add(Marks.words(100 * steal, row + 0.5, Figure.percent(BigDecimal.valueOf(steal))));
    }
    XYPlot plot = look.plot(axis, null);
    plot.addAnnotation(new Tiles(tiles));
    plot.addAnnotation(new Marks(marks, look));
    return plot;
  }

  private XYPlot dispatch(StealData data) {
    double shortestNs = Double.MAX_VALUE;
    double longestNs = 1;
    List<Marks.Mark> marks = new ArrayList<>();
    for (int row = 0; row < data.guests().size(); row++) {
      Latency latency = data.guests().get(row).dispatch();
      if (latency.count() > 0) {
        shortestNs = Math.min(shortestNs, Math.max(1, latency.p50Ns()));
        longestNs = Math.max(longestNs, latency.maxNs());
        marks(marks, latency, row + 0.5);
      }
    }
    XYPlot plot =
        look.plot(LogScale.of(shortestNs, longestNs).axis(look, "from wake-up to pCPU (ms)"), null);
    plot.setDomainGridlinesVisible(true);
    plot.addAnnotation(new Marks(marks, look));
    return plot;
  }

  private static void marks(List<Marks.Mark> marks, Latency latency, double y) {
    double p50 = LogScale.of(latency.p50Ns());
    double max = LogScale.of(latency.maxNs());
    marks.add(Marks.line(p50, max, y));
    marks.add(Marks.shape(p50, y, DOT, true));
    marks.add(Marks.shape(LogScale.of(latency.p95Ns()), y, BAR, true));
    marks.add(Marks.shape(LogScale.of(latency.p99Ns()), y, DIAMOND, true));
    marks.add(Marks.shape(max, y, DOT, false));
  }

  private static final Shape DOT = new Ellipse2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK);
  private static final Shape BAR = new Rectangle2D.Double(-1, -MARK - 1, 2, 2 * MARK + 2);
  private static final Shape DIAMOND = diamond();

  private static Shape diamond() {
    Path2D shape = new Path2D.Double();
    shape.moveTo(-MARK - 1, 0);
    shape.lineTo(0, -MARK - 1);
    shape.lineTo(MARK + 1, 0);
    shape.lineTo(0, MARK + 1);
    shape.closePath();
    return shape;
  }

  private List<LegendItem> markKeys() {
    List<LegendItem> keys = new ArrayList<>();
    keys.add(markKey("wake-up to pCPU: p50", DOT, true));
    keys.add(markKey("p95", BAR, true));
    keys.add(markKey("p99", DIAMOND, true));
    keys.add(markKey("longest", DOT, false));
    return keys;
  }

  private LegendItem markKey(String label, Shape shape, boolean isFilled) {
    LegendItem key = look.key(label, isFilled ? look.palette().ink() : look.palette().background());
    key.setShape(shape);
    key.setOutlinePaint(look.palette().ink());
    key.setOutlineStroke(new BasicStroke(1f));
    return key;
  }
}
