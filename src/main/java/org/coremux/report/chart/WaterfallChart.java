package org.coremux.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Doing;
import org.coremux.experiment.Waterfall;
import org.coremux.report.Figure;
import org.coremux.report.StepWords;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;

/**
 * From the baseline to each alternative, step by step: where each step begins the one before it
 * ended, and the last row is what is left of all of them. A panel for each.
 */
final class WaterfallChart {
  static final String NAME = "waterfall";

  /** The chart of the requests. */
  static final String REQUESTS = "requests";

  /** Of which requests it is. */
  private static final List<String> DRAWN = List.of("mean", "p99");

  /** Most panels. Source: assumed. */
  private static final int PANELS_MAX = 12;

  /** Most steps that have a row of their own. Source: assumed. */
  private static final int STEPS_MAX = 10;

  /** Steps below are not worth a row. Unit: ns, per second of work or per request. */
  private static final long SMALL_NS = 1_000;

  /** Half the width of the line at 0, as a share of the axis. */
  private static final double HAIR = 0.0007;

  private static final double NS_PER_MS = 1e6;

  private final ComparisonResult result;
  private final Look look;

  private WaterfallChart(ComparisonResult result, Look look) {
    this.result = result;
    this.look = look;
  }

  /** The chart of a comparison in which work was done. */
  static Chart of(ComparisonResult result, Look look) {
    WaterfallChart chart = new WaterfallChart(result, look);
    return new Sheet(NAME, "Why: CPU time and waiting, step by step", chart::panels);
  }

  /** The same for requests, of a comparison in which it is known why they take so long. */
  static Chart ofRequests(ComparisonResult result, Look look) {
    WaterfallChart chart = new WaterfallChart(result, look);
    return new Sheet(REQUESTS, "Why requests take as long as they do", chart::requestPanels);
  }

  private List<Sheet.Panel> requestPanels() {
    List<Sheet.Panel> panels = new ArrayList<>();
    String baseline = Look.name(result.baseline().name());
    for (ComparisonResult.Side side : result.others()) {
      for (ComparisonResult.LatencyStep way : side.latencies()) {
        if (DRAWN.contains(way.at()) && panels.size() < PANELS_MAX) {
          String name = Look.name(side.name());
          panels.add(
              panel(
                  "From " + baseline + " to " + name + ": " + Look.name(way.workload()),
                  way.at().equals("mean")
                      ? "the mean request"
                      : "requests as long as the " + way.at(),
                  name,
                  way.waterfall()));
        }
      }
    }
    return panels;
  }

  private List<Sheet.Panel> panels() {
    List<Sheet.Panel> panels = new ArrayList<>();
    String baseline = Look.name(result.baseline().name());
    result
        .sharing()
        .filter(sharing -> !sharing.steps().folded(STEPS_MAX, SMALL_NS).parts().isEmpty())
        .ifPresent(
            sharing ->
                panels.add(
                    panel(
                        "What sharing costs before anything is virtual",
                        "CPU time and waiting, for each second of the guests' own work: from each"
                            + " guest alone on its cores to "
                            + baseline,
                        baseline,
                        sharing)));
    for (ComparisonResult.Side side : result.others()) {
      if (side.attribution().isPresent() && panels.size() < PANELS_MAX) {
        String name = Look.name(side.name());
        panels.add(
            panel(
                "From " + baseline + " to " + name,
                "CPU time and waiting, for each second of the guests' own work",
                name,
                side.attribution().get()));
      }
    }
    return panels;
  }

  private Sheet.Panel panel(String title, String subtitle, String end, Waterfall waterfall) {
    List<Causes.Cause> steps = waterfall.steps().folded(STEPS_MAX, SMALL_NS).parts();
    List<Tiles.Tile> tiles = new ArrayList<>();
    List<TickAxis.Tick> names = new ArrayList<>();
    double low = 0;
    double high = 0;
    double at = 0;
    for (Causes.Cause step : steps) {
      double next = at + step.ns() / NS_PER_MS;
      int row = names.size();
      Color colour = colour(step.name());
      tiles.add(tile(at, next, row, step.ns() < 0 ? pale(colour) : colour));
      names.add(tick(row, StepWords.label(step.name()), step.ns()));
      at = next;
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
    tiles.add(tile(0, at, names.size(), look.palette().states().get(Doing.RUNNING)));
    names.add(tick(names.size(), end + ", all in all", waterfall.differenceNs()));
    double margin = Math.max(0.001, (high - low) * 0.03);
    TickAxis x = look.axis("ms more", low - margin, high + margin);
    TickAxis y = look.rows(names.stream().map(TickAxis.Tick::label).toList());
    y.ticks(names);
    XYPlot plot = look.plot(x, y);
    plot.setDomainGridlinesVisible(true);
    double hair = (high - low + 2 * margin) * HAIR;
    tiles.add(
        new Tiles.Tile(-hair, hair, 0, names.size(), look.palette().faint(), "")); // the zero line
    plot.addAnnotation(new Tiles(tiles));
    boolean saves = steps.stream().anyMatch(step -> step.ns() < 0);
    String read = saves ? subtitle + "; a pale bar is time that is saved" : subtitle;
    JFreeChart chart = look.chart(plot, title, read);
    return new Sheet.Panel(chart, 150 + names.size() * 26);
  }

  private static Tiles.Tile tile(double from, double to, int row, Color fill) {
    return new Tiles.Tile(Math.min(from, to), Math.max(from, to), row + 0.14, row + 0.86, fill, "");
  }

  private static TickAxis.Tick tick(int row, String label, long ns) {
    String sign = ns > 0 ? "+" : "";
    return new TickAxis.Tick(row + 0.5, label + "  " + sign + Figure.milliseconds(ns) + " ms");
  }

  /** Nearer to the background by more than half. */
  private Color pale(Color colour) {
    Color background = look.palette().background();
    return new Color(
        (2 * colour.getRed() + 3 * background.getRed()) / 5,
        (2 * colour.getGreen() + 3 * background.getGreen()) / 5,
        (2 * colour.getBlue() + 3 * background.getBlue()) / 5);
  }

  private Color colour(String step) {
    Map<Doing, Color> states = look.palette().states();
    return switch (step) {
      case "waiting" -> states.get(Doing.WAITING);
      case "capped" -> states.get(Doing.CAPPED);
      case "costopped" -> states.get(Doing.COSTOPPED);
      case "other" -> look.palette().faint();
      case "work" -> states.get(Doing.RUNNING);
      case "smt" -> Palette.GUESTS.get(7).darker();
      case "queue", "worker_queue", "wake_up", "io_backend_wait", "io_device_queue" ->
          Palette.GUESTS.get(2);
      case "guest_switch", "switch", "backend_switch", "guest_idle" -> Palette.overhead("switch");
      case "world_switch", "device_model", "io_emulation" -> Palette.overhead("vmm");
      case "backend", "domain0", "io_backend" -> Palette.overhead("host_os");
      case "poll", "io_signal", "io_interrupt" -> Palette.overhead("hypervisor");
      case "io_device", "paging" -> Palette.GUESTS.get(3);
      default -> step.startsWith("exit_") ? Palette.overhead("exit") : Palette.GUESTS.get(1);
    };
  }
}
