package org.coremux.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;

/**
 * A comparison of policies for people: a row for each with its figures, the winner of a column
 * marked where it is one beyond chance; a picture of the most telling ones with their intervals;
 * and those that cannot run the scenario, with the reasons. In 80 columns.
 */
final class ContestTable {
  /** Most that have a picture of their own. Source: assumed, as many as fit. */
  private static final int PICTURES = 4;

  private static final int NAME_MIN = 11;
  private static final int NAME_MAX = 15;
  private static final int GAP = 2;

  /** A picture need not be wider. Unit: columns. */
  private static final int WIDEST = 32;

  private static final int DIGITS = 3;
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * A column of the table.
   *
   * @param by what it shows
   * @param above the upper line of its heading
   * @param below the lower line, with the unit
   * @param width without the mark
   */
  private record Column(Yardstick by, String above, String below, int width) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column(Yardstick.THROUGHPUT, "work", "s/s", 5),
          new Column(Yardstick.STEAL, "steal", "%", 5),
          new Column(Yardstick.FAIRNESS, "fair-", "ness", 6),
          new Column(Yardstick.DISPATCH_P50, "disp.", "p50", 6),
          new Column(Yardstick.DISPATCH_P95, "latcy", "p95", 6),
          new Column(Yardstick.DISPATCH_P99, "in ms", "p99", 6),
          new Column(Yardstick.REQUEST_P99, "req.ms", "p99", 6),
          new Column(Yardstick.SWITCHES, "switch", "/s", 6),
          new Column(Yardstick.MIGRATIONS, "migr.", "/s", 6),
          new Column(Yardstick.WASTE, "idle", "%", 5));

  /** Those of scenarios with locks or cross calls, in a table of their own. */
  private static final List<Column> SUFFERED =
      List.of(
          new Column(Yardstick.HOLDERS, "lock holders", "preempted /s", 15),
          new Column(Yardstick.SPIN, "spinning for", "locks s/s", 15),
          new Column(Yardstick.STALL, "cross calls", "stalled s/s", 15));

  private static final List<Yardstick> DRAWN =
      List.of(
          Yardstick.THROUGHPUT,
          Yardstick.FAIRNESS,
          Yardstick.DISPATCH_P99,
          Yardstick.REQUEST_P99,
          Yardstick.STEAL,
          Yardstick.SWITCHES);

  private final ComparisonResult result;
  private final Text text;
  private final Paint paint;
  private final int columns;
  private final int name;
  private final List<String> lines = new ArrayList<>();

  private ContestTable(ComparisonResult result, Device device) {
    this.result = result;
    text = new Text(device.charset());
    paint = new Paint(device.hasColour());
    columns = device.columns();
    int longest = NAME_MIN;
    for (ComparisonResult.Side side : result.alternatives()) {
      longest = Math.max(longest, Text.width(text.shown(side.name())));
    }
    name = columns > Text.WIDTH ? Math.min(NAME_MAX, longest) : NAME_MIN;
  }

  /** Its lines. */
  static List<String> lines(ComparisonResult result, Device device) {
    ContestTable table = new ContestTable(result, device);
    table.figures(COLUMNS);
    table.figures(SUFFERED);
    table.refused();
    table.legend();
    table.pictures();
    return table.lines;
  }

  // ---- figures ----

  private void figures(List<Column> of) {
    List<Column> shown = of.stream().filter(column -> exists(column.by)).toList();
    if (shown.isEmpty()) {
      return;
    }
    StringBuilder above = new StringBuilder(text.left("", name));
    StringBuilder below = new StringBuilder(text.left("scheduler", name));
    for (Column column : shown) {
      above.append(text.right(column.above, column.width)).append(' ');
      below.append(text.right(column.below, column.width)).append(' ');
    }
    lines.add("");
    lines.add(paint.heading(above.toString()));
    lines.add(paint.heading(below.toString()));
    for (ComparisonResult.Side side : result.alternatives()) {
      StringBuilder row = new StringBuilder(text.left(text.shown(side.name()), name));
      for (Column column : shown) {
        String figure =
            column.by.of(side).map(one -> figure(column.by, one.mean())).orElse(text.none());
        boolean isBest = isBest(column.by, side);
        String cell = text.right(figure, column.width) + (isBest ? "*" : " ");
        row.append(isBest ? paint.good(cell) : cell);
      }
      lines.add(row.toString());
    }
  }

  private boolean exists(Yardstick by) {
    return result.alternatives().stream().anyMatch(side -> by.of(side).isPresent());
  }

  private boolean isBest(Yardstick by, ComparisonResult.Side side) {
    return by.isWonBy(side, result);
  }

  /** Three digits that count, in at most five characters. */
  private static String figure(Yardstick by, BigDecimal value) {
    if (by.isShare()) {
      return digits(value.multiply(HUNDRED), 2);
    }
    if (value.abs().compareTo(MILLION) >= 0) {
      return digits(value.divide(MILLION), 2) + "M";
    }
    return value.abs().compareTo(THOUSAND) >= 0
        ? digits(value.divide(THOUSAND), 2) + "k"
        : digits(value, DIGITS);
  }

  private static String digits(BigDecimal value, int decimalsMax) {
    BigDecimal rounded = value.round(new MathContext(DIGITS, RoundingMode.HALF_UP));
    int whole = rounded.signum() == 0 ? DIGITS : Math.max(1, rounded.precision() - rounded.scale());
    int decimals = Math.max(0, Math.min(decimalsMax, DIGITS - whole));
    decimals = value.abs().compareTo(BigDecimal.ONE) < 0 ? decimalsMax : decimals;
    return value.signum() == 0
        ? "0"
        : value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  // ---- pictures ----

  private void pictures() {
    List<Yardstick> drawn = DRAWN.stream().filter(this::exists).limit(PICTURES).toList();
    int room = (columns - name) / drawn.size() - GAP;
    List<DotPlot> plots = new ArrayList<>();
    for (Yardstick by : drawn) {
      plots.add(new DotPlot(by, Math.min(WIDEST, room), DotScale.of(result, by)));
    }
    lines.add("");
    StringBuilder heading = new StringBuilder(text.left("", name));
    plots.forEach(plot -> heading.append(cell(plot.title(), plot)));
    lines.add(paint.heading(heading.toString()));
    for (ComparisonResult.Side side : result.alternatives()) {
      StringBuilder row = new StringBuilder(text.left(text.shown(side.name()), name));
      for (DotPlot plot : plots) {
        String drawing = cell(plot.row(side, text), plot);
        row.append(isBest(plot.by(), side) ? paint.good(drawing) : drawing);
      }
      lines.add(row.toString());
    }
    StringBuilder scale = new StringBuilder(text.left("", name));
    plots.forEach(plot -> scale.append(cell(ends(plot), plot)));
    lines.add(paint.faint(scale.toString()));
  }

  private String cell(String words, DotPlot plot) {
    return text.left(words, plot.width()) + " ".repeat(GAP);
  }

  /** The values at both ends of the scale. */
  private String ends(DotPlot plot) {
    String low = figure(plot.by(), BigDecimal.valueOf(plot.scale().low()));
    String high = figure(plot.by(), BigDecimal.valueOf(plot.scale().high()));
    return low + text.right(high, Math.max(1, plot.width() - low.length()));
  }

  // ---- words ----

  private void refused() {
    List<ComparisonResult.Refused> refused = result.contest().orElseThrow().refused();
    if (refused.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(paint.heading("cannot run this scenario"));
    for (ComparisonResult.Refused one : refused) {
      String label = text.shown(one.name()) + ": ";
      List<String> words = Text.wrap("      ", label + text.shown(one.reason()));
      lines.add("  " + words.get(0).strip());
      lines.addAll(words.subList(1, words.size()));
    }
  }

  private void legend() {
    Optional<Estimate> fairness = Yardstick.FAIRNESS.of(result.baseline());
    lines.add("");
    lines.addAll(
        Text.wrap(
            "",
            "* best beyond chance: its 95 % interval over replications overlaps with no other's."
                + " work: seconds of it per second."
                + " steal: of the time that vCPUs wanted to run, the share they waited."
                + fairness
                    .map(
                        one ->
                            " fairness: Jain's index of the work that each guest got, over what it"
                                + " was due by weight and by what it does alone.")
                    .orElse("")
                + " idle: of the pCPUs' time, the share for which one idled while a vCPU waited"
                + " that may run there. Below, means and intervals; latencies by their"
                + " logarithms."));
  }
}
