package org.coremux.sched;

/**
 * What {@link Bvt} can be told.
 *
 * @param mcuNs the minimum charging unit, in which time is accounted for. Unit: ns. Default 100 us.
 *     Source: Xen 2.0, recalled
 * @param allowanceNs the context switch allowance C: by how much the current one may be ahead of
 *     another that wants to run. Unit: ns of virtual time. Default 5 ms. Source: Xen 2.0, recalled
 */
public record BvtParameters(long mcuNs, long allowanceNs) {
  /** Default minimum charging unit. Unit: ns. Source: schedulers.md, section 18.1, recalled. */
  public static final long MCU_NS = 100_000;

  /** Default allowance. Unit: ns. Source: schedulers.md, section 18.1, recalled. */
  public static final long ALLOWANCE_NS = 5_000_000;

  /** The weight for which virtual time goes as fast as time. Source: Xen's usual weight. */
  public static final int WEIGHT = 256;

  /** Checks the ranges. */
  public BvtParameters {
    if (mcuNs <= 0 || allowanceNs < 0) {
      throw new IllegalArgumentException(
          "mcu " + mcuNs + " ns; allowed: over 0; allowance " + allowanceNs + " ns; allowed: 0 on");
    }
  }

  /** By how much an MCU advances the virtual time of one with that weight. Unit: ns. */
  long advanceNs(int weight) {
    return Math.max(1, mcuNs * WEIGHT / weight);
  }
}
