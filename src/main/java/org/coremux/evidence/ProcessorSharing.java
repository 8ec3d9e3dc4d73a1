package org.coremux.evidence;

/**
 * One server that serves all who are there at once, each at an equal part of its speed; arrivals
 * without memory, service of any distribution.
 *
 * <p>Source: Kleinrock, "Queueing Systems", volume 2, 1976, section 4.4.
 *
 * @param gapNs mean time between two arrivals
 * @param serviceNs mean time of a service alone, below the gap
 */
public record ProcessorSharing(double gapNs, double serviceNs) {
  /** Checks that there is a steady state. */
  public ProcessorSharing {
    Queue.check(gapNs, serviceNs, 1);
  }

  /** Mean time from arrival to departure, whatever the distribution. Unit: ns. */
  public double meanSojournNs() {
    return sojournNs(serviceNs);
  }

  /** Mean time from arrival to departure of those who need so much service. Unit: ns. */
  public double sojournNs(double needNs) {
    return needNs / (1 - serviceNs / gapNs);
  }
}
