package org.coremux.sched;

import java.util.function.Predicate;
import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;

/**
 * What must hold of {@link Rtds}, found anew from its units, one by one. Cold.
 *
 * <p>Checked: whoever wants to run does, waits by level and deadline with some budget, is held with
 * none, or is being saved; budgets are at most full, and deadlines multiples of the period, of
 * which the next is to come; all of these are to be renewed, in time; and once all have decided
 * nobody waits beside a processor that idles or has somebody less urgent, if all may run anywhere.
 * As coded renewals may be late, and with extra time the most urgent need not run, as one that
 * waited on it then asks nobody.
 *
 * <p>Source: schedulers.md, section 5.
 */
final class RtdsCheck extends ServerCheck {
  private final boolean asCoded;
  private final RtdsUnit[] units;
  private final RtdsUnit[] running;

  /** A check of these units, by index, and of who runs, by index of the processor. */
  RtdsCheck(Pool pool, boolean asCoded, RtdsUnit[] units, RtdsUnit[] running) {
    super(pool, "rtds");
    this.asCoded = asCoded;
    this.units = units;
    this.running = running;
  }

  /** Throws unless it all holds, with these that wait, and whose renewals that timer is for. */
  void look(RtdsQueue waiting, RtdsQueue renewals, Timer renewal) {
    for (RtdsUnit u : units) {
      if (u != null) {
        lookAtPlace(u, waiting);
        lookAtBudget(u, waiting);
        if (!renewals.contains(u) && (pool.isRunnable(u.who) || u.held)) {
          throw broken(u + " is not to be renewed");
        }
        lookAtDeadline(u, renewals.contains(u), !asCoded && !goesOffBy(renewal, 0));
      }
    }
    RtdsUnit next = renewals.first();
    if (next != null && !goesOffBy(renewal, Math.max(pool.nowNs(), next.deadlineNs))) {
      throw broken(next + " is to be renewed, and the timer is for " + renewal.deadlineNs());
    }
    boolean isOrdered = haveAllDecided() && !any(u -> u.who.affinity() != null);
    boolean isStrict = !(asCoded && any(u -> u.extratime));
    for (RtdsUnit u = waiting.first(); u != null; u = waiting.after(u)) {
      RtdsUnit after = waiting.after(u);
      if (after != null && after.beats(u)) {
        throw broken(after + " waits behind " + u);
      }
      if (isOrdered) {
        lookAtRivals(u, isStrict);
      }
    }
  }

  private boolean any(Predicate<RtdsUnit> is) {
    for (RtdsUnit u : units) {
      if (u != null && is.test(u)) {
        return true;
      }
    }
    return false;
  }

  private void lookAtPlace(RtdsUnit u, RtdsQueue waiting) {
    boolean isOn = u.runsOn != RtdsUnit.NONE;
    if (isOn && running[u.runsOn] != u) {
      throw broken(u + " is current on " + u.runsOn + ", where " + running[u.runsOn] + " is");
    }
    boolean isSaved = !isOn && u.scheduled && u.delayedAdd;
    int places = (isOn ? 1 : 0) + (isSaved ? 1 : 0) + (waiting.contains(u) ? 1 : 0);
    if (pool.isRunnable(u.who) ? places != 1 : waiting.contains(u)) {
      throw broken(u + " is in " + places + " places");
    }
    if (u.held != (u.who.held() != null)) {
      throw broken(u + " is held as " + u.who.held());
    }
  }

  private void lookAtBudget(RtdsUnit u, RtdsQueue waiting) {
    if (u.leftNs > u.budgetNs) {
      throw broken(u + " has more than its budget");
    }
    if (u.held && u.leftNs > 0) {
      throw broken(u + " is held, and has some budget");
    }
    boolean runs = u.runsOn != RtdsUnit.NONE && isUpToDate(u.who.processor());
    if ((runs || waiting.contains(u)) && u.leftNs <= 0) {
      throw broken(u + " is depleted, and may run");
    }
  }

  private void lookAtDeadline(RtdsUnit u, boolean isRenewed, boolean isInTime) {
    boolean isLate = isRenewed && isInTime && u.deadlineNs <= pool.nowNs();
    if (isLate || u.deadlineNs > pool.nowNs() + u.periodNs || u.deadlineNs % u.periodNs != 0) {
      throw broken(u + " is not due at the next multiple of " + u.periodNs);
    }
  }

  /** No processor idles, and nobody who is less urgent runs. */
  private void lookAtRivals(RtdsUnit u, boolean isStrict) {
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      RtdsUnit runs = running[p.index()];
      if (runs == null || isStrict && u.beats(runs)) {
        throw broken(u + " waits, and on " + p + (runs == null ? " nobody runs" : " runs " + runs));
      }
    }
  }
}
