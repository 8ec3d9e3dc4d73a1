package org.coremux.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;

/**
 * A comparison for people, in 80 columns: the figures that changed, row by row.
 *
 * <p>Of more than {@link SummaryTable#ROWS_MAX} guests only the hosts and the groups are shown. A
 * group of one guest says what its guest says, and is left out.
 */
public final class DiffTable {
  private static final int LABEL = 26;
  private static final int VALUE = 13;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final ResultDiff diff;
  private final Text text;
  private final List<String> lines = new ArrayList<>();

  private DiffTable(ResultDiff diff, Charset charset) {
    this.diff = diff;
    this.text = new Text(charset);
  }

  /**
   * The table, its lines ending with {@code \n}.
   *
   * @param nameA what to call A, such as its file's name
   * @param nameB what to call B
   * @param charset of the device
   */
  public static String text(ResultDiff diff, String nameA, String nameB, Charset charset) {
    DiffTable table = new DiffTable(diff, charset);
    table.header("A", nameA, diff.a());
    table.header("B", nameB, diff.b());
    table.warnings();
    if (diff.isSame()) {
      table.lines.add("");
      table.lines.add("No figure differs.");
    } else {
      table.rows();
      table.legend();
    }
    StringBuilder all = new StringBuilder();
    table.lines.forEach(line -> all.append(line.stripTrailing()).append('\n'));
    return all.toString();
  }

  private void header(String side, String name, RunResult result) {
    RunHeader header = result.header();
    lines.addAll(
        Text.wrap(
            "",
            String.join(
                text.dot(),
                side + "  " + text.shown(name),
                text.shown(header.scenario()),
                "seed " + header.seed(),
                Figure.duration(header.span().durationNs()),
                "trace " + header.traceHashText())));
  }

  private void warnings() {
    RunHeader a = diff.a().header();
    RunHeader b = diff.b().header();
    if (!a.scenario().equals(b.scenario())) {
      lines.add("The scenarios have different names.");
    }
    if (a.span().durationNs() != b.span().durationNs()) {
      lines.add("The durations differ: totals do not compare, ratios and rates do.");
    }
    if (a.seed() != b.seed() || a.replication() != b.replication()) {
      lines.add("The seeds differ: part of each change is other random numbers.");
    }
    for (ResultDiff.Row row : diff.rows()) {
      if (row.kind() == ResultDiff.Kind.HOST && row.side() == ResultDiff.Side.BOTH) {
        String setA = set(diff.a(), row.name());
        String setB = set(diff.b(), row.name());
        if (!setA.equals(setB)) {
          String words = "host %s: %s in A, %s in B.";
          lines.addAll(Text.wrap("", words.formatted(text.shown(row.name()), setA, setB)));
        }
      }
    }
  }

  private String set(RunResult result, String host) {
    return result.hosts().stream()
        .filter(one -> one.name().equals(host))
        .map(one -> one.platform() + "/" + one.scheduler() + " on " + one.pcpus() + " pCPUs")
        .map(text::shown)
        .findFirst()
        .orElseThrow();
  }

  private void rows() {
    int guests = Math.max(diff.a().guests().size(), diff.b().guests().size());
    boolean many = guests > SummaryTable.ROWS_MAX;
    int same = 0;
    for (ResultDiff.Row row : diff.rows()) {
      boolean alone = row.kind() == ResultDiff.Kind.GROUP && row.members() == 1;
      boolean hidden = many && row.kind() == ResultDiff.Kind.GUEST;
      if (!alone && !hidden) {
        same += row.same();
        row(row);
      }
    }
    lines.add("");
    if (many) {
      lines.add("Too many guests to show one by one; --format json has them.");
    }
    lines.add(Figure.count(same) + " figures of these rows are the same.");
  }

  private void row(ResultDiff.Row row) {
    String title = row.kind().name().toLowerCase(Locale.ROOT) + " " + text.shown(row.name());
    if (row.side() != ResultDiff.Side.BOTH) {
      lines.add("");
      String side = row.side() == ResultDiff.Side.ONLY_A ? "A" : "B";
      lines.add(text.left(title, Text.WIDTH - 12).stripTrailing() + ": only in " + side);
      return;
    }
    if (row.changes().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        text.left(title, LABEL)
            + text.right("A", VALUE)
            + text.right("B", VALUE)
            + text.right("change", VALUE));
    for (ResultDiff.Change change : row.changes()) {
      lines.add(
          text.left("  " + text.shown(change.label()) + unit(change.unit()), LABEL)
              + text.right(value(change.unit(), change.a()), VALUE)
              + text.right(value(change.unit(), change.b()), VALUE)
              + text.right(difference(change), VALUE)
              + noise(change.noise()));
    }
  }

  private static String unit(ResultDiff.Unit unit) {
    return switch (unit) {
      case RATIO -> " %";
      case SECONDS -> " s";
      case MILLISECONDS -> " ms";
      case PER_SECOND, COUNT -> "";
    };
  }

  private String value(ResultDiff.Unit unit, Optional<BigDecimal> value) {
    if (value.isEmpty()) {
      return text.none();
    }
    BigDecimal exact = value.get();
    return switch (unit) {
      case RATIO -> fixed(exact.multiply(HUNDRED), 2);
      case COUNT -> Figure.count(exact.longValueExact());
      case SECONDS, MILLISECONDS, PER_SECOND -> fixed(exact, 3);
    };
  }

  /** Of a ratio in percentage points, of anything else in per cent of A. */
  private String difference(ResultDiff.Change change) {
    Optional<BigDecimal> difference = change.difference();
    if (difference.isEmpty()) {
      return text.none();
    }
    if (change.unit() == ResultDiff.Unit.RATIO) {
      return signed(difference.get().multiply(HUNDRED), 2) + " pt";
    }
    BigDecimal from = change.a().orElseThrow();
    if (from.signum() == 0) {
      return "from 0";
    }
    BigDecimal percent =
        difference.get().multiply(HUNDRED).divide(from.abs(), 4, RoundingMode.HALF_UP);
    return signed(percent, 1) + " %";
  }

  private static String signed(BigDecimal value, int places) {
    BigDecimal rounded = value.setScale(places, RoundingMode.HALF_UP);
    if (rounded.signum() == 0) {
      BigDecimal least = BigDecimal.ONE.movePointLeft(places);
      return (value.signum() < 0 ? ">-" : "<+") + least.toPlainString();
    }
    return String.format(Locale.ROOT, "%+,." + places + "f", rounded);
  }

  private static String fixed(BigDecimal value, int places) {
    return String.format(
        Locale.ROOT, "%,." + places + "f", value.setScale(places, RoundingMode.HALF_UP));
  }

  private static String noise(ResultDiff.Noise noise) {
    return switch (noise) {
      case WITHIN -> "   noise";
      case BEYOND -> "   beyond noise";
      case UNKNOWN -> "";
    };
  }

  private void legend() {
    boolean known =
        diff.rows().stream()
            .flatMap(row -> row.changes().stream())
            .anyMatch(change -> change.noise() != ResultDiff.Noise.UNKNOWN);
    lines.addAll(
        Text.wrap(
            "",
            known
                ? "One run each: where nothing is said, the noise is unknown. Means are judged by"
                    + " their batches, at 95 %."
                : "One run each: the noise is unknown."));
  }
}
