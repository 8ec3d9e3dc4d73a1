package org.coremux.evidence;

/**
 * One server, service of any distribution.
 *
 * <p>Source: the formula of Pollaczek and Khinchine.
 *
 * @param gapNs mean time between two arrivals
 * @param serviceNs mean time of a service, below the gap
 * @param varianceNs2 variance of a service; infinite gives an infinite wait
 */
public record Mg1(double gapNs, double serviceNs, double varianceNs2) implements Queue {
  /** Checks that there is a steady state. */
  public Mg1 {
    Queue.check(gapNs, serviceNs, 1);
    if (!(varianceNs2 >= 0)) {
      throw new IllegalArgumentException("a variance of " + varianceNs2 + " ns^2");
    }
  }

  @Override
  public int servers() {
    return 1;
  }

  @Override
  public double meanWaitNs() {
    double secondMoment = varianceNs2 + serviceNs * serviceNs;
    return secondMoment / (gapNs * 2 * (1 - utilisation()));
  }
}
