package org.coremux.experiment;

import java.util.OptionalLong;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The confidence interval of a mean from one run, by batch means: the run is cut into stretches
 * long enough to be nearly independent, and the spread of their means says how far the mean can be
 * trusted.
 *
 * <p>Source: A. M. Law, "Simulation Modeling and Analysis", 5th ed. (2015), section 9.5.3.
 */
public final class BatchMeans {
  /**
   * Fewest batches that make an interval. Unit: batches. Source: assumed; Law advises 10 or more.
   */
  public static final int BATCHES_MIN = 10;

  private static final double CONFIDENCE = 0.95;

  private BatchMeans() {}

  /**
   * Half the width of the 95 % confidence interval of the mean.
   *
   * @param totalsNs per batch the sum of what was observed, ns
   * @param counts per batch how many were observed; batches without any are left out
   * @return empty with fewer than {@link #BATCHES_MIN} batches that observed something
   */
  public static OptionalLong halfWidthNs(long[] totalsNs, long[] counts) {
    if (totalsNs.length != counts.length) {
      throw new IllegalArgumentException(
          totalsNs.length + " totals, but " + counts.length + " counts");
    }
    int batches = 0;
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        batches++;
        double value = (double) totalsNs[i] / counts[i];
        double step = value - mean;
        mean += step / batches;
        squares += step * (value - mean);
      }
    }
    if (batches < BATCHES_MIN) {
      return OptionalLong.empty();
    }
    double quantile =
        new TDistribution(batches - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
    double halfWidth = quantile * Math.sqrt(squares / (batches - 1) / batches);
    return OptionalLong.of(Math.round(halfWidth));
  }
}
