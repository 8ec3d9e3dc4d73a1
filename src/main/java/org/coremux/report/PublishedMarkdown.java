package org.coremux.report;

import java.util.List;
import java.util.stream.Collectors;
import org.coremux.evidence.published.Basis;
import org.coremux.evidence.published.Outcome;
import org.coremux.evidence.published.PublishedRow;
import org.coremux.evidence.published.Summary;
import org.coremux.evidence.published.TableOutcome;
import org.coremux.evidence.published.TableOutcome.GateOutcome;

/** Published measurements beside the model's, for the documentation. */
public final class PublishedMarkdown {
  private final StringBuilder text = new StringBuilder();

  private PublishedMarkdown() {}

  /** All tables with all their notes. */
  public static String page(List<TableOutcome> tables, Summary summary) {
    PublishedMarkdown page = new PublishedMarkdown();
    page.head();
    page.text.append(summary(tables, summary)).append('\n');
    page.list(summary.gates());
    tables.forEach(page::table);
    return page.text.toString();
  }

  /** A line for each table: how many figures were predicted of it, and how well. */
  public static String summary(List<TableOutcome> tables, Summary summary) {
    StringBuilder text = new StringBuilder();
    text.append(String.join(" ", PublishedWords.summary(summary, tables))).append("\n\n");
    text.append("| table | figures | predicted | median error | worst | goals |\n");
    text.append("|---|---:|---:|---:|---:|---:|\n");
    for (TableOutcome table : tables) {
      Summary own = Summary.of(List.of(table));
      long reached = table.gates().stream().filter(GateOutcome::holds).count();
      text.append("| ").append(table.table().table());
      text.append(" | ").append(table.outcomes().size());
      text.append(" | ").append(own.predicted() == 0 ? "" : own.predicted());
      text.append(" | ");
      text.append(own.predicted() == 0 ? "" : PublishedWords.percent("%.1f", own.median()));
      text.append(" | ").append(own.predicted() == 0 ? "" : worst(table));
      text.append(" | ");
      text.append(table.gates().isEmpty() ? "" : reached + " of " + table.gates().size());
      text.append(" |\n");
    }
    return text.toString();
  }

  private static String worst(TableOutcome table) {
    Outcome worst = null;
    for (Outcome outcome : table.outcomes()) {
      boolean counts = outcome.row().basis() == Basis.PREDICTED && outcome.row().isVerified();
      if (counts && (worst == null || size(outcome) > size(worst))) {
        worst = outcome;
      }
    }
    return worst == null ? "" : PublishedWords.error(worst);
  }

  private static double size(Outcome outcome) {
    return Math.abs(outcome.error().orElse(0));
  }

  private void head() {
    text.append("# Published measurements, simulated\n\n");
    text.append("Made by `coremux validate published`; a test keeps it up to date.\n\n");
    text.append("Error is simulated over published, less one. What a figure is to the model:\n\n");
    text.append("- *fitted*: a primitive or a count was solved from it; no test\n");
    text.append("- *predicted*: nothing was solved from it; a test\n");
    text.append("- *consistency*: arithmetic on published figures; no evidence for the model\n");
    text.append("- *sensitivity*: with counts that are assumed; in no statistic\n");
    text.append("- *none*: a model of this kind cannot tell it, for the reason beside\n\n");
    text.append("V1 was read in the work itself, V2 in one that quotes it, MH was measured");
    text.append(" again, D is\narithmetic on those; R was recalled, is shown, and counts");
    text.append(" nowhere. Each row's formula is in\n");
    text.append("`src/main/resources/org/coremux/published/`, and the scenarios are in\n");
    text.append("[`scenarios/published`](../scenarios/published).\n\n");
  }

  private void table(TableOutcome table) {
    text.append("\n## ").append(table.table().table()).append("\n\n");
    text.append(table.table().source().strip()).append(".\n\n");
    if (!table.table().fitted().isEmpty()) {
      text.append("Fitted: ").append(table.table().fitted().strip()).append("\n\n");
    }
    if (!table.table().runs().isEmpty()) {
      text.append("Runs of ").append(scenarios(table)).append(".\n\n");
    }
    text.append("| measured | on | unit | published | simulated | error | basis | known | |\n");
    text.append("|---|---|---|---:|---:|---:|---|---|---|\n");
    table.outcomes().forEach(this::row);
    text.append('\n');
    list(table.gates());
  }

  private static String scenarios(TableOutcome table) {
    return table.table().runs().values().stream()
        .map(run -> "`" + run.scenario() + ".yaml`")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void row(Outcome outcome) {
    PublishedRow row = outcome.row();
    String[] cells = {
      row.metric(),
      row.platform(),
      row.unit(),
      PublishedWords.published(row),
      PublishedWords.simulated(outcome),
      PublishedWords.error(outcome),
      PublishedWords.basis(row),
      row.flag(),
      row.note()
    };
    text.append("| ").append(String.join(" | ", cells).strip().replace("|  |", "| |"));
    text.append(" |\n");
  }

  private void list(List<GateOutcome> gates) {
    for (GateOutcome gate : gates) {
      text.append(gate.holds() ? "- [x] " : "- [ ] missed: ").append(gate.says()).append('\n');
    }
  }
}
