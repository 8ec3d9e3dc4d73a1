package org.coremux.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.evidence.KernelEvidence.Comparison;
import org.coremux.evidence.KernelFigure;
import org.coremux.evidence.KernelRow;
import org.coremux.guest.ReplayMeter.Figures;

/**
 * Recorded schedules beside their predictions, for people: a row for each process, misses included.
 */
public final class KernelTable {
  private static final int NAME = 13;

  /** What stands before the first figure of a row: mark, name, run time. */
  private static final int HEAD = 2 + NAME + 7;

  /** What stands before the figures, after the head. */
  private static final int WHAT = 12;

  /** Larger errors say no more. Unit: percent. */
  private static final double ERROR_MAX = 9_999;

  /** Where there was nothing to measure. */
  private static final String NOTHING = "        -";

  private final Text text;
  private final List<String> lines = new ArrayList<>();

  private KernelTable(Charset charset) {
    text = new Text(charset);
  }

  /** The table, its lines ending with {@code \n}. */
  public static String text(List<Comparison> comparisons, Charset charset) {
    KernelTable table = new KernelTable(charset);
    comparisons.forEach(table::recording);
    table.legend(comparisons);
    StringBuilder all = new StringBuilder();
    table.lines.forEach(line -> all.append(line.stripTrailing()).append('\n'));
    return all.toString();
  }

  private void recording(Comparison comparison) {
    String told = comparison.known().told();
    lines.add(
        text.shown(comparison.trace().toString()) + (told.isEmpty() ? "" : "  (" + told + ")"));
    lines.add("  process        run s               recorded    EEVDF  error %  RR 4 ms  error %");
    comparison.rows().forEach(this::row);
    comparison.figures().forEach(this::figure);
    comparison.known().offs().forEach(off -> lines.addAll(Text.wrap("  ", "Off: " + off)));
    lines.add("");
  }

  private void row(KernelRow row) {
    Figures recorded = row.recorded();
    Figures eevdf = row.eevdf();
    Figures naive = row.roundRobin();
    String head =
        mark(row.verdict())
            + text.left(row.process(), NAME)
            + format("%7.3f", recorded.runningNs() / 1e9);
    lines.add(
        head
            + "  run delay s "
            + seconds(recorded.runnableNs())
            + seconds(eevdf.runnableNs())
            + error(row.signedDelayError(eevdf))
            + seconds(naive.runnableNs())
            + error(row.signedDelayError(naive)));
    counts("  switches    ", recorded.switches(), eevdf.switches(), naive.switches());
    counts("  preemptions ", recorded.preemptions(), eevdf.preemptions(), naive.preemptions());
  }

  private void figure(KernelFigure figure) {
    lines.add(
        mark(figure.verdict())
            + text.left(figure.process(), NAME)
            + " ".repeat(HEAD - 2 - NAME)
            + "  "
            + text.left(figure.what(), WHAT)
            + value(figure.recorded())
            + value(figure.eevdf())
            + error(figure.error(figure.eevdf()))
            + value(figure.roundRobin())
            + error(figure.error(figure.roundRobin())));
  }

  private static String value(double figure) {
    return Double.isNaN(figure) ? NOTHING : format("%9.2f", figure);
  }

  private void counts(String name, long recorded, long eevdf, long naive) {
    lines.add(
        " ".repeat(HEAD)
            + name
            + count(recorded)
            + count(eevdf)
            + error(KernelRow.error(recorded, eevdf))
            + count(naive)
            + error(KernelRow.error(recorded, naive)));
  }

  private static String seconds(long ns) {
    return format("%9.3f", ns / 1e9);
  }

  private static String count(long count) {
    return format("%,9d", count);
  }

  /** In front of the row: a goal that is met, or missed. */
  private static String mark(KernelRow.Verdict verdict) {
    return switch (verdict) {
      case MET -> "+ ";
      case MISSED -> "! ";
      case NO_GOAL -> "  ";
    };
  }

  private static String error(double percent) {
    if (Double.isNaN(percent)) {
      return NOTHING;
    }
    double shown = Math.max(-ERROR_MAX, Math.min(ERROR_MAX, percent));
    return Math.abs(shown) < 100 ? format("%+9.1f", shown) : format("%+9.0f", shown);
  }

  private void legend(List<Comparison> comparisons) {
    lines.addAll(
        Text.wrap(
            "",
            "Run delay: wanted to run and did not. Its error is the difference, of the recorded"
                + " delay, or of 2 % of the run time or 20 ms if that is more. Switches are"
                + " switches in. Share: of the CPU time of all that share by weight. Ms a period:"
                + " used of the quota; ms throttled: kept from running meanwhile. Held: throttled,"
                + " at a time. Ms to start: from the start of a period, as counted from the first"
                + " event, to that of a run; its error is percent of a period. RR: round robin,"
                + " which knows nothing of the kernel. In front of a row: + its goal is met, ! it"
                + " is missed. Off: where a prediction is, and why."));
    long goals = count(comparisons, KernelRow.Verdict.MET, KernelRow.Verdict.MISSED);
    long met = count(comparisons, KernelRow.Verdict.MET);
    if (goals > 0) {
      lines.add(format("Goals: %d of %d met.", met, goals));
    }
  }

  private static long count(List<Comparison> comparisons, KernelRow.Verdict... verdicts) {
    List<KernelRow.Verdict> wanted = List.of(verdicts);
    return comparisons.stream().flatMap(Comparison::verdicts).filter(wanted::contains).count();
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
