package org.coremux.evidence;

/**
 * A queue whose means are known exactly: what the simulator is checked against.
 *
 * <p>Model: arrivals without memory, an endless waiting room, first come first served, in the
 * steady state. Times are in the unit of the times given, here ns.
 *
 * <p>Source: Kleinrock, "Queueing Systems", volume 1, 1975, sections 3.2, 3.5 and 5.7.
 */
public sealed interface Queue permits Mm1, Mmc, Mg1 {

  /** Mean time between two arrivals. Unit: ns. */
  double gapNs();

  /** Mean time that a request is served. Unit: ns. */
  double serviceNs();

  /** How many serve at once. */
  int servers();

  /** Mean time that a request waits before it is served. Unit: ns. */
  double meanWaitNs();

  /** Share of the time that a server is busy, below 1. */
  default double utilisation() {
    return serviceNs() / (gapNs() * servers());
  }

  /** Mean time from arrival to departure. Unit: ns. */
  default double meanSojournNs() {
    return meanWaitNs() + serviceNs();
  }

  /** Mean number of requests that wait (Little's law). */
  default double meanWaiting() {
    return meanWaitNs() / gapNs();
  }

  /** Mean number of requests that wait or are served (Little's law). */
  default double meanInSystem() {
    return meanSojournNs() / gapNs();
  }

  /** Refuses what has no steady state. */
  static void check(double gapNs, double serviceNs, int servers) {
    boolean fits = gapNs > 0 && serviceNs > 0 && servers >= 1;
    if (!fits || serviceNs >= gapNs * servers) {
      throw new IllegalArgumentException(
          "a request every "
              + gapNs
              + " ns for "
              + serviceNs
              + " ns on "
              + servers
              + " servers has no steady state");
    }
  }
}
