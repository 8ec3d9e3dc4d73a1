package org.coremux.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;

/**
 * From the values of one figure of all policies, with their intervals, to places from 0 to 1;
 * values that differ much are placed by their logarithms.
 *
 * @param low the value at 0
 * @param high the value at 1
 * @param isLog whether it is logarithmic
 */
public record DotScale(double low, double high, boolean isLog) {
  /** Values that differ by no less are placed by their logarithms. Source: assumed. */
  private static final double SPREAD = 5;

  /** How far below the least mean an interval may reach where it is logarithmic. */
  private static final double BELOW = 2;

  /** One that holds all intervals of the figure. */
  public static DotScale of(ComparisonResult result, Yardstick by) {
    List<Estimate> all =
        result.alternatives().stream().map(by::of).flatMap(Optional::stream).toList();
    double low = all.stream().mapToDouble(one -> one.low().doubleValue()).min().orElse(0);
    double high = all.stream().mapToDouble(one -> one.high().doubleValue()).max().orElse(0);
    double least = all.stream().mapToDouble(one -> one.mean().doubleValue()).min().orElse(0);
    boolean isLog = least > 0 && high / least >= SPREAD;
    // An interval may reach below zero, where none of these figures and no logarithm can be.
    return new DotScale(Math.max(low, isLog ? least / BELOW : 0), high, isLog);
  }

  /** Where a value is; one outside is at the nearer end. */
  public double place(double value) {
    double inside = Math.max(low, Math.min(high, value));
    if (high <= low) {
      return 0.5;
    }
    return isLog ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
  }

  /** The same of a decimal. */
  public double place(BigDecimal value) {
    return place(value.doubleValue());
  }
}
