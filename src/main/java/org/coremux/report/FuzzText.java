package org.coremux.report;

import java.util.Locale;
import java.util.Set;
import org.coremux.engine.Timer;
import org.coremux.evidence.fuzz.Fuzzer;
import org.coremux.evidence.fuzz.Verdict;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Quantity.Dimension;

/** What random scenarios came to, for people. */
public final class FuzzText {
  private static final double NS_PER_SECOND = 1e9;
  private static final int COMMENT = 96;

  private FuzzText() {}

  /** One line of what was done, over so long by the machine's clock. */
  public static String summary(Fuzzer.Report report, long seed, long elapsedNs) {
    Fuzzer.Tally tally = report.tally();
    double seconds = Math.max(1, elapsedNs) / NS_PER_SECOND;
    String failed = report.failures().isEmpty() ? "none failed" : failures(report);
    return String.format(
        Locale.ROOT,
        "%,d cases of seed %d, %,d events with every invariant on, in %.1f s (%.0f cases/s):"
            + " %s; %,d refused, %,d cut short\n",
        tally.cases(),
        seed,
        tally.events(),
        seconds,
        tally.cases() / seconds,
        failed,
        tally.refused(),
        tally.cut());
  }

  private static String failures(Fuzzer.Report report) {
    int count = report.failures().size();
    return count == 1 ? "1 failed" : count + " failed, each for a reason of its own";
  }

  /**
   * The name of the file that a failure is kept in.
   *
   * @param place from 1: of others of that name that are in the same folder already
   */
  public static String fileName(long seed, Fuzzer.Failure failure, int place) {
    String more = place == 1 ? "" : "-" + place;
    return "fuzz-" + seed + "-" + failure.number() + more + ".yaml";
  }

  /** A scenario file that fails, and what is to be known of it. */
  public static String file(long seed, Fuzzer.Failure failure) {
    String head =
        comment(failure.verdict().what())
            + comment(place(failure.verdict()))
            + comment(
                "Case %d of seed %d, made smaller in %d runs. Again: coremux fuzz FILE"
                    .formatted(failure.number(), seed, failure.trials()));
    Set<String> beside = failure.recordings().keySet();
    String needs =
        beside.isEmpty()
            ? ""
            : comment("It reads " + String.join(", ", beside) + ", which --out keeps beside it.");
    return head + needs + failure.text();
  }

  private static String place(Verdict verdict) {
    return verdict.atNs() == 0 || verdict.atNs() == Timer.NEVER
        ? "Before anything ran."
        : String.format(
            Locale.ROOT,
            "At %s, after %,d events: coremux run FILE --until-event %d --check stops there.",
            Quantity.format(verdict.atNs(), Dimension.TIME),
            verdict.events(),
            verdict.events());
  }

  /** What came of one file. */
  public static String verdict(String file, Verdict verdict) {
    String hash = "%016x".formatted(verdict.hash());
    return switch (verdict.outcome()) {
      case CLEAN ->
          String.format(
              Locale.ROOT,
              "%s: every invariant held, %,d events, trace %s\n",
              file,
              verdict.events(),
              hash);
      case CUT ->
          String.format(
              Locale.ROOT,
              "%s: every invariant held for %,d events, which is as far as a case goes\n",
              file,
              verdict.events());
      case REFUSED -> verdict.what() + "\n";
      case FAILED -> file + ": " + verdict.what() + "\n" + place(verdict) + "\n";
    };
  }

  private static String comment(String words) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder("#");
    for (String word : words.split("\\s+")) {
      if (line.length() + 1 + word.length() > COMMENT && line.length() > 1) {
        text.append(line).append('\n');
        line.setLength(1);
      }
      line.append(' ').append(word);
    }
    return text.append(line).append('\n').toString();
  }
}
