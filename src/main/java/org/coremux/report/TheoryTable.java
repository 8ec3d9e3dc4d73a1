package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.evidence.Claim;
import org.coremux.evidence.TheoryRow;
import org.coremux.evidence.TheorySuite;

/** Theory beside the simulator, for people: a row for each figure, disagreements included. */
public final class TheoryTable {
  private static final int METRIC = 29;
  private static final int UNIT = 3;
  private static final int EXACT = 11;
  private static final int SIMULATED = 11;

  /** From here on fewer decimals are shown. */
  private static final double LARGE = 1_000;

  /** Larger errors say no more. Unit: percent. */
  private static final double ERROR_MAX = 999;

  private final List<String> lines = new ArrayList<>();
  private TheorySuite suite;
  private String model = "";

  private TheoryTable() {}

  /** The table, its lines ending with {@code \n}. */
  public static String text(List<TheoryRow> rows) {
    TheoryTable table = new TheoryTable();
    rows.forEach(table::row);
    table.legend(rows);
    StringBuilder all = new StringBuilder();
    table.lines.forEach(line -> all.append(line.stripTrailing()).append('\n'));
    return all.toString();
  }

  private void row(TheoryRow row) {
    if (row.suite() != suite) {
      suite = row.suite();
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(suite.word() + ": " + suite.summary());
      lines.add(columns("", "", "exact", "simulated") + "  interval, error");
    }
    String head = row.model() + "  " + row.parameters();
    if (!head.equals(model)) {
      model = head;
      lines.add("  " + head);
    }
    Claim claim = row.claim();
    String mark = row.isGood() ? "+ " : "! ";
    String exact = sign(claim.kind()) + number(row, claim.exact());
    String simulated = number(row, row.mean());
    lines.add(mark + columns(claim.metric(), claim.unit(), exact, simulated) + "  " + verdict(row));
  }

  private static String columns(String metric, String unit, String exact, String simulated) {
    String format = "%-" + METRIC + "s%-" + UNIT + "s%" + EXACT + "s%" + SIMULATED + "s";
    String line = String.format(Locale.ROOT, format, metric, unit, exact, simulated);
    return metric.isEmpty() ? "  " + line : line;
  }

  private static String sign(Claim.Kind kind) {
    return switch (kind) {
      case AT_MOST -> "<= ";
      case AT_LEAST -> ">= ";
      case MEAN, EXACTLY -> "";
    };
  }

  /** Counts as they are, shares with four decimals, all else with three or one. */
  private static String number(TheoryRow row, double value) {
    boolean isBare = row.claim().unit().isEmpty();
    if (isBare && row.claim().kind() != Claim.Kind.MEAN && value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String format = isBare ? "%.4f" : Math.abs(value) < LARGE ? "%.3f" : "%,.1f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String verdict(TheoryRow row) {
    String word = row.verdict().name().toLowerCase(Locale.ROOT);
    double margin = Math.abs(row.claim().exact() - row.mean());
    return switch (row.verdict()) {
      case INSIDE -> interval(row);
      case OUTSIDE -> interval(row) + " " + word;
      case EQUAL -> word;
      case DIFFERS, HOLDS, VIOLATED -> word + " by " + number(row, margin);
    };
  }

  private static String interval(TheoryRow row) {
    String low = number(row, row.low());
    return low + "-" + number(row, row.high()) + error(row.errorPercent());
  }

  private static String error(double percent) {
    double shown = Math.max(-ERROR_MAX, Math.min(ERROR_MAX, percent));
    return String.format(Locale.ROOT, " %+.1f%%", shown);
  }

  private void legend(List<TheoryRow> rows) {
    lines.add("");
    lines.addAll(
        Text.wrap(
            "",
            "Interval: that of the mean over the replications, 99.9 % sure; the exact value has"
                + " to be in it. Error: how far the mean is off. <= and >= are bounds. In front of"
                + " a row: + theory and simulator agree, ! they do not."));
    long good = rows.stream().filter(TheoryRow::isGood).count();
    lines.add(String.format(Locale.ROOT, "Rows that agree: %d of %d.", good, rows.size()));
  }
}
