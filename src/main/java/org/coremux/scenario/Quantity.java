package org.coremux.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Numbers with units, as people write them: {@code 30 ms}, {@code 2.6 GHz}, {@code 1_000/s}.
 *
 * <p>Exact: a value is a whole number of its base unit or an error, never rounded. The blank before
 * the unit may be left out; underscores may group digits; {@code 1.5e3} is a number.
 */
public final class Quantity {

  /** No number that anybody means has more characters, and so none can exhaust the memory. */
  private static final int LENGTH_MAX = 60;

  /** No unit spans more decades than a {@code long} does twice. */
  private static final int EXPONENT_MAX = 40;

  private static final Pattern NUMBER =
      Pattern.compile("([+-]?)(\\d[\\d_]*)?(\\.\\d[\\d_]*|\\.)?([eE][+-]?\\d{1,9})?\\s*(.*)");

  private Quantity() {}

  /** What a quantity measures, with its units; values are whole numbers of the first unit. */
  public enum Dimension {
    /** Time spans, in ns. */
    TIME(
        "a time",
        "30 ms",
        unit("ns", 1),
        unit("us", 1_000),
        unit("µs", 1_000),
        unit("μs", 1_000),
        unit("ms", 1_000_000),
        unit("s", 1_000_000_000L),
        unit("min", 60_000_000_000L),
        unit("h", 3_600_000_000_000L),
        unit("d", 86_400_000_000_000L)),
    /** Memory, in bytes; {@code kB} is 1,000 and {@code KiB} 1,024 of them. */
    BYTES(
        "a size",
        "64 GiB",
        unit("B", 1),
        unit("kB", 1_000),
        unit("MB", 1_000_000),
        unit("GB", 1_000_000_000),
        unit("TB", 1_000_000_000_000L),
        unit("KiB", 1L << 10),
        unit("MiB", 1L << 20),
        unit("GiB", 1L << 30),
        unit("TiB", 1L << 40)),
    /** Clock rates, in Hz. */
    FREQUENCY(
        "a clock rate",
        "2.6 GHz",
        unit("Hz", 1),
        unit("kHz", 1_000),
        unit("MHz", 1_000_000),
        unit("GHz", 1_000_000_000)),
    /** Data rates, in bit/s. */
    BANDWIDTH(
        "a data rate",
        "10 Gbit/s",
        unit("bit/s", 1),
        unit("kbit/s", 1_000),
        unit("Mbit/s", 1_000_000),
        unit("Gbit/s", 1_000_000_000)),
    /** Percentages, in hundredths of a percent. */
    PERCENT("a percentage", "150 %", unit("%", 100));

    private final String noun;
    private final String example;
    private final List<Unit> units;

    Dimension(String noun, String example, Unit... units) {
      this.noun = noun;
      this.example = example;
      this.units = List.of(units);
    }

    /** With its article: {@code a time}. */
    public String noun() {
      return noun;
    }

    /** A value as a user would write it. */
    public String example() {
      return example;
    }

    /** The names of the units, smallest first. */
    public List<String> unitNames() {
      return units.stream().map(Unit::name).filter(n -> !n.equals("μs")).toList();
    }

    private static Unit unit(String name, long factor) {
      return new Unit(name, BigDecimal.valueOf(factor));
    }
  }

  /** The units of {@code rate}, in ns for one. */
  private static final List<Unit> RATES =
      List.of(
          Dimension.unit("/ns", 1),
          Dimension.unit("/us", 1_000),
          Dimension.unit("/µs", 1_000),
          Dimension.unit("/ms", 1_000_000),
          Dimension.unit("/s", 1_000_000_000L),
          Dimension.unit("/min", 60_000_000_000L),
          Dimension.unit("/h", 3_600_000_000_000L));

  /**
   * A unit: {@code factor} times the base unit.
   *
   * @param name as written
   * @param factor so many base units
   */
  private record Unit(String name, BigDecimal factor) {}

  /**
   * A number and the text that follows it.
   *
   * @param value the number
   * @param unit what follows, without surrounding blanks; empty when nothing does
   */
  record Measured(BigDecimal value, String unit) {}

  /** A text is no quantity of the kind asked for; the message is for the user. */
  public static final class QuantityException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final boolean isRange;

    QuantityException(String message) {
      this(message, false);
    }

    private QuantityException(String message, boolean isRange) {
      super(message);
      this.isRange = isRange;
    }

    /** Whether it is a quantity, but beyond what can be told. */
    boolean isRange() {
      return isRange;
    }
  }

  /**
   * {@code text} as a whole number of the first unit of {@code dimension}.
   *
   * @throws QuantityException if it is no number with one of the units, negative, not a whole
   *     number of the base unit, or larger than a {@code long}
   */
  public static long parse(String text, Dimension dimension) {
    Measured measured = split(text, dimension.noun + " such as " + dimension.example);
    List<String> names = dimension.unitNames();
    if (measured.unit.isEmpty()) {
      throw new QuantityException(
          Problem.quoted(text)
              + " has no unit; allowed are "
              + String.join(", ", names)
              + ", as in "
              + dimension.example);
    }
    Unit unit = find(dimension.units, measured.unit);
    if (unit == null) {
      throw new QuantityException(
          Problem.quoted(text)
              + " has an unknown unit; allowed are "
              + String.join(", ", names)
              + ", as in "
              + dimension.example
              + Nearest.hint(measured.unit, names));
    }
    BigDecimal base = measured.value.multiply(unit.factor);
    return whole(base, text, dimension);
  }

  /**
   * The mean gap in ns of a rate such as {@code 800/s}, exact to 30 digits.
   *
   * @throws QuantityException if it is no positive number with one of the units
   */
  public static BigDecimal gapNs(String text) {
    Measured measured = split(text, "a rate such as 800/s");
    List<String> names = RATES.stream().map(Unit::name).toList();
    String wanted = measured.unit.replaceFirst("/\\s+", "/");
    Unit unit = find(RATES, wanted);
    if (unit == null) {
      throw new QuantityException(
          Problem.quoted(text)
              + (wanted.isEmpty() ? " has no unit" : " has an unknown unit")
              + "; allowed are "
              + String.join(", ", names)
              + ", as in 800/s"
              + Nearest.hint(wanted, names));
    }
    if (measured.value.signum() <= 0) {
      throw new QuantityException(Problem.quoted(text) + " is no rate above zero");
    }
    return unit.factor.divide(measured.value, 30, RoundingMode.HALF_UP);
  }

  /**
   * {@code text} as a number without a unit.
   *
   * @throws QuantityException if it is none
   */
  static BigDecimal number(String text) {
    Measured measured = split(text, "a number");
    if (!measured.unit.isEmpty()) {
      throw new QuantityException(Problem.quoted(text) + " is no plain number");
    }
    return measured.value;
  }

  /** {@code value} base units as a user would write it, such that {@link #parse} gives it back. */
  public static String format(long value, Dimension dimension) {
    return format(BigDecimal.valueOf(value), dimension);
  }

  /** As above, for a value that need not be whole. */
  static String format(BigDecimal value, Dimension dimension) {
    Unit best = dimension.units.get(0);
    for (Unit unit : candidates(dimension)) {
      if (value.compareTo(unit.factor) >= 0
          && isShort(value, unit)
          && unit.factor.compareTo(best.factor) >= 0) {
        best = unit;
      }
    }
    if (value.signum() == 0 && dimension == Dimension.TIME) {
      return "0 s";
    }
    BigDecimal shown = value.divide(best.factor, 40, RoundingMode.UNNECESSARY).stripTrailingZeros();
    return shown.toPlainString() + " " + best.name;
  }

  private static List<Unit> candidates(Dimension dimension) {
    List<Unit> units = new ArrayList<>(dimension.units);
    units.removeIf(
        unit ->
            unit.name.equals("µs")
                || unit.name.equals("μs")
                || unit.name.endsWith("B") && unit.name.length() == 2);
    return units;
  }

  /** Powers of ten may have decimals; minutes, hours, days and powers of two must come out even. */
  private static boolean isShort(BigDecimal value, Unit unit) {
    boolean isDecimal = unit.factor.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE);
    return isDecimal || value.remainder(unit.factor).signum() == 0;
  }

  private static Unit find(List<Unit> units, String name) {
    for (Unit unit : units) {
      if (unit.name.equals(name)) {
        return unit;
      }
    }
    return null;
  }

  private static long whole(BigDecimal base, String text, Dimension dimension) {
    if (base.signum() < 0) {
      throw new QuantityException(Problem.quoted(text) + " is negative", true);
    }
    BigInteger integer;
    try {
      integer = base.toBigIntegerExact();
    } catch (ArithmeticException inexact) {
      throw new QuantityException(
          Problem.quoted(text)
              + " is finer than "
              + (dimension == Dimension.PERCENT ? "0.01 %" : "1 " + dimension.units.get(0).name));
    }
    if (integer.bitLength() > 63) {
      throw new QuantityException(Problem.quoted(text) + " is too large", true);
    }
    return integer.longValueExact();
  }

  private static Measured split(String text, String wanted) {
    String trimmed = text.strip();
    Matcher matcher = NUMBER.matcher(trimmed);
    boolean hasNumber =
        trimmed.length() <= LENGTH_MAX
            && matcher.matches()
            && (matcher.group(2) != null
                || matcher.group(3) != null && matcher.group(3).length() > 1);
    if (!hasNumber) {
      throw new QuantityException(Problem.quoted(text) + " is not " + wanted);
    }
    String digits =
        matcher.group(1)
            + (matcher.group(2) == null ? "0" : matcher.group(2))
            + (matcher.group(3) == null ? "" : matcher.group(3));
    String exponent = matcher.group(4) == null ? "" : matcher.group(4);
    if (!exponent.isEmpty() && Math.abs(Integer.parseInt(exponent.substring(1))) > EXPONENT_MAX) {
      throw new QuantityException(Problem.quoted(text) + " is out of every range", true);
    }
    String unit = matcher.group(5).strip();
    if (!unit.isEmpty() && (Character.isDigit(unit.charAt(0)) || unit.startsWith(","))) {
      throw new QuantityException(
          Problem.quoted(text) + " is not " + wanted + "; digits are grouped with _, as in 1_000");
    }
    return new Measured(new BigDecimal(digits.replace("_", "") + exponent), unit);
  }

  /** The pattern that the JSON Schema gives editors for {@code dimension}. */
  static String pattern(Dimension dimension) {
    return schemaPattern(dimension.units.stream().map(Unit::name));
  }

  /** The pattern that the JSON Schema gives editors for a rate. */
  static String ratePattern() {
    return schemaPattern(RATES.stream().map(Unit::name));
  }

  private static String schemaPattern(java.util.stream.Stream<String> units) {
    return "^\\s*\\+?(\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)([eE][+-]?\\d+)?\\s*("
        + units.collect(Collectors.joining("|"))
        + ")\\s*$";
  }
}
