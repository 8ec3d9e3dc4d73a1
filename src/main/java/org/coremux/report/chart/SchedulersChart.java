package org.coremux.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Doing;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;
import org.coremux.report.DotScale;
import org.coremux.report.SufferingTable;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * All figures by which policies are compared, a panel for each: a dot and an interval for each
 * policy, those first that are best on the average rank; who is best beyond chance stands out.
 */
final class SchedulersChart {
  static final String NAME = "schedulers";

  private static final List<Yardstick> GIVEN =
      List.of(
          Yardstick.THROUGHPUT,
          Yardstick.COMPLETED,
          Yardstick.FAIRNESS,
          Yardstick.STEAL,
          Yardstick.WASTE);

  private static final List<Yardstick> DONE =
      List.of(
          Yardstick.DISPATCH_P50,
          Yardstick.DISPATCH_P95,
          Yardstick.DISPATCH_P99,
          Yardstick.REQUEST_P99,
          Yardstick.SWITCHES,
          Yardstick.MIGRATIONS);

  private static final List<Yardstick> SUFFERED =
      List.of(Yardstick.HOLDERS, Yardstick.SPIN, Yardstick.STALL);

  /** Room beside the outermost intervals, as a share of what is between them. */
  private static final double MARGIN = 0.07;

  /** Most ticks of a row of panels together where they are logarithmic. Source: assumed. */
  private static final int LABELS = 24;

  /** Digits that have ticks on such a scale, the fewest first. */
  private static final int[][] DIGITS = {{1}, {1, 2, 5}, {1, 2, 3, 5}};

  /** How dark the row of who is best is, as alpha. */
  private static final int SHADE = 60;

  /** The same of every other row, along which the eye finds its way. */
  private static final int ZEBRA = 110;

  private static final double PER_CENT = 100;

  private final ComparisonResult result;
  private final Look look;
  private final List<ComparisonResult.Side> rows;
  private final Color best;

  private SchedulersChart(ComparisonResult result, Look look) {
    this.result = result;
    this.look = look;
    rows = ranked(result);
    best = look.palette().line(Palette.GUESTS.get(2));
  }

  /** The chart of a comparison of policies. */
  static Chart of(ComparisonResult result, Look look) {
    SchedulersChart chart = new SchedulersChart(result, look);
    return new Sheet(NAME, "What each scheduler gives, and what it takes", chart::panels);
  }

  /** Those first that are best on the average over all figures; equals in their order. */
  private static List<ComparisonResult.Side> ranked(ComparisonResult result) {
    Map<ComparisonResult.Side, Long> ranks = new LinkedHashMap<>();
    for (ComparisonResult.Side side : result.alternatives()) {
      long sum = 0;
      for (Yardstick by : Yardstick.values()) {
        sum += by.of(side).isPresent() ? better(result, by, side) : result.alternatives().size();
      }
      ranks.put(side, sum);
    }
    List<ComparisonResult.Side> sides = new ArrayList<>(result.alternatives());
    sides.sort(Comparator.comparing(ranks::get));
    return sides;
  }

  /** How many have a better mean. */
  private static long better(ComparisonResult result, Yardstick by, ComparisonResult.Side side) {
    int sign = by.better() == Yardstick.Better.HIGHER ? 1 : -1;
    return result.alternatives().stream()
        .flatMap(other -> by.of(other).stream())
        .filter(one -> sign * one.mean().compareTo(by.of(side).orElseThrow().mean()) > 0)
        .count();
  }

  private List<Sheet.Panel> panels() {
    List<Sheet.Panel> panels = new ArrayList<>();
    String effort =
        "%s: %d replications of each, all with the same draws; the best on the average rank first"
            .formatted(Look.name(result.head().scenario()), result.head().effort().replications());
    panels.add(panel("What each scheduler gives", effort, GIVEN));
    panels.add(
        panel(
            "How long vCPUs and requests wait under it, and what it does for that",
            "by logarithms where they differ much; arrows point to where it is better",
            DONE));
    List<Yardstick> suffered = SUFFERED.stream().filter(this::exists).toList();
    if (!suffered.isEmpty()) {
      panels.add(
          panel(
              "What guests lose to " + SufferingTable.subject(suffered) + " under it",
              "who holds a lock, or has to answer, has no pCPU; the others spin",
              suffered));
    }
    JFreeChart last = panels.get(panels.size() - 1).chart();
    look.legend(
        last,
        List.of(
            look.key("best beyond chance: its interval overlaps with no other's", best),
            look.key("mean and 95 % interval", look.palette().states().get(Doing.RUNNING))),
        RectangleEdge.BOTTOM);
    return panels;
  }

  private Sheet.Panel panel(String title, String subtitle, List<Yardstick> figures) {
    CombinedRangeXYPlot plot =
        new CombinedRangeXYPlot(look.rows(rows.stream().map(side -> side.name()).toList()));
    plot.setGap(14);
    List<Yardstick> shown = figures.stream().filter(this::exists).toList();
    for (Yardstick by : shown) {
      plot.add(plot(by, LABELS / shown.size()), 1);
    }
    int height = 150 + rows.size() * StatesChart.rowHeight(rows.size());
    return new Sheet.Panel(look.chart(plot, title, subtitle), height);
  }

  private boolean exists(Yardstick by) {
    return rows.stream().anyMatch(side -> by.of(side).isPresent());
  }

  /** The panel of one figure, with no more ticks than that if its scale is logarithmic. */
  private XYPlot plot(Yardstick by, int ticksMax) {
    DotScale scale = DotScale.of(result, by);
    boolean isMore = by.better() == Yardstick.Better.HIGHER;
    String label = isMore ? label(by) + " →" : "← " + label(by);
    TickAxis axis = look.axis(label, -MARGIN, 1 + MARGIN);
    axis.setTickLabelFont(Look.SMALL);
    axis.ticks(ticks(scale, factor(by), ticksMax));
    XYPlot plot = look.plot(axis, null);
    plot.setDomainGridlinesVisible(true);
    List<Dots.Dot> dots = new ArrayList<>();
    List<Tiles.Tile> shades = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      Optional<Estimate> estimate = by.of(rows.get(row));
      boolean isBest = by.isWonBy(rows.get(row), result);
      if (isBest || row % 2 == 0) {
        Color of = isBest ? best : look.palette().idle();
        Color shade = new Color(of.getRed(), of.getGreen(), of.getBlue(), isBest ? SHADE : ZEBRA);
        shades.add(new Tiles.Tile(-MARGIN, 1 + MARGIN, row, row + 1, shade, ""));
      }
      if (estimate.isPresent()) {
        dots.add(
            new Dots.Dot(
                scale.place(estimate.get().low()),
                scale.place(estimate.get().mean()),
                scale.place(estimate.get().high()),
                row + 0.5,
                isBest ? best : look.palette().states().get(Doing.RUNNING)));
      }
    }
    plot.addAnnotation(new Tiles(shades));
    plot.addAnnotation(new Dots(dots));
    return plot;
  }

  private static double factor(Yardstick by) {
    return by.isShare() ? PER_CENT : 1;
  }

  private static String label(Yardstick by) {
    return switch (by) {
      case THROUGHPUT -> "work, s/s";
      case COMPLETED -> "completed per s";
      case STEAL -> "steal, %";
      case FAIRNESS -> "fairness";
      case DISPATCH_P50 -> "dispatch p50, ms";
      case DISPATCH_P95 -> "dispatch p95, ms";
      case DISPATCH_P99 -> "dispatch p99, ms";
      case REQUEST_P99 -> "request p99, ms";
      case SWITCHES -> "switches per s";
      case MIGRATIONS -> "migrations per s";
      case WASTE -> "idle as work waits, %";
      case HOLDERS -> "lock holders preempted per s";
      case SPIN -> "spinning for locks, s/s";
      case STALL -> "cross calls stalled, s/s";
    };
  }

  // ---- ticks ----

  private static List<TickAxis.Tick> ticks(DotScale scale, double factor, int most) {
    List<TickAxis.Tick> ticks = new ArrayList<>();
    if (scale.high() <= scale.low()) {
      ticks.add(new TickAxis.Tick(0.5, number(scale.low() * factor)));
      return ticks;
    }
    if (!scale.isLog()) {
      for (TickAxis.Tick tick : TimeScale.even(scale.low() * factor, scale.high() * factor, 4)) {
        ticks.add(new TickAxis.Tick(scale.place(tick.value() / factor), tick.label()));
      }
      return ticks;
    }
    for (int[] digits : DIGITS) { // the most of them that fit, but always one set
      List<TickAxis.Tick> more = powers(scale, factor, digits);
      if (ticks.isEmpty() || more.size() <= most) {
        ticks = more;
      }
    }
    return ticks;
  }

  /** At these digits of each power of ten. */
  private static List<TickAxis.Tick> powers(DotScale scale, double factor, int[] digits) {
    List<TickAxis.Tick> ticks = new ArrayList<>();
    double decades = Math.log10(scale.high() / scale.low());
    int from = (int) Math.floor(Math.log10(scale.low() * factor));
    int step = decades > 4 ? 2 : 1;
    for (int power = from; power <= Math.log10(scale.high() * factor); power++) {
      for (int digit : digits) {
        double value = digit * Math.pow(10, power) / factor;
        if (value >= scale.low() && value <= scale.high()) {
          boolean isNamed = Math.floorMod(power, step) == 0;
          ticks.add(new TickAxis.Tick(scale.place(value), isNamed ? number(value * factor) : ""));
        }
      }
    }
    return ticks;
  }

  private static String number(double value) {
    if (value >= 1e4) {
      return String.format(Locale.ROOT, "%.0fk", value / 1e3);
    }
    int decimals = value >= 1 || value == 0 ? 0 : (int) Math.ceil(-Math.log10(value) - 1e-9);
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
