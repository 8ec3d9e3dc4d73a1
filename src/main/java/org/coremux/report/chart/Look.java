package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.coremux.report.Text;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.VerticalAlignment;

/** What all charts have in common: letters, axes, titles above on the left, legends beside. */
record Look(Palette palette) {
  // Before the first font: a machine without a screen has none to connect to.
  static {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    // Letters that are turned would become shapes in SVG otherwise.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  /** Unit: pixels. */
  static final int WIDTH = 1100;

  /** Most hosts with a panel of their own; the others are counted below. Source: assumed. */
  static final int HOSTS_MAX = 6;

  /** Longest name that is shown whole. Unit: characters. */
  static final int NAME_MAX = 24;

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  /** That of a theme. */
  static Look of(Theme theme) {
    return new Look(theme.palette());
  }

  /** A name as it may be shown anywhere: harmless, and not too long. */
  static String name(String name) {
    return Text.plain(name, NAME_MAX);
  }

  /** A chart with a title that says what is seen, and a line below it of what and how. */
  JFreeChart chart(Plot plot, String title, String subtitle) {
    JFreeChart chart = new JFreeChart(null, TITLE, plot, false);
    chart.setBackgroundPaint(palette.background());
    plot.setBackgroundPaint(palette.background());
    chart.setPadding(new RectangleInsets(14, 16, 10, 16));
    chart.setAntiAlias(true);
    TextTitle first = line(title, TITLE);
    first.setMargin(0, 4, 2, 0);
    chart.setTitle(first);
    TextTitle second = line(subtitle, PLAIN);
    second.setMargin(0, 4, 12, 0);
    chart.addSubtitle(second);
    return chart;
  }

  /** Adds a line at the bottom. */
  void note(JFreeChart chart, String text) {
    TextTitle note = line(text, SMALL);
    note.setPosition(RectangleEdge.BOTTOM);
    note.setMargin(6, 4, 0, 0);
    chart.addSubtitle(note);
  }

  private TextTitle line(String text, Font font) {
    TextTitle title = new TextTitle(text, font);
    title.setPaint(palette.ink());
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setTextAlignment(HorizontalAlignment.LEFT);
    return title;
  }

  /** A plot without lines of its own. */
  XYPlot plot(ValueAxis x, ValueAxis y) {
    XYPlot plot = new XYPlot(null, x, y, null);
    plot.setBackgroundPaint(palette.background());
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.setDomainGridlinePaint(palette.faint());
    plot.setRangeGridlinePaint(palette.faint());
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS); // or combined plots would not meet their axis
    return plot;
  }

  /** An axis from one value to another. */
  TickAxis axis(String label, double from, double until) {
    TickAxis axis = new TickAxis(label);
    axis.setLabelFont(PLAIN);
    axis.setTickLabelFont(PLAIN);
    axis.setLabelPaint(palette.ink());
    axis.setTickLabelPaint(palette.ink());
    axis.setTickMarkPaint(palette.faint());
    axis.setAxisLinePaint(palette.faint());
    axis.setAxisLineStroke(new BasicStroke(1f));
    axis.setRange(from, until);
    axis.ticks(TimeScale.even(from, until, 8));
    return axis;
  }

  /** An axis with a name for each row, from the top; row {@code i} is from {@code i} to i + 1. */
  TickAxis rows(List<String> names) {
    TickAxis axis = axis(null, 0, Math.max(1, names.size())); // there may be none
    List<TickAxis.Tick> ticks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ticks.add(new TickAxis.Tick(i + 0.5, name(names.get(i))));
    }
    axis.ticks(ticks);
    axis.setInverted(true);
    axis.setTickMarksVisible(false);
    axis.setAxisLineVisible(false);
    if (names.size() > 24) {
      axis.setTickLabelFont(SMALL);
    }
    return axis;
  }

  /** A key of a legend: a filled box. */
  LegendItem key(String label, Color fill) {
    LegendItem item =
        new LegendItem(
            label,
            null,
            null,
            null,
            new Rectangle2D.Double(0, 0, 16, 12),
            fill,
            new BasicStroke(0.6f),
            palette.faint());
    item.setLabelPaint(palette.ink());
    return item;
  }

  /** Words between keys. */
  LegendItem heading(String label) {
    LegendItem item = key(label, palette.background());
    item.setOutlinePaint(palette.background());
    return item;
  }

  /** Adds a legend, which never covers data: to the right, or below. */
  void legend(JFreeChart chart, List<LegendItem> keys, RectangleEdge edge) {
    LegendItemCollection all = new LegendItemCollection();
    keys.forEach(all::add);
    LegendTitle legend = new LegendTitle(() -> all);
    legend.setPosition(edge);
    legend.setVerticalAlignment(VerticalAlignment.TOP);
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
    legend.setItemFont(PLAIN);
    legend.setItemPaint(palette.ink());
    legend.setItemLabelPadding(new RectangleInsets(3, 6, 3, 8));
    legend.setBackgroundPaint(palette.background());
    legend.setFrame(BlockBorder.NONE);
    if (edge.equals(RectangleEdge.RIGHT)) {
      legend.setMargin(0, 14, 0, 0);
    } else {
      legend.setMargin(8, 0, 0, 0);
    }
    chart.addLegend(legend);
  }
}
