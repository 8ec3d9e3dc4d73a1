package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.LatencyCurve;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * How long answers took, percentile by percentile: a line for each workload of a scenario entry, of
 * several results over each other. The axis shows ever rarer cases at equal distances.
 */
final class LatencyChart {
  static final String NAME = "latency";

  private static final int HEIGHT = 540;
  private static final int PPM_PER_PERCENT = 10_000;
  private static final double[] TICKS = {0, 50, 80, 90, 95, 98, 99, 99.5, 99.9, 99.99, 99.999};
  private static final double[] MARKED = {50, 90, 99, 99.9, 99.99};

  /** Decades of times above which the axis is logarithmic. Source: assumed. */
  private static final double DECADES = 1.5;

  private static final float[][] DASHES = {{}, {7, 4}, {2, 3}, {9, 3, 2, 3}, {14, 5}, {4, 2}};
  private static final double MARK = 4;
  private static final List<Shape> SHAPES =
      List.of(
          new Ellipse2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK),
          new Rectangle2D.Double(-MARK, -MARK, 2 * MARK, 2 * MARK),
          polygon(0, -5, 5, 4, -5, 4),
          polygon(-5, 0, 0, -5, 5, 0, 0, 5),
          polygon(0, 5, 5, -4, -5, -4),
          new Rectangle2D.Double(-MARK - 1, -2, 2 * MARK + 2, 4));

  private final List<Labelled> results;
  private final LatencyData data;
  private final View view;
  private final Look look;

  private LatencyChart(List<Labelled> results, View view, Theme theme) {
    this.results = results;
    this.data = data(results, view);
    this.view = view;
    this.look = Look.of(theme);
  }

  /** The chart of results, of which at least one has a latency. */
  static Chart of(List<Labelled> results, View view, Theme theme) {
    LatencyChart chart = new LatencyChart(results, view, theme);
    return new Sheet(NAME, chart.title(), () -> List.of(chart.panel()));
  }

  /** What it would show. */
  static LatencyData data(List<Labelled> results, View view) {
    return LatencyData.of(results.stream().map(Labelled::result).toList(), view);
  }

  private String title() {
    boolean isDelay = data.lines().stream().allMatch(LatencyData.Line::isDelay);
    String what = isDelay ? "How long recorded processes waited" : "How long answers took";
    return what + ", percentile by percentile";
  }

  private Sheet.Panel panel() {
    List<LatencyData.Line> lines = data.lines();
    double shortestNs = Double.MAX_VALUE;
    double longestNs = 1;
    double right = 2;
    for (LatencyData.Line line : lines) {
      for (LatencyCurve.Point point : line.points()) {
        if (point.ppm() >= LatencyCurve.WHOLE_PPM / 2) {
          shortestNs = Math.min(shortestNs, Math.max(1, point.ns()));
        }
        longestNs = Math.max(longestNs, point.ns());
        right = Math.max(right, line.x(point));
      }
    }
    boolean isLog = Math.log10(longestNs / shortestNs) > DECADES;
    TickAxis percentile = look.axis("percentile (%), ever rarer to the right", 0, right + 0.08);
    percentile.ticks(percentiles());
    String label = axisLabel();
    TickAxis ms =
        isLog ? LogScale.of(shortestNs / 2, longestNs).axis(look, label) : even(label, longestNs);
    XYPlot plot = look.plot(percentile, ms);
    plot.setDomainGridlinesVisible(true);
    plot.setRangeGridlinesVisible(true);
    plot.setDataset(dataset(isLog));
    plot.setRenderer(renderer());
    JFreeChart chart = look.chart(plot, title(), subtitle());
    look.legend(chart, keys(), RectangleEdge.BOTTOM);
    if (data.left() > 0) {
      look.note(chart, data.left() + " workloads with fewer observations are not drawn");
    }
    return new Sheet.Panel(chart, HEIGHT + 11 * lines.size());
  }

  private String axisLabel() {
    boolean isDelay = data.lines().stream().anyMatch(LatencyData.Line::isDelay);
    boolean isLatency = data.lines().stream().anyMatch(line -> !line.isDelay());
    return isDelay && isLatency
        ? "latency, or run delay (ms)"
        : isDelay ? "run delay from wake-up to block (ms)" : "latency (ms)";
  }

  private TickAxis even(String label, double longestNs) {
    return look.axis(label, 0, longestNs / 1e6 * 1.05);
  }

  private static List<TickAxis.Tick> percentiles() {
    List<TickAxis.Tick> ticks = new ArrayList<>();
    for (double percent : TICKS) {
      String label = percent == Math.rint(percent) ? "" + (int) percent : "" + percent;
      ticks.add(new TickAxis.Tick(LatencyData.Line.x(percent * PPM_PER_PERCENT), label));
    }
    return ticks;
  }

  private String subtitle() {
    if (results.size() > 1) {
      return results.size() + " results over each other · open marks: the longest of all";
    }
    RunResult result = results.get(0).result();
    HostPanels hosts = new HostPanels(result, view, look);
    String open = "open marks: the longest of all";
    return hosts.hosts().size() == 1
        ? hosts.subtitle(hosts.hosts().get(0), open)
        : Look.name(result.header().scenario()) + " · " + open;
  }

  /** One series for each line. */
  private XYSeriesCollection dataset(boolean isLog) {
    XYSeriesCollection all = new XYSeriesCollection();
    for (LatencyData.Line line : data.lines()) {
      XYSeries series = new XYSeries(all.getSeriesCount() + " " + label(line), false, true);
      for (LatencyCurve.Point point : line.points()) {
        series.add(line.x(point), isLog ? LogScale.of(point.ns()) : point.ns() / 1e6);
      }
      all.addSeries(series);
    }
    return all;
  }

  private XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new Curves(data.lines());
    for (int i = 0; i < data.lines().size(); i++) {
      LatencyData.Line line = data.lines().get(i);
      renderer.setSeriesPaint(i, colour(line));
      renderer.setSeriesStroke(i, stroke(line));
      renderer.setSeriesShape(i, shape(line));
      renderer.setSeriesFillPaint(i, look.palette().background());
      renderer.setSeriesOutlinePaint(i, colour(line));
    }
    renderer.setDrawOutlines(true);
    return renderer;
  }

  /** Marks at a few percentiles, so that lines can be told apart; the longest is open. */
  private static final class Curves extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1L;

    private final transient List<LatencyData.Line> lines;

    Curves(List<LatencyData.Line> lines) {
      super(true, true);
      this.lines = lines;
    }

    private int ppm(int series, int item) {
      return lines.get(series).points().get(item).ppm();
    }

    @Override
    public boolean getItemShapeVisible(int series, int item) {
      int ppm = ppm(series, item);
      for (double percent : MARKED) {
        if (ppm == Math.round(percent * PPM_PER_PERCENT)) {
          return true;
        }
      }
      return ppm == LatencyCurve.WHOLE_PPM;
    }

    @Override
    public boolean getItemShapeFilled(int series, int item) {
      return ppm(series, item) != LatencyCurve.WHOLE_PPM;
    }
  }

  private Color colour(LatencyData.Line line) {
    return look.palette().line(line.colour());
  }

  private BasicStroke stroke(LatencyData.Line line) {
    float[] dash = DASHES[line.result() % DASHES.length];
    return dash.length == 0
        ? new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
        : new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, dash, 0f);
  }

  private static Shape shape(LatencyData.Line line) {
    return SHAPES.get(line.workload() % SHAPES.size());
  }

  private String label(LatencyData.Line line) {
    String of = results.size() == 1 ? "" : Look.name(results.get(line.result()).label()) + ": ";
    return of + line.name() + "  (" + Figure.count(line.latency().count()) + ")";
  }

  private List<LegendItem> keys() {
    List<LegendItem> keys = new ArrayList<>();
    for (LatencyData.Line line : data.lines()) {
      LegendItem key =
          new LegendItem(
              label(line),
              null,
              null,
              null,
              true,
              shape(line),
              true,
              colour(line),
              false,
              colour(line),
              stroke(line),
              true,
              new Line2D.Double(-20, 0, 20, 0),
              stroke(line),
              colour(line));
      key.setLabelPaint(look.palette().ink());
      keys.add(key);
    }
    return keys;
  }

  private static Shape polygon(double... xy) {
    Path2D shape = new Path2D.Double();
    shape.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      shape.lineTo(xy[i], xy[i + 1]);
    }
    shape.closePath();
    return shape;
  }
}
