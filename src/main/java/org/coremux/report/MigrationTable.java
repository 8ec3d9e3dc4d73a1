package org.coremux.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.coremux.experiment.MigrationResult;

/**
 * What became of migrations, for people, in 80 columns: the rounds, and how long the guest stood.
 */
final class MigrationTable {
  /** Most rounds that are all shown; of more, the first and the last. Source: assumed. */
  private static final int ROUNDS_MAX = 10;

  private static final int LAST = 3;
  private static final int BYTE_DIGITS = 6;

  private final Text text;
  private final Paint paint;

  MigrationTable(Text text, Paint paint) {
    this.text = text;
    this.paint = paint;
  }

  /** The lines of all of them, each after an empty one. */
  List<String> lines(List<MigrationResult> migrations) {
    List<String> lines = new ArrayList<>();
    for (MigrationResult migration : migrations) {
      lines.add("");
      lines.addAll(lines(migration));
    }
    return lines;
  }

  private List<String> lines(MigrationResult migration) {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        Text.wrap(
            "",
            "Migration of %s, %s to %s, by %s: %s, %s"
                .formatted(
                    text.shown(migration.guest()),
                    text.shown(migration.from()),
                    text.shown(migration.to()),
                    text.shown(migration.by()),
                    text.shown(migration.outcome()),
                    text.shown(migration.why()))));
    lines.addAll(Text.wrap("  ", String.join(text.dot(), facts(migration))));
    if (!migration.rounds().isEmpty()) {
      lines.add(
          paint.heading(row("  round", "began s", "took s", "sent MB", "dirtied MB", "Mbit/s")));
      rounds(migration, lines);
    }
    return lines;
  }

  private List<String> facts(MigrationResult migration) {
    List<String> facts = new ArrayList<>();
    facts.add("began at " + Figure.seconds(migration.span().startNs()) + " s");
    facts.add(
        migration.totalNs().isPresent()
            ? "took " + Figure.seconds(migration.totalNs().getAsLong()) + " s"
            : "the run ended before it did");
    facts.add("stood still for " + milliseconds(migration.downtimeNs()));
    facts.add(megabytes(migration.pages().sentBytes()) + " MB sent");
    if (!migration.rounds().isEmpty() && migration.lastBytes() > 0) {
      facts.add("the last " + megabytes(migration.lastBytes()) + " MB after the rounds");
    }
    if (migration.pages().slowedPercent() > 0) {
      facts.add("slowed by " + migration.pages().slowedPercent() + " %");
    }
    if (migration.pages().faults() > 0) {
      facts.add(
          Figure.count(migration.pages().faults())
              + " pages asked for, which took it "
              + Figure.seconds(migration.pages().faultNs())
              + " s");
    }
    return facts;
  }

  private void rounds(MigrationResult migration, List<String> lines) {
    List<MigrationResult.Round> rounds = migration.rounds();
    boolean isCut = rounds.size() > ROUNDS_MAX;
    int first = isCut ? ROUNDS_MAX - LAST - 1 : rounds.size();
    for (int i = 0; i < first; i++) {
      lines.add(row(migration, i));
    }
    if (isCut) {
      lines.add("  and " + (rounds.size() - first - LAST) + " more, then");
      for (int i = rounds.size() - LAST; i < rounds.size(); i++) {
        lines.add(row(migration, i));
      }
    }
  }

  private String row(MigrationResult migration, int i) {
    MigrationResult.Round round = migration.rounds().get(i);
    return row(
        "  " + text.right(Figure.count(i + 1), 5),
        Figure.seconds(round.startNs()),
        Figure.seconds(round.ns()),
        megabytes(round.sentBytes()),
        megabytes(round.dirtiedBytes()),
        Figure.brief(BigDecimal.valueOf(round.bitsPerSecond(), BYTE_DIGITS)));
  }

  private String row(String name, String... cells) {
    StringBuilder row = new StringBuilder(text.left(name, 8));
    for (String cell : cells) {
      row.append(text.right(cell, 13));
    }
    return row.toString();
  }

  private String milliseconds(OptionalLong ns) {
    return ns.isPresent() ? Figure.milliseconds(ns.getAsLong()) + " ms" : text.none();
  }

  /** Millions of bytes, with one decimal as papers have them. */
  static String megabytes(long bytes) {
    BigDecimal mb = BigDecimal.valueOf(bytes, BYTE_DIGITS).setScale(1, RoundingMode.HALF_UP);
    return String.format(java.util.Locale.ROOT, "%,.1f", mb);
  }
}
