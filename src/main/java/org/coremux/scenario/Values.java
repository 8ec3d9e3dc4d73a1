package org.coremux.scenario;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.coremux.engine.Parameter.Range;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Quantity.QuantityException;

/** Reads single values; what is wrong with one is said, and the answer is empty. */
final class Values {

  private final Reading reading;

  Values(Reading reading) {
    this.reading = reading;
  }

  /** The longest name. Source: assumed; names are shown in tables. */
  static final int NAME_MAX = 200;

  /** A whole number within {@code range}. */
  OptionalLong count(Node node, String path, Range range) {
    Scalar scalar = scalar(node, path, "a whole number" + between(range, null));
    if (scalar == null || isMistyped(scalar, path, "a whole number")) {
      return OptionalLong.empty();
    }
    BigDecimal number;
    try {
      number = Quantity.number(scalar.text());
    } catch (QuantityException wrong) {
      reading.problem(
          node,
          path,
          Problem.quoted(scalar.text()) + " is not a whole number; " + allowed(range, null));
      return OptionalLong.empty();
    }
    if (scalar.text().matches("[+-]?0[\\d_]+")) {
      reading.problem(
          node,
          path,
          Problem.quoted(scalar.text())
              + " begins with a zero, which some read as octal; write "
              + number.toPlainString());
      return OptionalLong.empty();
    }
    if (number.stripTrailingZeros().scale() > 0) {
      reading.problem(
          node,
          path,
          Problem.quoted(scalar.text()) + " is not a whole number; " + allowed(range, null));
      return OptionalLong.empty();
    }
    return inside(number, scalar, path, range, null);
  }

  /** A number with a unit, within {@code range}, in the first unit of {@code dimension}. */
  OptionalLong quantity(Node node, String path, Dimension dimension, Range range) {
    Scalar scalar = scalar(node, path, dimension.noun() + " such as " + dimension.example());
    if (scalar == null) {
      return OptionalLong.empty();
    }
    if (scalar.isSwitch()) {
      reading.problem(
          node,
          path,
          "is a switch ("
              + scalar.text()
              + "), where "
              + dimension.noun()
              + " such as "
              + dimension.example()
              + " is expected");
      return OptionalLong.empty();
    }
    try {
      long value = Quantity.parse(scalar.text(), dimension);
      return inside(BigDecimal.valueOf(value), scalar, path, range, dimension);
    } catch (QuantityException wrong) {
      reading.problem(
          node,
          path,
          wrong.getMessage() + (wrong.isRange() ? "; " + allowed(range, dimension) : ""));
      return OptionalLong.empty();
    }
  }

  /** Whole times per second, within {@code range}. */
  OptionalLong rate(Node node, String path, Range range) {
    Scalar scalar = scalar(node, path, "a rate such as " + MixReader.EXAMPLE);
    if (scalar == null) {
      return OptionalLong.empty();
    }
    String text = scalar.text().strip();
    String wrong = Problem.quoted(text) + " is no rate; write whole times per second, as in ";
    if (!text.endsWith("/s")) {
      reading.problem(node, path, wrong + MixReader.EXAMPLE);
      return OptionalLong.empty();
    }
    try {
      long rate =
          Quantity.number(text.substring(0, text.length() - "/s".length())).longValueExact();
      if (rate >= range.min() && rate <= range.max()) {
        return OptionalLong.of(rate);
      }
      reading.problem(
          node,
          path,
          Problem.quoted(text)
              + " is out of range; allowed is "
              + YamlTree.grouped(range.min())
              + "/s to "
              + YamlTree.grouped(range.max())
              + "/s");
    } catch (QuantityException | ArithmeticException notWhole) {
      reading.problem(node, path, wrong + MixReader.EXAMPLE);
    }
    return OptionalLong.empty();
  }

  /** A decimal number without a unit; {@code range} in millionths. */
  OptionalDouble factor(Node node, String path, Range range) {
    Scalar scalar = scalar(node, path, "a number");
    if (scalar == null || isMistyped(scalar, path, "a number")) {
      return OptionalDouble.empty();
    }
    try {
      BigDecimal number = Quantity.number(scalar.text());
      BigDecimal millionths = number.movePointRight(6);
      if (millionths.compareTo(BigDecimal.valueOf(range.min())) >= 0
          && millionths.compareTo(BigDecimal.valueOf(range.max())) <= 0) {
        return OptionalDouble.of(number.doubleValue());
      }
      reading.problem(
          node,
          path,
          Problem.quoted(scalar.text())
              + " is out of range; allowed are "
              + millionths(range.min())
              + " to "
              + millionths(range.max()));
    } catch (QuantityException wrong) {
      reading.problem(node, path, wrong.getMessage());
    }
    return OptionalDouble.empty();
  }

  private static String millionths(long value) {
    BigDecimal shown = BigDecimal.valueOf(value).movePointLeft(6).stripTrailingZeros();
    return shown.signum() == 0 ? "0" : shown.toPlainString();
  }

  /** {@code true} or {@code false}. */
  Optional<Boolean> toggle(Node node, String path) {
    Scalar scalar = scalar(node, path, "true or false");
    if (scalar == null) {
      return Optional.empty();
    }
    if (!scalar.isSwitch()) {
      reading.problem(node, path, "is " + scalar.noun() + "; allowed are true and false");
      return Optional.empty();
    }
    return Optional.of(scalar.isTrue());
  }

  /** Any text, empty text too. */
  Optional<String> text(Node node, String path) {
    Scalar scalar = scalar(node, path, "a text");
    if (scalar == null) {
      return Optional.empty();
    }
    if (scalar.isSwitch()) {
      reading.problem(
          node,
          path,
          "is a switch ("
              + scalar.text()
              + "), where a text is expected; put it in quotes if it is meant as text");
      return Optional.empty();
    }
    return Optional.of(scalar.text());
  }

  /** A name: a printable text that is not blank. */
  Optional<String> name(Node node, String path) {
    Optional<String> text = text(node, path);
    if (text.isEmpty()) {
      return text;
    }
    String name = text.get();
    if (name.isBlank()) {
      reading.problem(node, path, "is blank; a name has printable characters");
      return Optional.empty();
    }
    if (!name.equals(name.strip())) {
      reading.problem(node, path, "begins or ends with a blank, which nobody can see");
      return Optional.empty();
    }
    boolean isPrintable =
        name.codePoints()
            .noneMatch(
                c ->
                    Character.isISOControl(c)
                        || c == 0x2028
                        || c == 0x2029
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.UNASSIGNED);
    if (!isPrintable || name.length() > NAME_MAX) {
      reading.problem(
          node,
          path,
          isPrintable
              ? "has " + name.length() + " characters; allowed are " + NAME_MAX
              : Problem.quoted(name) + " has characters that cannot be printed");
      return Optional.empty();
    }
    return text;
  }

  /** The node as a single value with something in it, or null. */
  Scalar scalar(Node node, String path, String wanted) {
    if (!(node instanceof Scalar scalar)) {
      reading.problem(node, path, "is " + node.noun() + ", where " + wanted + " is expected");
      return null;
    }
    if (scalar.isNull()) {
      reading.problem(node, path, "has no value, where " + wanted + " is expected");
      return null;
    }
    return scalar;
  }

  private boolean isMistyped(Scalar scalar, String path, String wanted) {
    if (scalar.isSwitch()) {
      reading.problem(
          scalar, path, "is a switch (" + scalar.text() + "), where " + wanted + " is expected");
      return true;
    }
    if (scalar.isQuoted()) {
      reading.problem(
          scalar,
          path,
          "is text in quotes, where " + wanted + " is expected; leave out the quotes");
      return true;
    }
    return false;
  }

  private OptionalLong inside(
      BigDecimal number, Scalar scalar, String path, Range range, Dimension dimension) {
    if (number.compareTo(BigDecimal.valueOf(range.min())) < 0
        || number.compareTo(BigDecimal.valueOf(range.max())) > 0) {
      reading.problem(
          scalar,
          path,
          Problem.quoted(scalar.text()) + " is out of range; " + allowed(range, dimension));
      return OptionalLong.empty();
    }
    return OptionalLong.of(number.longValueExact());
  }

  static String allowed(Range range, Dimension dimension) {
    return range.max() == Long.MAX_VALUE
        ? "allowed is " + shown(range.min(), dimension) + " or more"
        : "allowed is " + shown(range.min(), dimension) + " to " + shown(range.max(), dimension);
  }

  private static String between(Range range, Dimension dimension) {
    return range.max() == Long.MAX_VALUE
        ? ""
        : " from " + shown(range.min(), dimension) + " to " + shown(range.max(), dimension);
  }

  private static String shown(long value, Dimension dimension) {
    return dimension == null ? YamlTree.grouped(value) : Quantity.format(value, dimension);
  }
}
