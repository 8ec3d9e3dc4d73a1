package org.coremux.engine;

/**
 * The standard normal distribution's density, upper tail and their quotient.
 *
 * <p>Cost: hundreds of operations; for moments and tests, never for a draw.
 *
 * <p>Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 26.2.11 (series)
 * and 26.2.14 (continued fraction).
 */
final class StandardNormal {
  /** Where the continued fraction takes over from the series. Source: assumed; both agree here. */
  private static final double SERIES_MAX = 2.5;

  /** Terms of the continued fraction: ample for 15 digits beyond 2.5. Source: assumed. */
  private static final int FRACTION_TERMS = 300;

  private StandardNormal() {}

  /** exp(-z^2/2) / sqrt(2 pi). */
  static double density(double z) {
    return StrictMath.exp(-0.5 * z * z) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  /** P(more than z). */
  static double upperTail(double z) {
    if (z > SERIES_MAX) {
      return density(z) / fraction(z);
    }
    return z < -SERIES_MAX ? 1 - upperTail(-z) : 0.5 - density(z) * series(z);
  }

  /** Density over upper tail: the mean of what exceeds z, when z is far to the right. */
  static double hazard(double z) {
    return z > SERIES_MAX ? fraction(z) : density(z) / upperTail(z);
  }

  /** z + z^3/3 + z^5/(3 5) + ..., which times the density is the area from 0 to z. */
  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int n = 3; sum + term != sum; n += 2) {
      term *= z * z / n;
      sum += term;
    }
    return sum;
  }

  /** z + 1/(z + 2/(z + 3/(z + ...))), evaluated from its far end. */
  private static double fraction(double z) {
    double value = z;
    for (int n = FRACTION_TERMS; n >= 1; n--) {
      value = z + n / value;
    }
    return value;
  }
}
