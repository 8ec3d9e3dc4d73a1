package org.coremux.experiment;

import org.coremux.guest.CrossCallMeter;

/**
 * What the cross calls of a workload took, such as its TLB shootdowns.
 *
 * @param interrupts inter-processor interrupts that they sent
 * @param late those of them to a vCPU that waited for a pCPU, and so for its next dispatch
 * @param deferred vCPUs that were left to the hypervisor instead
 * @param stalledNs from asking to going on, in all, with a pCPU or without. Unit: ns
 */
public record CrossCalls(long interrupts, long late, long deferred, long stalledNs) {
  /** Refuses negative counts. */
  public CrossCalls {
    if (interrupts < 0 || late < 0 || deferred < 0 || stalledNs < 0) {
      throw new IllegalArgumentException(
          "negative: interrupts %d, late %d, deferred %d, stalled %d"
              .formatted(interrupts, late, deferred, stalledNs));
    }
  }

  /** What has been counted so far. */
  static CrossCalls of(CrossCallMeter meter) {
    return new CrossCalls(meter.interrupts(), meter.late(), meter.deferred(), meter.stalledNs());
  }

  /** Two guests' together. */
  CrossCalls plus(CrossCalls other) {
    return new CrossCalls(
        Math.addExact(interrupts, other.interrupts),
        Math.addExact(late, other.late),
        Math.addExact(deferred, other.deferred),
        Math.addExact(stalledNs, other.stalledNs));
  }
}
