package org.coremux.scenario.trace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.UtilisationTrace;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;

/** Collects the samples of one recording, and everything that is wrong with them. */
public final class Samples {

  /** The longest recording: 100 years. Unit: s. Source: assumed. */
  private static final BigDecimal SPAN_MAX_S = BigDecimal.valueOf(3_155_760_000L);

  private static final int DIGITS_MAX = 40;

  private final TraceText text;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Long> startNs = new ArrayList<>();
  private final List<Integer> utilisationPpm = new ArrayList<>();
  private BigDecimal firstS;

  /** Nothing of {@code text} yet. */
  public Samples(TraceText text) {
    this.text = text;
  }

  /** Something is wrong in line {@code index}, counted from 0. */
  public void problem(int index, String message) {
    problems.add(text.problem(index, message));
  }

  /**
   * Adds a sample.
   *
   * @param index its line, counted from 0
   * @param stamp in seconds from whatever beginning
   * @param value as it stands in the file
   * @param full what {@code value} is when all vCPUs are asked for: 1 or 100
   */
  public void add(int index, String stamp, String value, int full) {
    BigDecimal seconds = number(index, stamp, "a time in seconds");
    BigDecimal asked = number(index, value, full == 100 ? "a percentage" : "a fraction");
    if (seconds == null || asked == null) {
      return;
    }
    if (firstS == null) {
      firstS = seconds;
    }
    BigDecimal sinceS = seconds.subtract(firstS);
    if (sinceS.signum() < 0 || sinceS.compareTo(SPAN_MAX_S) > 0) {
      problem(
          index,
          "the time "
              + stamp.strip()
              + " is "
              + (sinceS.signum() < 0
                  ? "before the first one"
                  : "more than 100 years after the first one"));
      return;
    }
    long ns = sinceS.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
    if (!startNs.isEmpty() && ns <= startNs.get(startNs.size() - 1)) {
      problem(index, "the time " + stamp.strip() + " is not after the one before it");
      return;
    }
    if (asked.signum() < 0 || asked.compareTo(BigDecimal.valueOf(full)) > 0) {
      problem(
          index,
          "the utilisation "
              + value.strip()
              + " is out of range; allowed is 0 to "
              + full
              + (full == 1 ? "; percentages need a `%` in the column's name" : ""));
      return;
    }
    startNs.add(ns);
    utilisationPpm.add(
        asked
            .multiply(BigDecimal.valueOf(UtilisationTrace.FULL_PPM / full))
            .setScale(0, RoundingMode.HALF_UP)
            .intValueExact());
  }

  private BigDecimal number(int index, String value, String wanted) {
    String stripped = value.strip();
    if (stripped.length() <= DIGITS_MAX
        && stripped.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,2})?")) {
      return new BigDecimal(stripped);
    }
    String shown =
        stripped.length() > DIGITS_MAX ? stripped.substring(0, DIGITS_MAX) + "..." : stripped;
    problem(
        index,
        stripped.isEmpty()
            ? "is empty, where " + wanted + " is expected"
            : "`" + shown + "` is not " + wanted);
    return null;
  }

  /**
   * The recording; the last sample holds as long as the one before it, a single one for {@code
   * aloneNs}.
   *
   * @throws ScenarioException if anything was wrong, or there is no sample
   */
  public UtilisationTrace trace(long aloneNs) {
    if (problems.isEmpty() && startNs.isEmpty()) {
      problem(-1, "has no samples");
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(problems);
    }
    int last = startNs.size() - 1;
    long lengthNs = last == 0 ? aloneNs : startNs.get(last) - startNs.get(last - 1);
    return new UtilisationTrace(
        startNs.stream().mapToLong(Long::longValue).toArray(),
        utilisationPpm.stream().mapToInt(Integer::intValue).toArray(),
        startNs.get(last) + lengthNs);
  }
}
