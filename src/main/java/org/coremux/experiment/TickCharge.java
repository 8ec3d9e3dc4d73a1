package org.coremux.experiment;

/**
 * What a guest that accounts by ticks believes that the threads of a workload ran, beside what they
 * did run.
 *
 * @param chargedNs what ticks have charged them; ns
 * @param ranNs for how long they had a vCPU that ran; ns
 */
public record TickCharge(long chargedNs, long ranNs) {
  /** Refuses negative figures. */
  public TickCharge {
    if (chargedNs < 0 || ranNs < 0) {
      throw new IllegalArgumentException(
          "negative: charged %d ns, ran %d ns".formatted(chargedNs, ranNs));
    }
  }

  /** Two guests' together. */
  TickCharge plus(TickCharge other) {
    return new TickCharge(
        Math.addExact(chargedNs, other.chargedNs), Math.addExact(ranNs, other.ranNs));
  }
}
