package org.coremux.sched;

/**
 * What {@link Stride} can be told.
 *
 * @param quantumNs what a client is allocated at a time. Unit: ns. Default 10 ms. Source: assumed,
 *     as of round robin; Waldspurger measured with 100 ms
 */
public record StrideParameters(long quantumNs) {
  /** Default quantum. Unit: ns. Source: assumed. */
  public static final long QUANTUM_NS = RoundRobinParameters.QUANTUM_NS;

  /** Stride of a client with one ticket. Source: schedulers.md, section 18.4; 2^20 in the paper. */
  public static final long STRIDE_ONE = 1 << 20;

  /** Checks the range. */
  public StrideParameters {
    if (quantumNs <= 0) {
      throw new IllegalArgumentException("quantum " + quantumNs + " ns; allowed: over 0");
    }
  }
}
