package org.coremux.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.VerticalAlignment;
import org.w3c.dom.Document;

/**
 * What the pCPUs of each host did over time: guests, overhead and idle, stacked, adding up to the
 * number of pCPUs at every instant. One panel for each host, below one another.
 *
 * <p>The same result gives the same picture on one machine; letters depend on its fonts.
 */
final class UtilisationChart implements Chart {
  // Before the first font: a machine without a screen has none to connect to.
  static {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  /** Most hosts with a panel of their own; the others are counted below. Source: assumed. */
  static final int HOSTS_MAX = 6;

  private static final int WIDTH = 1100;
  private static final int HEIGHT = 520;
  private static final int PNG_SCALE = 2;
  private static final int NAME_MAX = 24;
  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final RunResult result;
  private final Palette palette;

  /**
   * A chart of a result.
   *
   * @throws IllegalArgumentException if the result has no series
   */
  UtilisationChart(RunResult result, Theme theme) {
    if (result.series().isEmpty()) {
      throw new IllegalArgumentException("the result has no series to draw");
    }
    this.result = result;
    this.palette = theme.palette();
  }

  @Override
  public String name() {
    return "utilisation";
  }

  @Override
  public String title() {
    return title(result.hosts().get(0));
  }

  @Override
  public void writePng(OutputStream out) throws IOException {
    BufferedImage image =
        new BufferedImage(WIDTH * PNG_SCALE, height() * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g2 = image.createGraphics();
    g2.scale(PNG_SCALE, PNG_SCALE);
    draw(g2);
    g2.dispose();
    try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", cache)) {
        throw new IOException("this Java cannot write PNG");
      }
    }
  }

  @Override
  public void writeSvg(OutputStream out) throws IOException {
    Document document =
        GenericDOMImplementation.getDOMImplementation()
            .createDocument("http://www.w3.org/2000/svg", "svg", null);
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment(null);
    context.setPrecision(2);
    SVGGraphics2D g2 = new SVGGraphics2D(context, false);
    g2.setSVGCanvasSize(new Dimension(WIDTH, height()));
    draw(g2);
    OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    g2.stream(writer, true);
    writer.flush();
  }

  private int panels() {
    return Math.min(result.hosts().size(), HOSTS_MAX);
  }

  private int height() {
    return HEIGHT * panels();
  }

  private void draw(Graphics2D g2) throws IOException {
    try {
      drawPanels(g2);
    } catch (LinkageError | InternalError | NullPointerException e) {
      // How a JDK says that it found no font configuration depends on its version.
      throw new IOException("this Java finds no fonts to draw with", e);
    }
  }

  private void drawPanels(Graphics2D g2) {
    g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g2.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int i = 0; i < panels(); i++) {
      boolean last = i == panels() - 1;
      int more = last ? result.hosts().size() - panels() : 0;
      chart(result.hosts().get(i), more)
          .draw(g2, new Rectangle2D.Double(0, (double) i * HEIGHT, WIDTH, HEIGHT));
    }
  }

  private JFreeChart chart(HostResult host, int more) {
    Series.HostSeries series = result.series().orElseThrow().of(host.name()).orElseThrow();
    ChartData data = new ChartData(result, series);
    XYPlot plot = plot(data);
    JFreeChart chart = new JFreeChart(null, TITLE, plot, false);
    chart.setBackgroundPaint(palette.background());
    chart.setPadding(new RectangleInsets(14, 16, 10, 16));
    chart.setAntiAlias(true);
    TextTitle title = new TextTitle(title(host), TITLE);
    left(title, palette.ink());
    title.setMargin(0, 4, 2, 0);
    chart.setTitle(title);
    TextTitle subtitle = new TextTitle(subtitle(host), PLAIN);
    left(subtitle, palette.ink());
    subtitle.setMargin(0, 4, 12, 0);
    chart.addSubtitle(subtitle);
    if (more > 0) {
      TextTitle note =
          new TextTitle(Figure.count(more) + " hosts more are in the result, not drawn", PLAIN);
      left(note, palette.ink());
      note.setPosition(RectangleEdge.BOTTOM);
      chart.addSubtitle(note);
    }
    chart.addLegend(legend(data));
    return chart;
  }

  private static void left(TextTitle title, Color ink) {
    title.setPaint(ink);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setTextAlignment(HorizontalAlignment.LEFT);
  }

  private static String title(HostResult host) {
    return "What the %s of %s did, over time"
        .formatted(
            host.pcpus() == 1 ? "pCPU" : host.pcpus() + " pCPUs", clipped(Text.plain(host.name())));
  }

  private String subtitle(HostResult host) {
    return String.join(
        " · ",
        clipped(Text.plain(result.header().scenario())),
        clipped(Text.plain(host.platform())) + ", " + clipped(Text.plain(host.scheduler())),
        Figure.percent(host.utilisation()) + " % used",
        "averages over " + Figure.duration(result.series().orElseThrow().bucketNs()),
        "seed " + result.header().seed());
  }

  private static String clipped(String name) {
    if (name.codePointCount(0, name.length()) <= NAME_MAX) {
      return name;
    }
    return name.substring(0, name.offsetByCodePoints(0, NAME_MAX - 1)) + "…";
  }

  private XYPlot plot(ChartData data) {
    NumberAxis time = axis("time since the measurement began (" + data.unit() + ")");
    time.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    time.setRange(0, data.end());
    NumberAxis pcpus = axis("pCPUs");
    pcpus.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    pcpus.setRange(0, data.pcpus());
    StepAreaRenderer renderer = new StepAreaRenderer(palette.seam());
    for (int i = 0; i < data.getSeriesCount(); i++) {
      renderer.setSeriesPaint(i, palette.of(data, i));
    }
    XYPlot plot = new XYPlot(data, time, pcpus, renderer);
    plot.setBackgroundPaint(palette.background());
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.setAxisOffset(new RectangleInsets(0, 0, 4, 4));
    return plot;
  }

  private NumberAxis axis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setLabelFont(PLAIN);
    axis.setTickLabelFont(PLAIN);
    axis.setLabelPaint(palette.ink());
    axis.setTickLabelPaint(palette.ink());
    axis.setTickMarkPaint(palette.faint());
    axis.setAxisLinePaint(palette.faint());
    axis.setAxisLineStroke(new BasicStroke(1f));
    return axis;
  }

  /** From top to bottom as the layers lie, each with its share of all pCPU time. */
  private LegendTitle legend(ChartData data) {
    List<LegendItem> items = new ArrayList<>();
    for (int i = data.getSeriesCount() - 1; i >= 0; i--) {
      String label =
          clipped(data.getSeriesKey(i).toString())
              + "  "
              + Figure.percent(BigDecimal.valueOf(data.share(i)))
              + " %";
      LegendItem item =
          new LegendItem(
              label,
              null,
              null,
              null,
              new Rectangle2D.Double(0, 0, 16, 12),
              palette.of(data, i),
              new BasicStroke(0.6f),
              palette.faint());
      item.setLabelPaint(palette.ink());
      items.add(item);
    }
    LegendItemCollection all = new LegendItemCollection();
    items.forEach(all::add);
    LegendTitle legend = new LegendTitle(() -> all);
    legend.setPosition(RectangleEdge.RIGHT);
    legend.setVerticalAlignment(VerticalAlignment.TOP);
    legend.setItemFont(PLAIN);
    legend.setItemPaint(palette.ink());
    legend.setItemLabelPadding(new RectangleInsets(3, 6, 3, 4));
    legend.setBackgroundPaint(palette.background());
    legend.setFrame(BlockBorder.NONE);
    legend.setMargin(0, 18, 0, 0);
    return legend;
  }
}
