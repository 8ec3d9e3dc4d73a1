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
 * The table of {@link Arinc653}: who runs when within each major frame.
 *
 * @param entries in their order; none for one that grows with whoever is admitted
 * @param frameNs after which it begins again; 0 without entries. Unit: ns
 */
public record ArincTable(List<Entry> entries, long frameNs) {
  /** Most entries. Source: Xen, public/sysctl.h, ARINC653_MAX_DOMAINS_PER_SCHEDULE. */
  static final int ENTRIES_MAX = 64;

  /** An entry where no table is given. Unit: ns. Source: Xen, arinc653.c, 10 ms. */
  static final long STANDARD_NS = 10_000_000;

  /** In the place of a name: the entry is nobody's. */
  static final String NOBODY = "idle";

  /** Longest frame. Unit: ns. Source: assumed. */
  private static final long LONGEST_NS = 1_000_000_000_000L;

  /** Names that are said where one is wrong, at most. Source: assumed. */
  private static final int NAMES_MAX = 20;

  private static final Pattern ENTRY = Pattern.compile("(\\S+)\\s+(\\S.*)");

  private static final Pattern TIME =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)\\s*(ns|us|µs|ms|s)");

  private static final List<String> UNITS = List.of("ns", "us", "µs", "ms", "s");

  /** The same in their order. Unit: ns. */
  private static final List<Long> UNIT_NS = List.of(1L, 1_000L, 1_000L, 1_000_000L, 1_000_000_000L);

  private static final String SCHEDULE = "schedule";
  private static final String FRAME = "majorFrame";
  private static final String EXAMPLE = "`a.v0 10 ms, idle 5 ms, b.v0 20 ms`";

  /**
   * A part of the frame.
   *
   * @param unit whose it is, such as {@code guest.v0}; {@link #NOBODY} for nobody's
   * @param runtimeNs how long it is. Unit: ns
   */
  public record Entry(String unit, long runtimeNs) {
    /** Checks the range. */
    public Entry {
      if (runtimeNs <= 0) {
        throw new IllegalArgumentException(unit + ": " + runtimeNs + " ns; allowed: over 0");
      }
    }
  }

  /** Checks that all of it fits. */
  public ArincTable {
    entries = List.copyOf(entries);
    long sumNs = sumNs(entries);
    if (entries.size() > ENTRIES_MAX || sumNs > frameNs) {
      throw new IllegalArgumentException(
          entries.size() + " entries, " + sumNs + " ns in a frame of " + frameNs + " ns");
    }
  }

  private static long sumNs(List<Entry> entries) {
    long sumNs = 0;
    for (Entry entry : entries) {
      sumNs += entry.runtimeNs();
    }
    return sumNs;
  }

  // ---- as people write it ----

  /** What can be said of it. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.optionalText(
            SCHEDULE,
            "Who runs when, one after the other: vCPUs or `idle`, and for how long, as in "
                + EXAMPLE
                + "; unless said, 10 ms for each vCPU, Domain 0's first"),
        Parameter.optionalDuration(
            FRAME,
            Range.of(1, LONGEST_NS),
            "When the schedule begins again; with the end of its last entry unless said"));
  }

  /**
   * The table that is meant.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ArincTable of(Parameters parameters) {
    List<String> wrong = new ArrayList<>();
    List<Entry> entries = parse(parameters, wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(SCHEDULE + " " + String.join("; ", wrong));
    }
    return new ArincTable(entries, entries.isEmpty() ? 0 : frameNs(parameters, entries));
  }

  private static long frameNs(Parameters parameters, List<Entry> entries) {
    return parameters.has(FRAME) ? parameters.durationNs(FRAME) : sumNs(entries);
  }

  /** The entries that can be read; what is wrong with others goes to the list. */
  private static List<Entry> parse(Parameters parameters, List<String> wrong) {
    List<Entry> entries = new ArrayList<>();
    if (!parameters.has(SCHEDULE)) {
      return entries;
    }
    for (String part : parameters.text(SCHEDULE).split(",", -1)) {
      Matcher entry = ENTRY.matcher(part.strip());
      if (!entry.matches()) {
        wrong.add(
            "has an entry `" + part.strip() + "`; expected: a name and a time, as in " + EXAMPLE);
        continue;
      }
      long ns = ns(entry.group(2));
      if (ns == 0) {
        wrong.add(
            "has the time `"
                + entry.group(2)
                + "` for "
                + entry.group(1)
                + "; allowed: 1 ns to 1000 s, with its unit, as in "
                + EXAMPLE);
      } else {
        entries.add(new Entry(entry.group(1), ns));
      }
    }
    return entries;
  }

  /** 0 for what is no time, or none that is allowed. */
  private static long ns(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return 0;
    }
    BigDecimal unit = BigDecimal.valueOf(UNIT_NS.get(UNITS.indexOf(time.group(2))));
    BigDecimal ns = new BigDecimal(time.group(1)).multiply(unit).stripTrailingZeros();
    boolean isAllowed = ns.scale() <= 0 && ns.compareTo(BigDecimal.valueOf(LONGEST_NS)) <= 0;
    return isAllowed ? ns.longValueExact() : 0;
  }

  // ---- before a run ----

  /** What is wrong with it, for these guests. */
  static List<Refusal> refuses(Parameters parameters, List<GuestSettings> guests) {
    List<String> names = new ArrayList<>();
    for (GuestSettings guest : guests) {
      for (int i = 0; i < guest.vcpus(); i++) {
        names.add(guest.guest() + ".v" + i);
      }
    }
    if (!parameters.has(SCHEDULE)) {
      return withoutTable(parameters, names);
    }
    List<String> wrong = new ArrayList<>();
    List<Entry> entries = parse(parameters, wrong);
    boolean isWhole = wrong.isEmpty();
    for (Entry entry : entries) {
      if (!entry.unit().equals(NOBODY) && !names.contains(entry.unit())) {
        wrong.add("names " + entry.unit() + ", which is not here; allowed: " + listed(names));
      }
    }
    if (entries.size() > ENTRIES_MAX) {
      wrong.add("has " + entries.size() + " entries; allowed: up to " + ENTRIES_MAX);
    }
    List<Refusal> refusals = new ArrayList<>();
    wrong.forEach(why -> refusals.add(new Refusal("", SCHEDULE, why)));
    long sumNs = sumNs(entries);
    if (isWhole && parameters.has(FRAME) && sumNs > parameters.durationNs(FRAME)) {
      String frame = DurationText.of(parameters.durationNs(FRAME));
      String sum = DurationText.of(sumNs);
      refusals.add(
          new Refusal(
              "", FRAME, "is " + frame + "; allowed: at least all entries together, " + sum));
    }
    return refusals;
  }

  private static List<Refusal> withoutTable(Parameters parameters, List<String> names) {
    List<Refusal> refusals = new ArrayList<>();
    if (parameters.has(FRAME)) {
      refusals.add(
          new Refusal("", FRAME, "goes with a `schedule` only; without one it is 10 ms a vCPU"));
    }
    if (names.size() > ENTRIES_MAX) {
      refusals.add(
          new Refusal(
              "",
              SCHEDULE,
              "is missing, and there are "
                  + names.size()
                  + " vCPUs, where a schedule has up to "
                  + ENTRIES_MAX
                  + " entries; say whose they are"));
    }
    return refusals;
  }

  private static String listed(List<String> names) {
    List<String> shown = new ArrayList<>(names.subList(0, Math.min(names.size(), NAMES_MAX)));
    shown.add(NOBODY);
    return String.join(", ", shown) + (names.size() > NAMES_MAX ? " ..." : "");
  }
}
