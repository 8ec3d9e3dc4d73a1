package org.coremux.experiment;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Where a mean lies with a given confidence.
 *
 * <p>Model: Student's t over values that do not depend on each other and are nearly normal: results
 * of replications, differences of paired replications, or means of long batches of one run.
 *
 * <p>Source: Law, "Simulation Modeling and Analysis", 5th edition 2015, sections 4.5, 9.4 and 10.2.
 *
 * @param mean the values' mean, in their unit
 * @param halfWidth half the interval's width, in their unit
 * @param level the confidence, such as 0.95
 * @param count how many values there were, at least 2
 */
public record ConfidenceInterval(double mean, double halfWidth, double level, int count) {
  /** The confidence that reports use. Source: convention. */
  public static final double USUAL_LEVEL = 0.95;

  /**
   * The interval of the mean of independent values; absent for fewer than two.
   *
   * @param level the confidence, above 0 and below 1
   */
  public static Optional<ConfidenceInterval> of(double[] values, double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "confidence is " + level + "; allowed: above 0 and below 1");
    }
    if (values.length < 2) {
      return Optional.empty();
    }
    double mean = StatUtils.mean(values);
    double error = StrictMath.sqrt(StatUtils.variance(values, mean) / values.length);
    double quantile =
        new TDistribution(null, values.length - 1).inverseCumulativeProbability((1 + level) / 2);
    return Optional.of(new ConfidenceInterval(mean, quantile * error, level, values.length));
  }

  /**
   * The interval of how much larger the second value of each pair is: two systems under the same
   * draws, replication by replication. Absent for fewer than two pairs.
   *
   * @throws IllegalArgumentException if the numbers of values differ
   */
  public static Optional<ConfidenceInterval> ofDifferences(
      double[] first, double[] second, double level) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          first.length + " and " + second.length + " values make no pairs");
    }
    double[] differences = new double[first.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = second[i] - first[i];
    }
    return of(differences, level);
  }

  public double low() {
    return mean - halfWidth;
  }

  public double high() {
    return mean + halfWidth;
  }

  public boolean contains(double value) {
    return value >= low() && value <= high();
  }
}
