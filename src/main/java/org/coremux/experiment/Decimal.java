package org.coremux.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Decimals made from integers, so that the same figures print the same bytes on every machine.
 *
 * <p>Times are exact; a ratio is rounded half up, once, at a fixed number of decimals.
 */
public final class Decimal {
  /** Decimals of a ratio or a rate. Unit: digits. */
  public static final int RATIO_PLACES = 6;

  private static final int SECOND_PLACES = 9;
  private static final int MILLISECOND_PLACES = 6;
  private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  private Decimal() {}

  /** Seconds, exact, with nine decimals. */
  public static BigDecimal seconds(long ns) {
    return BigDecimal.valueOf(ns, SECOND_PLACES);
  }

  /** Milliseconds, exact, with six decimals. */
  public static BigDecimal milliseconds(long ns) {
    return BigDecimal.valueOf(ns, MILLISECOND_PLACES);
  }

  /** {@code part / whole} with {@link #RATIO_PLACES} decimals; 0 of nothing is 0. */
  public static BigDecimal ratio(long part, long whole) {
    if (whole == 0) {
      return BigDecimal.ZERO.setScale(RATIO_PLACES);
    }
    return BigDecimal.valueOf(part)
        .divide(BigDecimal.valueOf(whole), RATIO_PLACES, RoundingMode.HALF_UP);
  }

  /** Events per second, with {@link #RATIO_PLACES} decimals, of {@code count} in a duration. */
  public static BigDecimal perSecond(long count, long durationNs) {
    return BigDecimal.valueOf(count)
        .multiply(NS_PER_SECOND)
        .divide(BigDecimal.valueOf(durationNs), RATIO_PLACES, RoundingMode.HALF_UP);
  }

  /**
   * The nanoseconds in a number of seconds.
   *
   * @throws ArithmeticException if they are no whole number, or more than a {@code long} holds
   */
  public static long nsOfSeconds(BigDecimal seconds) {
    return seconds.movePointRight(SECOND_PLACES).longValueExact();
  }

  /**
   * The nanoseconds in a number of milliseconds.
   *
   * @throws ArithmeticException if they are no whole number, or more than a {@code long} holds
   */
  public static long nsOfMilliseconds(BigDecimal milliseconds) {
    return milliseconds.movePointRight(MILLISECOND_PLACES).longValueExact();
  }
}
