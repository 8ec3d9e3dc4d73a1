package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * What must hold of {@link DeadlineClass}, found anew from its tasks, one by one. Cold.
 *
 * <p>Checked: whoever wants to run does, is throttled, or is queued, by deadline and with some
 * budget; no budget is over its runtime; who is throttled has none, and has it again when its next
 * period begins, less what it overran; who was away and comes has no more than fits the time until
 * its deadline, or all of it from then on, or is throttled because it comes too soon; nobody waits
 * beside one who is less urgent; and the shares that count as used are those of who is here, or was
 * a moment ago.
 *
 * <p>Source: schedulers.md, section 13.
 */
final class DeadlineCheck extends ServerCheck {
  /** Densities are compared in steps of 2^10 ns. Source: Linux deadline.c, DL_SCALE. */
  private static final int SCALE = 10;

  /** Whether a budget ends when it is used up, and not at the next tick. */
  private final boolean endsExactly;

  private Seen[] seen = new Seen[0];

  /** A task as it was when it was looked at last. */
  private record Seen(
      DeadlineTask task, boolean isAway, long hereNs, long deadlineNs, long leftNs) {}

  DeadlineCheck(Pool pool, boolean endsExactly) {
    super(pool, "deadline");
    this.endsExactly = endsExactly;
  }

  /** Throws unless it all holds for the tasks, by index, and the queue from the first one on. */
  void look(DeadlineTask[] tasks, DeadlineTask first) {
    seen = Arrays.copyOf(seen, tasks.length);
    for (int i = 0; i < tasks.length; i++) {
      DeadlineTask t = tasks[i];
      if (t != null) {
        lookAtPlace(t);
        lookAtBudget(t);
        if (seen[i] != null && seen[i].task == t) {
          lookAtArrival(t, seen[i]);
          lookAtRenewal(t, seen[i]);
        }
      }
      seen[i] = t == null ? null : seen(t);
    }
    boolean haveAllDecided = haveAllDecided();
    for (DeadlineTask t = first; t != null; t = t.next) {
      if (t.next != null && t.next.deadlineNs < t.deadlineNs) {
        throw broken(t.next + " is queued behind " + t);
      }
      if (haveAllDecided) {
        lookAtRivals(t, tasks);
      }
    }
  }

  private Seen seen(DeadlineTask t) {
    return new Seen(t, isAway(t), hereNs(t.who), t.deadlineNs, t.leftNs);
  }

  private boolean isAway(DeadlineTask t) {
    return !t.held && !pool.isRunnable(t.who);
  }

  private void lookAtPlace(DeadlineTask t) {
    boolean waits = pool.isRunnable(t.who) && !isCurrent(t.who);
    if (t.queued != waits) {
      throw broken(t + (t.queued ? " is queued, and does not wait" : " waits, and is not queued"));
    }
    if (t.held != (t.who.held() != null)) {
      throw broken(t + " is held as " + t.who.held());
    }
    if (t.held && !goesOffBy(t.renewal, t.nextPeriodNs())) {
      throw broken(t + " is renewed at " + t.renewal.deadlineNs() + ", not at " + t.nextPeriodNs());
    }
  }

  private void lookAtBudget(DeadlineTask t) {
    if (t.leftNs > t.runtimeNs) {
      throw broken(t + " has more than its runtime");
    }
    if (t.held && t.leftNs > 0) {
      throw broken(t + " has some budget");
    }
    boolean mustHave = t.queued || endsExactly && isCurrent(t.who) && isUpToDate(t.who.processor());
    if (mustHave && t.leftNs <= 0) {
      throw broken(t + " has used up its budget, and is not throttled");
    }
  }

  /** The rule of constant bandwidth servers for one that was away. */
  private void lookAtArrival(DeadlineTask t, Seen before) {
    long arrivedNs = pool.nowNs() - (hereNs(t.who) - before.hereNs);
    long periodNs = before.deadlineNs - t.relativeNs + t.periodNs;
    boolean hadDeadline = before.deadlineNs > 0 && before.deadlineNs < arrivedNs;
    if (!before.isAway || isAway(t) || t.held) {
      return;
    }
    if (hadDeadline && arrivedNs == pool.nowNs() && arrivedNs < periodNs) {
      throw broken(t + " comes before its period begins at " + periodNs + ", and may run");
    }
    long aheadNs = t.deadlineNs - arrivedNs;
    boolean isTooMuch =
        (t.leftNs >> SCALE) * (t.relativeNs >> SCALE) > (aheadNs >> SCALE) * (t.runtimeNs >> SCALE);
    if (isTooMuch && t.leftNs > (double) t.runtimeNs * aheadNs / t.relativeNs + 1) {
      throw broken(t + " came at " + arrivedNs + ", has more than fits until then");
    }
  }

  /** Each period adds a runtime to what is left, be that less than nothing. */
  private void lookAtRenewal(DeadlineTask t, Seen before) {
    long periods = (t.deadlineNs - before.deadlineNs) / t.periodNs;
    boolean isOnTime = t.deadlineNs == before.deadlineNs + periods * t.periodNs;
    if (before.leftNs <= 0
        && before.deadlineNs > 0
        && isOnTime
        && t.leftNs > before.leftNs + periods * t.runtimeNs) {
      throw broken(t + " had " + before.leftNs + " left, and does not pay that");
    }
  }

  /** Nobody who is less urgent runs where it may. */
  private void lookAtRivals(DeadlineTask t, DeadlineTask[] tasks) {
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      Schedulable s = pool.current(p);
      DeadlineTask runs = s.index() >= 0 && s.index() < tasks.length ? tasks[s.index()] : null;
      if (t.who.allows(p) && (runs == null || runs.deadlineNs > t.deadlineNs)) {
        throw broken(t + " waits, and on " + p + " runs " + (runs == null ? s : runs));
      }
    }
  }

  /** Throws unless these are the shares of all, and of those that count as used. */
  void lookAtShares(DeadlineTask[] tasks, long reserved, long used) {
    long all = 0;
    long counted = 0;
    for (DeadlineTask t : tasks) {
      if (t != null) {
        all += t.utilisation;
        counted += t.counts ? t.utilisation : 0;
        boolean mayCount = !isAway(t) || t.zeroLag == null || goesOffBy(t.zeroLag, t.zeroLagNs());
        if (t.counts ? !mayCount : !isAway(t)) {
          throw broken(t + (t.counts ? " counts as used, and is away" : " does not count as used"));
        }
      }
    }
    if (all != reserved || counted != used) {
      throw broken(
          "reserved are %d, used %d, counted %d and %d".formatted(reserved, used, all, counted));
    }
  }
}
