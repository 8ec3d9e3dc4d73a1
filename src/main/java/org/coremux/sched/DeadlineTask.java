package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Schedulable;

/**
 * A task of {@link DeadlineClass}: its constant bandwidth server.
 *
 * <p>Source: schedulers.md, section 13.
 */
final class DeadlineTask {
  /** Densities are compared in steps of 2^10 ns. Source: Linux deadline.c, DL_SCALE. */
  private static final int SCALE = 10;

  private static final int BW_SHIFT = DeadlineParameters.BW_SHIFT;

  final Schedulable who;
  final long runtimeNs;
  final long relativeNs;
  final long periodNs;

  /** Share of one processor. Unit: 2^-20. */
  final long utilisation;

  /** Renews the budget of one that waits for it. */
  Timer renewal;

  /** When its share is no longer counted as used, after it has blocked; null where nobody asks. */
  Timer zeroLag;

  /** What is left of the budget. Unit: ns. */
  long leftNs;

  /** Unit: ns. */
  long deadlineNs;

  boolean held;

  /** Its share counts as used. */
  boolean counts;

  DeadlineTask next;
  DeadlineTask previous;
  boolean queued;

  DeadlineTask(Schedulable who, DeadlineParameters.Reserved reserved) {
    this.who = who;
    runtimeNs = reserved.runtimeNs();
    relativeNs = reserved.deadlineNs();
    periodNs = reserved.periodNs();
    utilisation = reserved.utilisation();
  }

  /** When the next period begins. Unit: ns. */
  long nextPeriodNs() {
    return deadlineNs - relativeNs + periodNs;
  }

  /** Whether it has had a period. */
  private boolean hasBegun() {
    return deadlineNs > 0;
  }

  /**
   * Whether it has to wait for its next period: its deadline has passed before that, or it had used
   * its budget up when it blocked.
   */
  boolean isEarly(long nowNs) {
    boolean isOver = leftNs <= 0 || deadlineNs < nowNs;
    return hasBegun() && isOver && nowNs < nextPeriodNs();
  }

  /** The rule for one that wakes: what is left must fit the time that is left, or is new. */
  void arrive(long nowNs) {
    if (hasBegun() && leftNs <= 0) {
      renew(nextPeriodNs()); // as when that came: what it overran is paid
    }
    if (nowNs < deadlineNs && !overflows(nowNs)) {
      return;
    }
    if (relativeNs < periodNs && nowNs < deadlineNs) { // revised: as much as it may in that time
      long density = (runtimeNs << BW_SHIFT) / relativeNs;
      leftNs = (density * (deadlineNs - nowNs)) >> BW_SHIFT;
    } else {
      deadlineNs = nowNs + relativeNs;
      leftNs = runtimeNs;
    }
  }

  /** Whether what is left is a larger part of the time left than what it has reserved. */
  private boolean overflows(long nowNs) {
    long left = (relativeNs >> SCALE) * (leftNs >> SCALE);
    return left > ((deadlineNs - nowNs) >> SCALE) * (runtimeNs >> SCALE);
  }

  /** Another budget for each period that it takes; what was overrun is paid. */
  void renew(long nowNs) {
    while (leftNs <= 0) {
      deadlineNs += periodNs;
      leftNs += runtimeNs;
    }
    if (deadlineNs < nowNs) {
      deadlineNs = nowNs + relativeNs;
      leftNs = runtimeNs;
    }
  }

  /** When it would have used what is left at the rate that it has reserved. Unit: ns. */
  long zeroLagNs() {
    return deadlineNs - leftNs * periodNs / runtimeNs; // both are under 2^32, so that it fits
  }

  @Override
  public String toString() {
    return who
        + ": "
        + leftNs
        + " of "
        + runtimeNs
        + " ns left, deadline "
        + deadlineNs
        + (held ? " ns, throttled" : " ns");
  }
}
