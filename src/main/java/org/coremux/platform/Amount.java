package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A cost as its source states it: in cycles, or in time.
 *
 * @param cycles clock cycles, at least 0
 * @param ns nanoseconds, at least 0
 */
public record Amount(long cycles, long ns) {
  /** Nothing. */
  public static final Amount ZERO = new Amount(0, 0);

  private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /**
   * Checks the cost.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public Amount {
    if (cycles < 0 || ns < 0) {
      throw new IllegalArgumentException(
          "a cost of " + cycles + " cycles and " + ns + " ns; allowed: 0 or more");
    }
  }

  public static Amount ofCycles(long cycles) {
    return new Amount(cycles, 0);
  }

  public static Amount ofNs(long ns) {
    return new Amount(0, ns);
  }

  public boolean isZero() {
    return cycles == 0 && ns == 0;
  }

  /** For people: {@code 300 cycles}, {@code 1,500 ns}, or both with a plus. */
  @Override
  public String toString() {
    String cyclesText =
        String.format(Locale.ROOT, "%,d %s", cycles, cycles == 1 ? "cycle" : "cycles");
    String nsText = String.format(Locale.ROOT, "%,d ns", ns);
    if (cycles == 0) {
      return nsText;
    }
    return ns == 0 ? cyclesText : cyclesText + " + " + nsText;
  }

  /**
   * Cycles at a clock in whole nanoseconds, rounded half up: the one place where cycles become
   * time. The dividend is the exact sum of a path, so its steps are not rounded one by one.
   */
  static long roundToNs(BigDecimal cycles, BigDecimal ns, long clockHz) {
    BigDecimal hz = BigDecimal.valueOf(clockHz);
    BigDecimal dividend = cycles.multiply(NS_PER_SECOND).add(ns.multiply(hz));
    return dividend.divide(hz, 0, RoundingMode.HALF_UP).longValueExact();
  }
}
