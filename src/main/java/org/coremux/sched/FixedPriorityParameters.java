package org.coremux.sched;

/**
 * What {@link FixedPriority} can be told.
 *
 * @param byTurns whether those of one level run by turns; else who runs goes on until it blocks.
 *     Source: POSIX.1-2017, SCHED_RR and SCHED_FIFO
 * @param quantumNs how long a turn is. Unit: ns. Default 100 ms. Source: Linux, RR_TIMESLICE,
 *     recalled
 */
public record FixedPriorityParameters(boolean byTurns, long quantumNs) {
  /** Default turn. Unit: ns. Source: Linux, RR_TIMESLICE, recalled. */
  public static final long QUANTUM_NS = 100_000_000;

  /** The least urgent level. Source: Linux, sched_get_priority_min(2). */
  public static final int LEVEL_MIN = 1;

  /** The most urgent level. Source: Linux, sched_get_priority_max(2). */
  public static final int LEVEL_MAX = 99;

  /** Checks the range. */
  public FixedPriorityParameters {
    if (quantumNs <= 0) {
      throw new IllegalArgumentException("quantum " + quantumNs + " ns; allowed: over 0");
    }
  }
}
