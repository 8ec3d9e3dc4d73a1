package org.coremux.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A figure over replications: its mean, and the interval in which the mean lies with 95 %
 * confidence. With six decimals, so that saved ones are the same.
 *
 * @param mean over the replications
 * @param low the interval's begin
 * @param high its end
 * @param merged of a percentile: that of all replications' observations together
 */
public record Estimate(
    BigDecimal mean, BigDecimal low, BigDecimal high, Optional<BigDecimal> merged) {
  /** Refuses an interval without its mean. */
  public Estimate {
    if (low.compareTo(mean) > 0 || high.compareTo(mean) < 0) {
      throw new IllegalArgumentException("%s is not in %s to %s".formatted(mean, low, high));
    }
  }

  /** Of one value for each replication; empty for fewer than two. */
  static Optional<Estimate> of(double[] values) {
    return ConfidenceInterval.of(values, ConfidenceInterval.USUAL_LEVEL)
        .map(
            interval ->
                new Estimate(
                    rounded(interval.mean()),
                    rounded(interval.low()),
                    rounded(interval.high()),
                    Optional.empty()));
  }

  Estimate withMerged(BigDecimal of) {
    return new Estimate(mean, low, high, Optional.of(of));
  }

  static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(Decimal.RATIO_PLACES, RoundingMode.HALF_UP);
  }

  /** What is shown: of a percentile that of all observations, else the mean. */
  public BigDecimal shown() {
    return merged.orElse(mean);
  }

  /** Half the width over the mean; 0 for a figure that is always 0. */
  public double relativeHalfWidth() {
    double half = high.subtract(low).doubleValue() / 2;
    return half == 0 ? 0 : half / StrictMath.abs(mean.doubleValue());
  }
}
