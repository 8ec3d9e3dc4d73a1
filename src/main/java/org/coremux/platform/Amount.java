package org.coremux.platform;

import java.math.BigDecimal;
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

  /** So many times as much, rounded down. */
  Amount times(int numerator, int denominator) {
    return new Amount(cycles * numerator / denominator, ns * numerator / denominator);
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

  /** The same for sums that are not whole. */
  ExactCost.Exact exactly() {
    return new ExactCost.Exact(BigDecimal.valueOf(cycles), BigDecimal.valueOf(ns));
  }
}
