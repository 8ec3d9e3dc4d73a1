package org.coremux.evidence;

/**
 * One server, exponential service, and only so many places: what finds all of them taken is lost.
 *
 * <p>Source: Kleinrock, "Queueing Systems", volume 1, 1975, section 3.6.
 *
 * @param gapNs mean time between two arrivals
 * @param serviceNs mean time of a service; may be above the gap
 * @param places of those who wait and the one that is served
 */
public record Mm1k(double gapNs, double serviceNs, int places) {
  /** Checks the ranges. */
  public Mm1k {
    if (!(gapNs > 0) || !(serviceNs > 0) || places < 1) {
      throw new IllegalArgumentException(
          "a request every " + gapNs + " ns for " + serviceNs + " ns, " + places + " places");
    }
  }

  /** The share of the requests that is lost: with memoryless arrivals, that of the time full. */
  public double lostShare() {
    double power = 1;
    double sum = 1;
    for (int k = 1; k <= places; k++) {
      power *= serviceNs / gapNs;
      sum += power;
    }
    return power / sum;
  }

  /** The share of the time that the server is busy. */
  public double utilisation() {
    return serviceNs / gapNs * (1 - lostShare());
  }
}
