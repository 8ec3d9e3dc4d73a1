package org.coremux.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.coremux.evidence.published.Basis;
import org.coremux.evidence.published.Outcome;
import org.coremux.evidence.published.PublishedRow;
import org.coremux.evidence.published.PublishedTable;
import org.coremux.evidence.published.Summary;
import org.coremux.evidence.published.TableOutcome;

/** Published figures and errors as people read them, on a terminal and in the documentation. */
final class PublishedWords {
  /** Digits of a simulated figure. */
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private static final double PERCENT = 100;

  /** A prediction that is farther off is a miss, and says why. */
  private static final double MISS = 0.20;

  private PublishedWords() {}

  static String published(PublishedRow row) {
    return BigDecimal.valueOf(row.published()).stripTrailingZeros().toPlainString();
  }

  static String simulated(Outcome outcome) {
    OptionalDouble figure = outcome.simulated();
    if (figure.isEmpty()) {
      return "-";
    }
    BigDecimal exact = BigDecimal.valueOf(figure.getAsDouble());
    BigDecimal rounded = exact.round(DIGITS);
    boolean isLarge = rounded.scale() < 0; // no digit before the point is hidden
    return (isLarge ? exact.setScale(0, RoundingMode.HALF_EVEN) : rounded)
        .stripTrailingZeros()
        .toPlainString();
  }

  static String error(Outcome outcome) {
    OptionalDouble error = outcome.error();
    return error.isEmpty() ? "-" : percent("%+.1f", error.getAsDouble());
  }

  static String percent(String format, double fraction) {
    return String.format(Locale.ROOT, format + " %%", PERCENT * fraction);
  }

  static String basis(PublishedRow row) {
    return row.basis().name().toLowerCase(Locale.ROOT);
  }

  /** With its unit where that is not the table's. */
  static String metric(PublishedTable table, PublishedRow row) {
    return row.unit().equals(table.unit()) ? row.metric() : row.metric() + ", " + row.unit();
  }

  /** Whether it was predicted, and is far off. */
  static boolean isMiss(Outcome outcome) {
    return outcome.row().basis() == Basis.PREDICTED && Math.abs(outcome.error().orElse(0)) > MISS;
  }

  /** The summary, a sentence each. */
  static List<String> summary(Summary summary, List<TableOutcome> tables) {
    long rows = tables.stream().mapToLong(table -> table.outcomes().size()).sum();
    long gates = tables.stream().mapToLong(table -> table.gates().size()).sum();
    long reached =
        tables.stream()
            .flatMap(table -> table.gates().stream())
            .filter(TableOutcome.GateOutcome::holds)
            .count();
    return List.of(
        String.format(
            Locale.ROOT,
            "%d published figures in %d tables; %d of those that were read are predicted.",
            rows,
            tables.size(),
            summary.predicted()),
        "Errors of those predictions: median "
            + percent("%.1f", summary.median())
            + ", "
            + percent("%.0f", summary.near())
            + " of them within 20 %.",
        String.format(Locale.ROOT, "Goals of single tables reached: %d of %d.", reached, gates));
  }
}
