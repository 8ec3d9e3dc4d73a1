package org.coremux.sched;

/**
 * What {@link Lottery} can be told.
 *
 * @param quantumNs for how long a winner runs. Unit: ns. Default 100 ms. Source: Waldspurger and
 *     Weihl 1994, of Mach 3.0
 * @param compensates whether who uses only a part of its quantum holds more tickets until it wins
 *     again. Source: Waldspurger and Weihl 1994, section 4.5
 */
public record LotteryParameters(long quantumNs, boolean compensates) {
  /** Default quantum. Unit: ns. Source: schedulers.md, section 18.3. */
  public static final long QUANTUM_NS = 100_000_000;

  /** Checks the range. */
  public LotteryParameters {
    if (quantumNs <= 0) {
      throw new IllegalArgumentException("quantum " + quantumNs + " ns; allowed: over 0");
    }
  }
}
