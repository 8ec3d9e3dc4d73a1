package org.coremux.report.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import org.coremux.experiment.MigrationResult;
import org.coremux.report.Figure;

/** Migrations as tables of a page: what became of them, and their rounds. */
final class HtmlMigrations {
  private static final int BYTE_DIGITS = 6;

  private HtmlMigrations() {}

  /** The tables; nothing where no guest has moved. */
  static String html(List<MigrationResult> migrations) {
    if (migrations.isEmpty()) {
      return "";
    }
    HtmlTable table =
        new HtmlTable(
            "Live migrations",
            "<guest",
            "<from",
            "<to",
            "<by",
            "<outcome",
            "began s",
            "took s",
            "stood still ms",
            "rounds",
            "sent MB",
            "after the rounds MB",
            "pages asked for");
    StringBuilder rounds = new StringBuilder();
    for (MigrationResult migration : migrations) {
      row(table, migration);
      if (!migration.rounds().isEmpty()) {
        rounds.append(rounds(migration));
      }
    }
    return table.html() + rounds;
  }

  private static void row(HtmlTable table, MigrationResult migration) {
    OptionalLong took = migration.totalNs();
    OptionalLong stood = migration.downtimeNs();
    table
        .row(migration.guest())
        .cell(migration.from())
        .cell(migration.to())
        .cell(migration.by())
        .cell(migration.outcome() + ", " + migration.why())
        .cell(Figure.seconds(migration.span().startNs()))
        .cell(took.isPresent() ? Figure.seconds(took.getAsLong()) : "–")
        .cell(stood.isPresent() ? Figure.milliseconds(stood.getAsLong()) : "–")
        .cell(Figure.count(migration.rounds().size()))
        .cell(millions(migration.pages().sentBytes()))
        .cell(millions(migration.lastBytes()))
        .cell(Figure.count(migration.pages().faults()));
  }

  private static String rounds(MigrationResult migration) {
    HtmlTable table =
        new HtmlTable(
            "Rounds of the migration of " + migration.guest(),
            "<round",
            "began s",
            "took s",
            "sent MB",
            "dirtied MB",
            "Mbit/s");
    int number = 0;
    for (MigrationResult.Round round : migration.rounds()) {
      table
          .row(Integer.toString(++number))
          .cell(Figure.seconds(round.startNs()))
          .cell(Figure.seconds(round.ns()))
          .cell(millions(round.sentBytes()))
          .cell(millions(round.dirtiedBytes()))
          .cell(millions(round.bitsPerSecond()));
    }
    return table.html();
  }

  private static String millions(long amount) {
    return Figure.brief(BigDecimal.valueOf(amount, BYTE_DIGITS));
  }
}
