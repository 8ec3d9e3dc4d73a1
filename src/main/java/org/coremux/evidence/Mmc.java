package org.coremux.evidence;

/**
 * Several servers with one queue, exponential service.
 *
 * <p>Source: Erlang's C formula, by way of the recursion for his B formula, which is stable.
 *
 * @param gapNs mean time between two arrivals
 * @param serviceNs mean time of a service, below servers times the gap
 * @param servers at least 1
 */
public record Mmc(double gapNs, double serviceNs, int servers) implements Queue {
  /** Checks that there is a steady state. */
  public Mmc {
    Queue.check(gapNs, serviceNs, servers);
  }

  /** Probability that a request has to wait. */
  public double waitProbability() {
    double load = serviceNs / gapNs;
    double blocked = 1;
    for (int k = 1; k <= servers; k++) {
      blocked = load * blocked / (k + load * blocked);
    }
    return blocked / (1 - utilisation() * (1 - blocked));
  }

  @Override
  public double meanWaitNs() {
    return waitProbability() * serviceNs / (servers * (1 - utilisation()));
  }
}
