package org.coremux.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Doing;
import org.coremux.experiment.MigrationResult;
import org.coremux.experiment.MigrationResult.Felt;
import org.coremux.experiment.MigrationResult.Round;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * What live migrations sent over time, round by round, how fast the guest dirtied pages meanwhile,
 * when it stood still, and below what its workload felt. A panel for each migration.
 */
final class MigrationChart {
  static final String NAME = "migration";

  /** Most migrations with a panel. Source: assumed, as for hosts. */
  private static final int MOST = Look.HOSTS_MAX;

  private static final double MARGIN = 0.12;
  private static final double LINE = 0.012;
  private static final double MEGA = 1e6;
  private static final int ROUNDS_HEIGHT = 330;
  private static final int FELT_HEIGHT = 110;
  private static final int LEGEND = 150;
  private static final double MIN_WIDTH = 0.002;

  private final RunResult result;
  private final Look look;
  private final Color sent;

  /** Of every other round. */
  private final Color next;

  private final Color after;
  private final Color dirtied;
  private final Color stood;

  private MigrationChart(RunResult result, Look look) {
    this.result = result;
    this.look = look;
    sent = Palette.GUESTS.get(1);
    next = Palette.GUESTS.get(7);
    after = Palette.GUESTS.get(3);
    dirtied = Palette.overhead("vmm");
    stood = look.palette().states().get(Doing.CAPPED);
  }

  /** The chart of a result in which guests have moved. */
  static Chart of(RunResult result, Look look) {
    MigrationChart chart = new MigrationChart(result, look);
    return new Sheet(NAME, "What live migrations sent, and what the guests felt", chart::panels);
  }

  private List<Sheet.Panel> panels() {
    List<Sheet.Panel> panels = new ArrayList<>();
    int shown = Math.min(MOST, result.migrations().size());
    for (MigrationResult migration : result.migrations().subList(0, shown)) {
      panels.add(panel(migration));
    }
    if (result.migrations().size() > shown) {
      look.note(
          panels.get(shown - 1).chart(),
          result.migrations().size() - shown + " migrations more are in the result, not drawn");
    }
    return panels;
  }

  private Sheet.Panel panel(MigrationResult migration) {
    TimeScale scale = scale(migration);
    CombinedDomainXYPlot plot = new CombinedDomainXYPlot(scale.axis(look));
    plot.setGap(12);
    plot.add(rounds(migration, scale), 3);
    List<XYPlot> felt = migration.felt().map(all -> felt(all, scale)).orElse(List.of());
    felt.forEach(one -> plot.add(one, 1));
    JFreeChart chart =
        look.chart(
            plot,
            "Migration of %s from %s to %s"
                .formatted(
                    Look.name(migration.guest()),
                    Look.name(migration.from()),
                    Look.name(migration.to())),
            subtitle(migration));
    look.legend(chart, keys(migration), RectangleEdge.BOTTOM);
    return new Sheet.Panel(chart, LEGEND + ROUNDS_HEIGHT + felt.size() * FELT_HEIGHT);
  }

  private String subtitle(MigrationResult migration) {
    List<String> parts = new ArrayList<>();
    parts.add(Look.name(result.header().scenario()));
    parts.add(Look.name(migration.by()) + ", " + Look.name(migration.outcome()));
    migration.totalNs().ifPresent(ns -> parts.add("took " + brief(ns, 1) + " s"));
    migration.downtimeNs().ifPresent(ns -> parts.add("stood still for " + milliseconds(ns)));
    parts.add(Figure.brief(Decimal.ratio(migration.pages().sentBytes(), 1_000_000)) + " MB sent");
    parts.add("seed " + result.header().seed());
    return String.join(" · ", parts);
  }

  private static String brief(long ns, int seconds) {
    return Figure.seconds(ns / seconds);
  }

  private static String milliseconds(long ns) {
    return Figure.milliseconds(ns) + " ms";
  }

  /** The migration, with a little before and after it. */
  private TimeScale scale(MigrationResult migration) {
    long runEndNs = result.header().span().warmupNs() + result.durationNs();
    long fromNs = migration.span().startNs();
    long untilNs = migration.span().endNs().orElse(runEndNs);
    long margin = Math.max(1, (long) ((untilNs - fromNs) * MARGIN));
    return TimeScale.of(Math.max(0, fromNs - margin), Math.min(runEndNs, untilNs + margin));
  }

  // ---- what was sent ----

  private XYPlot rounds(MigrationResult migration, TimeScale scale) {
    double highest = highest(migration);
    TickAxis rate = look.axis("Mbit/s", 0, highest * 1.1);
    rate.ticks(TimeScale.even(0, highest * 1.1, 6));
    XYPlot plot = look.plot(null, rate);
    List<Tiles.Tile> tiles = new ArrayList<>();
    for (int i = 0; i < migration.rounds().size(); i++) {
      Round round = migration.rounds().get(i);
      Color fill = i % 2 == 0 ? sent : next;
      tiles.add(
          tile(scale, stretch(round), megabits(round.sentBytes(), round.ns()), fill, label(round)));
    }
    rest(migration, scale, tiles);
    stood(migration, scale, highest * 1.1, tiles);
    double thick = highest * LINE;
    for (Round round : migration.rounds()) {
      double at = megabits(round.dirtiedBytes(), round.ns());
      double x0 = scale.of(round.startNs());
      double x1 = scale.of(round.startNs() + round.ns());
      tiles.add(new Tiles.Tile(x0, x1, at + thick, Math.max(0, at - thick), dirtied, ""));
    }
    plot.addAnnotation(new Tiles(tiles));
    return plot;
  }

  private record Stretch(long fromNs, long untilNs) {}

  private static Stretch stretch(Round round) {
    return new Stretch(round.startNs(), round.startNs() + round.ns());
  }

  private static Tiles.Tile tile(
      TimeScale scale, Stretch at, double height, Color fill, String label) {
    return new Tiles.Tile(scale.of(at.fromNs), scale.of(at.untilNs), height, 0, fill, label);
  }

  private static String label(Round round) {
    return Figure.brief(Decimal.ratio(round.sentBytes(), 1_000_000)) + " MB";
  }

  private static double megabits(long bytes, long ns) {
    return ns == 0 ? 0 : bytes * 8e9 / ns / MEGA;
  }

  /** What was sent after the guest was stopped, as far as that is known. */
  private void rest(MigrationResult migration, TimeScale scale, List<Tiles.Tile> tiles) {
    OptionalLong from = migration.span().stoppedNs();
    if (from.isEmpty() || migration.lastBytes() == 0) {
      return;
    }
    Stretch at = new Stretch(from.getAsLong(), restEndNs(migration));
    String label = Figure.brief(Decimal.ratio(migration.lastBytes(), 1_000_000)) + " MB";
    double height = megabits(migration.lastBytes(), at.untilNs - at.fromNs);
    tiles.add(tile(scale, at, height, after, label));
  }

  private long restEndNs(MigrationResult migration) {
    return migration.span().endNs().orElse(result.header().span().warmupNs() + result.durationNs());
  }

  /** When it stood still: a strip over the whole height, wide enough to be seen. */
  private void stood(
      MigrationResult migration, TimeScale scale, double height, List<Tiles.Tile> tiles) {
    OptionalLong from = migration.span().stoppedNs();
    if (from.isEmpty()) {
      return;
    }
    long untilNs = migration.span().resumedNs().orElse(restEndNs(migration));
    double x0 = scale.of(from.getAsLong());
    double least = MIN_WIDTH * (scale.of(scale.untilNs()) - scale.of(scale.fromNs()));
    double x1 = Math.max(scale.of(untilNs), x0 + least);
    tiles.add(new Tiles.Tile(x0, x1, height, height * 0.94, stood, ""));
    tiles.add(new Tiles.Tile(x0, x0 + least, height, 0, stood, ""));
    tiles.add(new Tiles.Tile(x1 - least, x1, height, 0, stood, ""));
  }

  private double highest(MigrationResult migration) {
    double highest = 1;
    for (Round round : migration.rounds()) {
      highest = Math.max(highest, megabits(round.sentBytes(), round.ns()));
      highest = Math.max(highest, megabits(round.dirtiedBytes(), round.ns()));
    }
    if (migration.span().stoppedNs().isPresent()) {
      long ns = restEndNs(migration) - migration.span().stoppedNs().getAsLong();
      highest = Math.max(highest, megabits(migration.lastBytes(), ns));
    }
    return highest;
  }

  // ---- what was felt ----

  private List<XYPlot> felt(Felt felt, TimeScale scale) {
    if (felt.completed().stream().allMatch(count -> count == 0)) {
      return List.of();
    }
    List<Tiles.Tile> throughput = new ArrayList<>();
    List<Tiles.Tile> latency = new ArrayList<>();
    double mostDone = 0;
    double mostMs = 0;
    for (int i = 0; i < felt.completed().size(); i++) {
      long fromNs = Math.max(scale.fromNs(), felt.startNs() + i * felt.bucketNs());
      long untilNs = Math.min(scale.untilNs(), felt.startNs() + (i + 1) * felt.bucketNs());
      if (fromNs >= untilNs) {
        continue;
      }
      Stretch at = new Stretch(fromNs, untilNs);
      long count = felt.completed().get(i);
      double done = count * 1e9 / felt.bucketNs();
      double ms = count == 0 ? 0 : felt.totalNs().get(i) / MEGA / count;
      throughput.add(tile(scale, at, done, look.palette().states().get(Doing.RUNNING), ""));
      latency.add(tile(scale, at, ms, look.palette().states().get(Doing.WAITING), ""));
      mostDone = Math.max(mostDone, done);
      mostMs = Math.max(mostMs, ms);
    }
    List<XYPlot> plots = new ArrayList<>();
    plots.add(felt("done per s", mostDone, throughput));
    if (mostMs > 0) {
      plots.add(felt("mean ms", mostMs, latency));
    }
    return plots;
  }

  private XYPlot felt(String label, double highest, List<Tiles.Tile> tiles) {
    TickAxis axis = look.axis(label, 0, Math.max(1e-6, highest * 1.1));
    axis.ticks(TimeScale.even(0, axis.getUpperBound(), 3));
    XYPlot plot = look.plot(null, axis);
    plot.addAnnotation(new Tiles(tiles));
    return plot;
  }

  private List<LegendItem> keys(MigrationResult migration) {
    List<LegendItem> keys = new ArrayList<>();
    if (!migration.rounds().isEmpty()) {
      keys.add(look.key("sent in a round (area: bytes)", sent));
      keys.add(look.key("dirtied meanwhile", dirtied));
    }
    if (migration.lastBytes() > 0) {
      keys.add(look.key("sent after the guest was stopped", after));
    }
    if (migration.span().stoppedNs().isPresent()) {
      keys.add(look.key("the guest stood still", stood));
    }
    migration
        .felt()
        .filter(felt -> felt.completed().stream().anyMatch(count -> count > 0))
        .ifPresent(
            felt -> {
              String kind = Look.name(felt.kind());
              keys.add(look.key(kind + ": completed", look.palette().states().get(Doing.RUNNING)));
              keys.add(look.key("its latency", look.palette().states().get(Doing.WAITING)));
            });
    return keys;
  }
}
