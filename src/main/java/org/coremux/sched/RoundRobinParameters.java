package org.coremux.sched;

/**
 * What {@link RoundRobin} can be told.
 *
 * @param quantumNs how long one runs before the next has its turn. Unit: ns. Default 10 ms. Source:
 *     assumed; between the 4 ms of a Linux tick at HZ=250 and the 30 ms of Xen's credit.
 * @param perCpu whether each processor has a queue of its own, and steals when that is empty.
 *     Default no: one for all. Source: schedulers.md 18.6
 */
public record RoundRobinParameters(long quantumNs, boolean perCpu) {
  /** Default quantum. Unit: ns. Source: assumed. */
  public static final long QUANTUM_NS = 10_000_000;

  /** With one queue for all processors. */
  public RoundRobinParameters(long quantumNs) {
    this(quantumNs, false);
  }

  /** Checks the range. */
  public RoundRobinParameters {
    if (quantumNs <= 0) {
      throw new IllegalArgumentException("quantum " + quantumNs + " ns; allowed: over 0");
    }
  }
}
