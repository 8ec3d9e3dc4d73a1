package org.coremux.sched;

import org.coremux.mux.Schedulable;

/** A unit of {@link Rtds}: what it has reserved, what is left of it, and where it is. */
final class RtdsUnit {
  static final int NONE = -1;

  /** Units that wait to run, and units whose budget is to be renewed: both kinds of queue. */
  static final int QUEUES = 2;

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

  final RtdsUnit[] next = new RtdsUnit[QUEUES];
  final RtdsUnit[] previous = new RtdsUnit[QUEUES];
  final boolean[] queued = new boolean[QUEUES];

  /** The next one is more urgent, as this one became less so after it was queued. */
  final boolean[] precedesBetter = new boolean[QUEUES];

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
