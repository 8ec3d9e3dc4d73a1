package org.coremux.engine;

import java.util.List;
import java.util.Objects;

/**
 * One setting that a plug-in (a scheduling policy, a workload, a trace reader) understands.
 *
 * <p>A plug-in lists its settings; whoever reads a scenario checks what a user wrote against that
 * list, fills in the defaults and hands the plug-in complete {@link Parameters}. The same list is
 * printed by {@code coremux list} and written into the JSON Schema, so it is said once.
 *
 * @param name the key as a user writes it, in camel case: {@code migrateResist}
 * @param kind what kind of value it takes, and so its Java type and unit
 * @param required whether a user must give it; then there is no default
 * @param standard the default in the Java type of {@code kind}, or null when there is none
 * @param min the smallest value allowed, in the unit of {@code kind}; of a FACTOR in millionths, of
 *     a random quantity the smallest mean in ns
 * @param max the largest value allowed, in the same unit
 * @param choices the words allowed, for {@link Kind#CHOICE}, or instead of a time span; otherwise
 *     empty
 * @param meaning one sentence for people, without a full stop
 * @param source where the default comes from, or {@code assumed}
 * @param changes whether it may be set during a run
 */
public record Parameter(
    String name,
    Kind kind,
    boolean required,
    Object standard,
    long min,
    long max,
    List<String> choices,
    String meaning,
    String source,
    boolean changes) {

  /** What a time span is that is switched off, as kernels write it. */
  public static final long OFF = -1;

  /** The word for {@link #OFF}. */
  public static final String OFF_WORD = "off";

  /** What {@link #min} and {@link #max} of a {@link Kind#FACTOR} count in: millionths. */
  public static final long FACTOR_ONE = 1_000_000;

  /** The kinds of value, each with the Java type in which {@link Parameters} holds it. */
  public enum Kind {
    /** A time span with a unit, {@code 30 ms}: {@code Long}, ns. */
    DURATION,
    /** A whole number: {@code Long}. */
    COUNT,
    /** A percentage, {@code 150 %}: {@code Long}, hundredths of a percent. */
    PERCENT,
    /** A plain decimal number: {@code Double}. */
    FACTOR,
    /** One of several words: {@code String}. */
    CHOICE,
    /** {@code true} or {@code false}: {@code Boolean}. */
    SWITCH,
    /** Any text: {@code String}. */
    TEXT,
    /** A file or folder, resolved against the scenario's folder: {@code java.nio.file.Path}. */
    FILE,
    /** A random time span, constant unless said: {@link Distribution} of ns. */
    RANDOM,
    /** A random time span, exponential unless said: {@link Distribution} of ns. */
    SERVICE,
    /** Gaps between arrivals, exponential unless said, or a rate: {@link Distribution}, ns. */
    ARRIVALS,
    /** An amount of work; absent means forever: {@link Distribution} of ns at nominal speed. */
    WORK,
    /** The steps of a program: a non-empty {@code List} of {@link Step}. */
    STEPS
  }

  /** One that stays as it is for a whole run. */
  public Parameter(
      String name,
      Kind kind,
      boolean required,
      Object standard,
      long min,
      long max,
      List<String> choices,
      String meaning,
      String source) {
    this(name, kind, required, standard, min, max, choices, meaning, source, false);
  }

  /** The same, which may be set during a run. */
  public Parameter changing() {
    return new Parameter(name, kind, required, standard, min, max, choices, meaning, source, true);
  }

  /** The same time span, which may also be {@link #OFF}. */
  public Parameter orOff() {
    List<String> words = List.of(OFF_WORD);
    return new Parameter(name, kind, required, standard, min, max, words, meaning, source, changes);
  }

  /** Whether a time span may be {@link #OFF}. */
  public boolean mayBeOff() {
    return kind == Kind.DURATION && choices.contains(OFF_WORD);
  }

  public Parameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(source, "source");
    choices = List.copyOf(choices);
    if (required && standard != null) {
      throw new IllegalArgumentException(name + ": required, and yet it has a default");
    }
    if (min > max) {
      throw new IllegalArgumentException(name + ": min " + min + " > max " + max);
    }
    if (kind == Kind.CHOICE && choices.isEmpty()) {
      throw new IllegalArgumentException(name + ": a choice of nothing");
    }
    if (standard != null) {
      check(name, kind, standard, new Range(min, max), choices);
    }
  }

  /**
   * Refuses a value that this parameter cannot take.
   *
   * @throws IllegalArgumentException if the type is wrong or a number is out of range
   */
  void check(Object value) {
    if (mayBeOff() && value.equals(OFF)) {
      return;
    }
    check(name, kind, value, new Range(min, max), choices);
  }

  private static void check(
      String name, Kind kind, Object value, Range range, List<String> choices) {
    if (!fits(kind, value, choices)) {
      throw new IllegalArgumentException(name + ": " + value + " is no " + kind);
    }
    boolean inside = true;
    if (value instanceof Long number) {
      inside = number >= range.min() && number <= range.max();
    } else if (value instanceof Double number) {
      // Written so that not-a-number is outside.
      inside = number * FACTOR_ONE >= range.min() && number * FACTOR_ONE <= range.max();
    }
    if (!inside) {
      throw new IllegalArgumentException(
          name + ": " + value + " is outside " + range.min() + " to " + range.max());
    }
  }

  private static boolean fits(Kind kind, Object value, List<String> choices) {
    return switch (kind) {
      case DURATION, COUNT, PERCENT -> value instanceof Long;
      case FACTOR -> value instanceof Double;
      case CHOICE -> choices.contains(value);
      case SWITCH -> value instanceof Boolean;
      case TEXT -> value instanceof String;
      case FILE -> value instanceof java.nio.file.Path;
      case RANDOM, SERVICE, ARRIVALS, WORK -> value instanceof Distribution;
      case STEPS -> value instanceof List;
    };
  }

  /** A time span between {@code minNs} and {@code maxNs}, by default {@code standardNs}. */
  public static Parameter duration(
      String name, long standardNs, Range rangeNs, String meaning, String source) {
    return new Parameter(
        name,
        Kind.DURATION,
        false,
        standardNs,
        rangeNs.min(),
        rangeNs.max(),
        List.of(),
        meaning,
        source);
  }

  /** A time span that may be left out, and then there is none. */
  public static Parameter optionalDuration(String name, Range rangeNs, String meaning) {
    return new Parameter(
        name,
        Kind.DURATION,
        false,
        null,
        rangeNs.min(),
        rangeNs.max(),
        List.of(),
        meaning,
        "no default");
  }

  /** A time span that a user must give. */
  public static Parameter requiredDuration(String name, Range rangeNs, String meaning) {
    return new Parameter(
        name,
        Kind.DURATION,
        true,
        null,
        rangeNs.min(),
        rangeNs.max(),
        List.of(),
        meaning,
        "no default");
  }

  /** A whole number, by default {@code standard}. */
  public static Parameter count(
      String name, long standard, Range range, String meaning, String source) {
    return new Parameter(
        name, Kind.COUNT, false, standard, range.min(), range.max(), List.of(), meaning, source);
  }

  /** A whole number that may be left out, and then there is none. */
  public static Parameter optionalCount(String name, Range range, String meaning) {
    return new Parameter(
        name, Kind.COUNT, false, null, range.min(), range.max(), List.of(), meaning, "no default");
  }

  /** A whole number that a user must give. */
  public static Parameter requiredCount(String name, Range range, String meaning) {
    return new Parameter(
        name, Kind.COUNT, true, null, range.min(), range.max(), List.of(), meaning, "no default");
  }

  /** A percentage; {@code standard} and {@code range} in hundredths of a percent. */
  public static Parameter percent(
      String name, long standard, Range range, String meaning, String source) {
    return new Parameter(
        name, Kind.PERCENT, false, standard, range.min(), range.max(), List.of(), meaning, source);
  }

  /** A decimal number; {@code range} in millionths ({@link #FACTOR_ONE}). */
  public static Parameter factor(
      String name, double standard, Range range, String meaning, String source) {
    return new Parameter(
        name, Kind.FACTOR, false, standard, range.min(), range.max(), List.of(), meaning, source);
  }

  /** One of {@code choices}, by default {@code standard}. */
  public static Parameter choice(
      String name, String standard, List<String> choices, String meaning, String source) {
    return new Parameter(name, Kind.CHOICE, false, standard, 0, 0, choices, meaning, source);
  }

  /** True or false, by default {@code standard}. */
  public static Parameter toggle(String name, boolean standard, String meaning, String source) {
    return new Parameter(name, Kind.SWITCH, false, standard, 0, 0, List.of(), meaning, source);
  }

  /** A text that may be left out, and then there is none. */
  public static Parameter optionalText(String name, String meaning) {
    return plain(name, Kind.TEXT, false, meaning);
  }

  /** A text that a user must give. */
  public static Parameter requiredText(String name, String meaning) {
    return plain(name, Kind.TEXT, true, meaning);
  }

  /** A file or folder that a user must give. */
  public static Parameter requiredFile(String name, String meaning) {
    return plain(name, Kind.FILE, true, meaning);
  }

  /** A random time span that a user must give; constant unless a distribution is named. */
  public static Parameter requiredRandom(String name, long meanNsMin, String meaning) {
    return random(name, Kind.RANDOM, true, meanNsMin, meaning);
  }

  /** A random time span that may be left out; constant unless a distribution is named. */
  public static Parameter optionalRandom(String name, long meanNsMin, String meaning) {
    return random(name, Kind.RANDOM, false, meanNsMin, meaning);
  }

  /** A service or think time that a user must give; exponential unless a distribution is named. */
  public static Parameter requiredService(String name, long meanNsMin, String meaning) {
    return random(name, Kind.SERVICE, true, meanNsMin, meaning);
  }

  /** Arrivals, by {@code rate} or by mean gap, that a user must give. */
  public static Parameter requiredArrivals(String name, String meaning) {
    return random(name, Kind.ARRIVALS, true, 1, meaning);
  }

  /** Arrivals, by {@code rate} or by mean gap, that may be left out. */
  public static Parameter optionalArrivals(String name, String meaning) {
    return random(name, Kind.ARRIVALS, false, 1, meaning);
  }

  /** An amount of work that a user must give. */
  public static Parameter requiredWork(String name, String meaning) {
    return random(name, Kind.WORK, true, 1, meaning);
  }

  /** An amount of work; left out, the work never ends. */
  public static Parameter optionalWork(String name, String meaning) {
    return random(name, Kind.WORK, false, 1, meaning);
  }

  private static Parameter random(
      String name, Kind kind, boolean required, long meanNsMin, String meaning) {
    return new Parameter(
        name,
        kind,
        required,
        null,
        meanNsMin,
        Distribution.LONGEST_NS,
        List.of(),
        meaning,
        "no default");
  }

  /** The steps of a program, which a user must give. */
  public static Parameter requiredSteps(String name, String meaning) {
    return plain(name, Kind.STEPS, true, meaning);
  }

  private static Parameter plain(String name, Kind kind, boolean required, String meaning) {
    return new Parameter(name, kind, required, null, 0, 0, List.of(), meaning, "no default");
  }

  /**
   * The values allowed, both ends included.
   *
   * @param min the smallest, in the parameter's unit
   * @param max the largest, in the parameter's unit
   */
  public record Range(long min, long max) {
    public Range {
      if (min > max) {
        throw new IllegalArgumentException("min " + min + " > max " + max);
      }
    }

    /** From {@code min} to {@code max}, both included. */
    public static Range of(long min, long max) {
      return new Range(min, max);
    }

    /** From {@code min} up to whatever a run can hold. */
    public static Range atLeast(long min) {
      return new Range(min, Long.MAX_VALUE);
    }
  }
}
