package org.coremux.engine;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes a time in the largest unit of which it is at least one, as scenarios do. */
public final class DurationText {
  /** Digits beyond which a figure that is no round number is cut for people. Source: assumed. */
  private static final MathContext DIGITS = new MathContext(15);

  private static final String[] UNITS = {"s", "ms", "us", "ns"};
  private static final long[] UNIT_NS = {1_000_000_000L, 1_000_000L, 1_000L, 1L};

  private DurationText() {}

  /** Text such as {@code 1.5 ms}; zero is {@code 0 ns}. */
  public static String of(double ns) {
    for (int i = 0; i < UNITS.length; i++) {
      if (ns >= UNIT_NS[i]) {
        return number(ns, UNIT_NS[i]) + " " + UNITS[i];
      }
    }
    return number(ns) + " ns";
  }

  /** A number without exponent or trailing zeros. */
  static String number(double value) {
    return number(value, 1);
  }

  private static String number(double value, long unit) {
    BigDecimal quotient = new BigDecimal(value).divide(BigDecimal.valueOf(unit), DIGITS);
    return quotient.signum() == 0 ? "0" : quotient.stripTrailingZeros().toPlainString();
  }
}
