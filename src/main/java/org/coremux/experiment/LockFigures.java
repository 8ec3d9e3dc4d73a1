package org.coremux.experiment;

import org.coremux.guest.LockMeter;

/**
 * What spin locks cost a workload in the measured window.
 *
 * @param holders those who held a lock and lost their processor
 * @param waiters locks that were given to one that did not run
 * @param spinNs processor time spent spinning; ns
 * @param halts how often a vCPU halted because it waited
 * @param kicks how often one was woken out of that by whoever gave the lock back
 */
public record LockFigures(Stalls holders, Stalls waiters, long spinNs, long halts, long kicks) {
  /**
   * Something that kept everybody waiting.
   *
   * @param count how often
   * @param ns for how long, in all
   */
  public record Stalls(long count, long ns) {
    /** Refuses negative figures. */
    public Stalls {
      if (count < 0 || ns < 0) {
        throw new IllegalArgumentException("negative: %d times, %d ns".formatted(count, ns));
      }
    }

    private Stalls plus(Stalls other) {
      return new Stalls(Math.addExact(count, other.count), Math.addExact(ns, other.ns));
    }
  }

  /** Refuses negative figures. */
  public LockFigures {
    if (spinNs < 0 || halts < 0 || kicks < 0) {
      throw new IllegalArgumentException(
          "negative: spin %d ns, halts %d, kicks %d".formatted(spinNs, halts, kicks));
    }
  }

  /** What has been counted so far. */
  static LockFigures of(LockMeter meter) {
    return new LockFigures(
        new Stalls(meter.holderPreemptions(), meter.holderStallNs()),
        new Stalls(meter.waiterPreemptions(), meter.waiterStallNs()),
        meter.spinNs(),
        meter.halts(),
        meter.kicks());
  }

  /** Two guests' together. */
  LockFigures plus(LockFigures other) {
    return new LockFigures(
        holders.plus(other.holders),
        waiters.plus(other.waiters),
        Math.addExact(spinNs, other.spinNs),
        Math.addExact(halts, other.halts),
        Math.addExact(kicks, other.kicks));
  }
}
