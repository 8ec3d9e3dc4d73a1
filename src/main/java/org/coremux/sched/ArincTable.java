package org.coremux.sched;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coremux.engine.DurationText;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;

/**
 * The cyclic table of {@link Arinc653}: who runs when within each major frame.
 *
 * @param entries in their order; empty for 10 ms for everybody
 * @param majorFrameNs after which it begins again; 0 for the sum of the entries. Unit: ns
 */
public record ArincTable(List<Entry> entries, long majorFrameNs) {
  /** Most entries. Source: Xen, public/sysctl.h, ARINC653_MAX_DOMAINS_PER_SCHEDULE. */
  static final int ENTRIES_MAX = 64;

  /** Of an entry where there is no table. Unit: ns. Source: Xen, arinc653.c, 10 ms. */
  static final long STANDARD_NS = 10_000_000;

  /** Longest entry and frame. Unit: ns. Source: assumed. */
  private static final long LONGEST_NS = 1_000_000_000_000L;

  private static final Pattern TIME =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*(ns|us|ms|s)");

  private static final String SCHEDULE = "schedule";
  private static final String FRAME = "majorFrame";
  private static final String EXAMPLE = "`a.v0 10 ms, b.v0 20 ms`";

  /**
   * A part of the frame.
   *
   * @param unit whose it is, as {@code guest.v0}
   * @param runtimeNs how long. Unit: ns
   */
  public record Entry(String unit, long runtimeNs) {}

  /** What is said is wrong; the message says what is allowed. */
  static final class BadTableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadTableException(String why) {
      super(why);
    }
  }

  /** Keeps its own copy. */
  public ArincTable {
    entries = List.copyOf(entries);
  }

  /** What can be said of it. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.optionalText(
            SCHEDULE,
            "Who runs when: vCPUs by name and time, in order, as in "
                + EXAMPLE
                + "; 10 ms for each vCPU, in the order in which guests are given, unless said"),
        Parameter.optionalDuration(
            FRAME,
            Range.of(1, LONGEST_NS),
            "When the schedule begins again; the sum of its entries unless said"));
  }

  /** The table that is meant, unchecked against guests. */
  static ArincTable of(Parameters parameters) {
    long frameNs = parameters.has(FRAME) ? parameters.durationNs(FRAME) : 0;
    List<Entry> entries = parameters.has(SCHEDULE) ? parse(parameters.text(SCHEDULE)) : List.of();
    return new ArincTable(entries, frameNs);
  }

  private static List<Entry> parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      entries.add(entry(part.strip()));
    }
    return entries;
  }

  private static Entry entry(String part) {
    String[] words = part.split("\\s+", 2);
    if (words.length < 2) {
      throw new BadTableException(
          "has an entry `" + part + "`, where a name and a time are expected, as in " + EXAMPLE);
    }
    Matcher time = TIME.matcher(words[1]);
    if (!time.matches()) {
      throw new BadTableException(
          "has `" + words[1] + "` for " + words[0] + "; allowed: a time such as 10 ms or 250 us");
    }
    BigDecimal ns = new BigDecimal(time.group(1)).multiply(unitNs(time.group(2)));
    if (ns.signum() <= 0 || ns.compareTo(BigDecimal.valueOf(LONGEST_NS)) > 0) {
      throw new BadTableException(
          "has `" + words[1] + "` for " + words[0] + "; allowed: 1 ns to 1000 s");
    }
    return new Entry(words[0], ns.longValue());
  }

  /** Unit: ns. */
  private static BigDecimal unitNs(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "s" -> 1_000_000_000L;
          case "ms" -> 1_000_000L;
          case "us" -> 1_000L;
          default -> 1L;
        });
  }

  /** Sum of the entries. Unit: ns. */
  long sumNs() {
    long sumNs = 0;
    for (Entry entry : entries) {
      sumNs += entry.runtimeNs();
    }
    return sumNs;
  }

  /** When it begins again. Unit: ns. */
  long frameNs() {
    return majorFrameNs == 0 ? sumNs() : majorFrameNs;
  }

  // ---- before a run ----

  /** What cannot be done with these guests. */
  static List<Refusal> refuses(Parameters parameters, List<GuestSettings> guests) {
    try {
      ArincTable table = of(parameters);
      String why = table.wrong(guests);
      return why == null ? List.of() : List.of(new Refusal("", SCHEDULE, why));
    } catch (BadTableException e) {
      return List.of(new Refusal("", SCHEDULE, e.getMessage()));
    }
  }

  private String wrong(List<GuestSettings> guests) {
    List<String> names = new ArrayList<>();
    for (GuestSettings guest : guests) {
      for (int i = 0; i < guest.vcpus(); i++) {
        names.add(guest.guest() + ".v" + i);
      }
    }
    int count = entries.isEmpty() ? names.size() : entries.size();
    if (count > ENTRIES_MAX) {
      return "has "
          + count
          + (entries.isEmpty() ? " vCPUs to run by turns" : " entries")
          + "; allowed: up to "
          + ENTRIES_MAX;
    }
    for (Entry entry : entries) {
      boolean isOfDomain0 = entry.unit().startsWith(InnermostSettings.DOMAIN0 + ".v");
      if (!names.contains(entry.unit()) && !isOfDomain0) {
        return "names "
            + entry.unit()
            + ", which there is not; allowed: "
            + some(names)
            + ", and those of "
            + InnermostSettings.DOMAIN0
            + " where there is one";
      }
    }
    long needNs = entries.isEmpty() ? STANDARD_NS * names.size() : sumNs();
    if (majorFrameNs > 0 && needNs > majorFrameNs) {
      return "takes "
          + DurationText.of(needNs)
          + " in all; allowed: up to the majorFrame, "
          + DurationText.of(majorFrameNs);
    }
    return null;
  }

  private static String some(List<String> names) {
    int shown = Math.min(names.size(), 20);
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? " ..." : "");
  }
}
