package org.coremux.sched;

/**
 * What {@link RoundRobin} can be told.
 *
 * @param quantumNs how long one runs before the next has its turn. Unit: ns. Default 10 ms. Source:
 *     assumed; between the 4 ms of a Linux tick at HZ=250 and the 30 ms of Xen's credit.
 */
public record RoundRobinParameters(long quantumNs) {
  /** Default quantum. Unit: ns. Source: assumed. */
  public static final long QUANTUM_NS = 10_000_000;

  /** Checks the range. */
  public RoundRobinParameters {
    if (quantumNs <= 0) {
      throw new IllegalArgumentException("quantum " + quantumNs + " ns; allowed: over 0");
    }
  }
}
