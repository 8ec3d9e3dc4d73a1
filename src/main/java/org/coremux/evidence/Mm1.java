package org.coremux.evidence;

/**
 * One server, exponential service.
 *
 * @param gapNs mean time between two arrivals
 * @param serviceNs mean time of a service, below the gap
 */
public record Mm1(double gapNs, double serviceNs) implements Queue {
  /** Checks that there is a steady state. */
  public Mm1 {
    Queue.check(gapNs, serviceNs, 1);
  }

  @Override
  public int servers() {
    return 1;
  }

  @Override
  public double meanWaitNs() {
    return utilisation() * meanSojournNs();
  }

  /** The reciprocal of service rate less arrival rate. */
  @Override
  public double meanSojournNs() {
    return serviceNs / (1 - utilisation());
  }

  /**
   * The sojourn that so many percent of the requests do not exceed: it is exponential.
   *
   * @param percent at least 0, below 100
   */
  public double sojournPercentileNs(double percent) {
    return -StrictMath.log1p(-percent / 100) * meanSojournNs();
  }
}
