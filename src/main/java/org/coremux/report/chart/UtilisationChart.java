package org.coremux.report.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.coremux.report.Figure;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * What the pCPUs of each host did over time: guests, overhead and idle, stacked, adding up to the
 * number of pCPUs at every instant; and below, on a scale of its own, the overhead, which is most
 * often too little to be seen above. One panel for each host.
 */
final class UtilisationChart {
  static final String NAME = "utilisation";

  private static final int HEIGHT = 520;
  private static final int OVERHEAD_HEIGHT = 120;
  private static final double SMALL_SHARE = 0.01;

  private final HostPanels hosts;
  private final RunResult result;
  private final Look look;

  private UtilisationChart(HostPanels hosts) {
    this.hosts = hosts;
    result = hosts.result();
    look = hosts.look();
  }

  /** The chart of a result that has series. */
  static Chart of(HostPanels hosts) {
    UtilisationChart chart = new UtilisationChart(hosts);
    return new Sheet(NAME, hosts.title("What %s did, over time"), chart::panels);
  }

  private List<Sheet.Panel> panels() {
    return hosts.each(this::panel);
  }

  private Sheet.Panel panel(HostResult host) {
    Series.HostSeries series = result.series().orElseThrow().of(host.name()).orElseThrow();
    UtilisationData data = UtilisationData.of(result, series, look.palette().idle());
    UtilisationData overhead = data.overhead();
    EventMarks marks = new EventMarks(result, data.scale(), look);
    JFreeChart chart =
        look.chart(
            plot(data, overhead, marks),
            "What " + HostPanels.pcpus(host) + " did, over time",
            hosts.subtitle(
                host,
                Figure.percent(host.utilisation()) + " % used",
                "averages over " + about(result.series().orElseThrow().bucketNs())));
    look.legend(chart, keys(data), RectangleEdge.RIGHT);
    int told = EventMarks.ROW * marks.tell(chart);
    boolean isPlain = overhead.getSeriesCount() == 0;
    return new Sheet.Panel(chart, told + (isPlain ? HEIGHT : HEIGHT + OVERHEAD_HEIGHT));
  }

  /** A bucket's length as people say it. */
  static String about(long ns) {
    BigDecimal three = new BigDecimal(ns).round(new java.math.MathContext(3));
    return (three.longValueExact() == ns ? "" : "about ") + Figure.duration(three.longValueExact());
  }

  private Plot plot(UtilisationData data, UtilisationData overhead, EventMarks marks) {
    TickAxis pcpus = look.axis("pCPUs", 0, data.pcpus());
    pcpus.ticks(TimeScale.even(0, data.pcpus(), Math.min(8, data.pcpus())));
    XYPlot all = layers(data, pcpus);
    marks.on(all);
    TickAxis time = data.scale().axis(look);
    if (overhead.getSeriesCount() == 0) {
      all.setDomainAxis(time);
      return all;
    }
    String label = overhead.isWithoutHostOs() ? "other overhead (%)" : "overhead (%)";
    TickAxis percent = look.axis(label, 0, Math.max(1e-6, overhead.highest() * 1.08));
    percent.ticks(TimeScale.even(0, percent.getUpperBound(), 3));
    CombinedDomainXYPlot both = new CombinedDomainXYPlot(time);
    both.setGap(14);
    both.add(all, HEIGHT - 140);
    both.add(layers(overhead, percent), OVERHEAD_HEIGHT - 20);
    return both;
  }

  private XYPlot layers(UtilisationData data, TickAxis height) {
    StepAreaRenderer renderer = new StepAreaRenderer(look.palette().background());
    for (int i = 0; i < data.getSeriesCount(); i++) {
      renderer.setSeriesPaint(i, data.fill(i));
    }
    XYPlot plot = look.plot(null, height);
    plot.setDataset(data);
    plot.setRenderer(renderer);
    return plot;
  }

  /** From top to bottom as the layers lie, each with its share of all pCPU time. */
  private List<LegendItem> keys(UtilisationData data) {
    List<LegendItem> keys = new ArrayList<>();
    for (int i = data.getSeriesCount() - 1; i >= 0; i--) {
      keys.add(look.key(data.getSeriesKey(i) + "  " + percent(data.share(i)), data.fill(i)));
    }
    return keys;
  }

  /** Small shares with more digits, so that none but nothing is 0. */
  private static String percent(double share) {
    if (share >= SMALL_SHARE || share == 0) {
      return Figure.percent(BigDecimal.valueOf(share)) + " %";
    }
    return share < 0.000_05
        ? "< 0.01 %"
        : BigDecimal.valueOf(100 * share).setScale(2, java.math.RoundingMode.HALF_UP) + " %";
  }
}
