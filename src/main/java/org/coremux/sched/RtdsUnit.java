package org.coremux.sched;

import org.coremux.mux.Schedulable;

/** A unit of {@link Rtds}: what it has reserved, what is left of it, and where it is. */
final class RtdsUnit {
  static final int NONE = -1;

  final Schedulable who;
  final long periodNs;
  final long budgetNs;
  final boolean extratime;

  /** What is left of the budget. Unit: ns. */
  long leftNs;

  /** End of its period. Unit: ns. */
  long deadlineNs;

  /** How many budgets of this period it has used up; 0 is the most urgent. */
  int level;

  /** Index of the processor whose current one it is. */
  int runsOn = NONE;

  /** Is current somewhere, or was and is not saved yet. */
  boolean scheduled;

  /** Is to be queued as soon as it is saved. */
  boolean delayedAdd;

  /** Its budget has been used up since it was last renewed by the timer. */
  boolean depleted;

  /** It is kept from running until its budget is renewed. */
  boolean held;

  /** Next of those that are being renewed. */
  RtdsUnit due;

  /** Its place among those that wait to run. */
  final RtdsQueue.Place waiting = new RtdsQueue.Place(this);

  /** Its place among those whose budget is to be renewed. */
  final RtdsQueue.Place renewing = new RtdsQueue.Place(this);

  RtdsUnit(Schedulable who, RtdsParameters reserved) {
    this.who = who;
    periodNs = reserved.periodNs();
    budgetNs = reserved.budgetNs();
    extratime = reserved.extratime();
  }

  /** A full budget, until the first multiple of the period that is to come. */
  void renew(long nowNs) {
    deadlineNs += ((nowNs - deadlineNs) / periodNs + 1) * periodNs;
    leftNs = budgetNs;
    level = 0;
  }

  /** A budget that is used up: another one, less urgent, or none; what was overrun is forgiven. */
  void exhaust() {
    if (leftNs > 0) {
      return;
    }
    if (extratime) {
      level++;
      leftNs = budgetNs;
    } else {
      leftNs = 0;
      depleted = true;
    }
  }

  /** Whether it is more urgent than the other, and not just as urgent. */
  boolean beats(RtdsUnit other) {
    return level != other.level ? level < other.level : deadlineNs < other.deadlineNs;
  }

  @Override
  public String toString() {
    return who
        + ": "
        + leftNs
        + " of "
        + budgetNs
        + " ns left, deadline "
        + deadlineNs
        + " ns, level "
        + level;
  }
}
