package org.coremux.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.evidence.published.Basis;
import org.coremux.evidence.published.Outcome;
import org.coremux.evidence.published.PublishedRow;
import org.coremux.evidence.published.Summary;
import org.coremux.evidence.published.TableOutcome;
import org.coremux.evidence.published.TableOutcome.GateOutcome;

/** Published measurements beside the model's, for a terminal: a row for each, misses included. */
public final class PublishedText {
  private static final int METRIC = 24;
  private static final int PLATFORM = 11;
  private static final int FIGURE = 10;
  private static final int ERROR = 9;

  /** So many of the rows that share a reason are named with it. */
  private static final int NAMED = 3;

  private final Text text;
  private final List<String> lines = new ArrayList<>();

  private PublishedText(Charset charset) {
    text = new Text(charset);
  }

  /** The tables, lines ending with {@code \n}. */
  public static String of(List<TableOutcome> tables, Summary summary, Charset charset) {
    PublishedText all = new PublishedText(charset);
    tables.forEach(all::table);
    all.summary(tables, summary);
    StringBuilder joined = new StringBuilder();
    all.lines.forEach(line -> joined.append(line.stripTrailing()).append('\n'));
    return joined.toString();
  }

  private void table(TableOutcome outcome) {
    lines.add(text.shown(outcome.table().table()) + ", " + outcome.table().unit());
    lines.add(
        "  "
            + text.left("", METRIC)
            + text.left("", PLATFORM)
            + text.right("published", FIGURE)
            + text.right("simulated", FIGURE)
            + text.right("error", ERROR)
            + " basis");
    outcome.outcomes().forEach(row -> row(outcome, row));
    reasons(outcome);
    outcome.gates().forEach(this::gate);
    lines.add("");
  }

  private void row(TableOutcome table, Outcome outcome) {
    PublishedRow row = outcome.row();
    lines.add(
        (PublishedWords.isMiss(outcome) ? "! " : "  ")
            + text.left(PublishedWords.metric(table.table(), row), METRIC)
            + text.left(" " + row.platform(), PLATFORM)
            + text.right(PublishedWords.published(row), FIGURE)
            + text.right(PublishedWords.simulated(outcome), FIGURE)
            + text.right(PublishedWords.error(outcome), ERROR)
            + " "
            + (row.isRecalled()
                ? "(" + PublishedWords.basis(row) + ")"
                : PublishedWords.basis(row)));
  }

  /** Why rows miss, or have no figure: each reason once. */
  private void reasons(TableOutcome table) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (Outcome outcome : table.outcomes()) {
      PublishedRow row = outcome.row();
      if (!row.note().isEmpty() && (PublishedWords.isMiss(outcome) || row.basis() == Basis.NONE)) {
        reasons
            .computeIfAbsent(row.note(), note -> new ArrayList<>())
            .add(row.metric() + " " + row.platform());
      }
    }
    reasons.forEach((note, rows) -> lines.addAll(Text.wrap("  ", joined(rows) + ": " + note)));
  }

  private static String joined(List<String> rows) {
    int others = rows.size() - NAMED;
    return others <= 1
        ? String.join(", ", rows)
        : String.join(", ", rows.subList(0, NAMED)) + " and " + others + " more";
  }

  private void gate(GateOutcome gate) {
    List<String> wrapped = Text.wrap("    ", (gate.holds() ? "" : "missed: ") + gate.says());
    lines.add((gate.holds() ? "  + " : "  ! ") + wrapped.get(0).strip());
    lines.addAll(wrapped.subList(1, wrapped.size()));
  }

  private void summary(List<TableOutcome> tables, Summary summary) {
    lines.addAll(
        Text.wrap(
            "",
            "Error: simulated over published, less one. Predicted: nothing was fitted on it."
                + " In brackets: recalled, and so no gate. In front of a row: ! a prediction"
                + " more than 20 % off; of a goal: + reached, ! missed."));
    PublishedWords.summary(summary, tables).forEach(lines::add);
    summary.gates().forEach(this::gate);
  }
}
