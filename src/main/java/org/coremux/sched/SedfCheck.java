package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * What must hold of {@link Sedf}, found anew from its units, one by one. Cold.
 *
 * <p>Checked: whoever wants to run is in a period that has not ended, and is held if it has to wait
 * for that and lives on its slice alone; a period begins with nothing used, unless the slice before
 * was overrun; who wakes begins a new period when the old one has ended, and has lost the rest of
 * its slice when it has not; and where all is decided who runs has some of its slice, and of those
 * the earliest deadline, or runs on extra time, as it may, because nobody has.
 *
 * <p>Source: schedulers.md, section 18.2.
 */
final class SedfCheck extends ServerCheck {
  private final boolean forfeits;
  private Seen[] seen = new Seen[0];

  /** A unit as it was when it was looked at last. */
  private record Seen(SedfUnit unit, boolean isOn, long hereNs, Period period) {}

  private record Period(boolean isAwake, long deadlineNs, long usedNs, long missed) {
    private Period(SedfUnit u) {
      this(u.awake, u.deadlineNs, u.usedNs, u.missed);
    }
  }

  SedfCheck(Pool pool, boolean forfeits) {
    super(pool, "sedf");
    this.forfeits = forfeits;
  }

  /** Throws unless it all holds for the units, by index; asked after each instant. */
  void look(SedfUnit[] units) {
    seen = Arrays.copyOf(seen, units.length);
    for (int i = 0; i < units.length; i++) {
      SedfUnit u = units[i];
      if (u != null) {
        lookAtSlice(u);
        lookAtRival(u, units);
        if (seen[i] != null && seen[i].unit == u && u.sliceNs > 0) {
          lookAtArrival(u, seen[i]);
          lookAtPeriod(u, seen[i]);
        }
      }
      seen[i] = u == null ? null : new Seen(u, isCurrent(u.who), hereNs(u.who), new Period(u));
    }
  }

  private void lookAtSlice(SedfUnit u) {
    if (u.usedNs < 0 || u.owedNs < 0 || u.owedNs > u.sliceNs) {
      throw broken(u + " is owed " + u.owedNs);
    }
    if (u.held != (u.who.held() != null)) {
      throw broken(u + " is held as " + u.who.held());
    }
    if (!u.awake || u.sliceNs == 0 || !isUpToDate(u.home)) {
      return;
    }
    if (u.deadlineNs <= pool.nowNs()) {
      throw broken(u + " is in a period that has ended");
    }
    boolean isToWait = u.beginNs() > pool.nowNs() && !u.extratime;
    if (u.held != isToWait) {
      throw broken(u + (u.held ? " is held in its period" : " is not held before its period"));
    }
  }

  /** Whether it is the time of its slice, and some of that is left. */
  private boolean hasSlice(SedfUnit u) {
    return u.beginNs() <= pool.nowNs() && u.usedNs < u.sliceNs;
  }

  /** Whoever is on its processor is there rightly, and not it, or is it. */
  private void lookAtRival(SedfUnit u, SedfUnit[] units) {
    Processor p = u.home;
    if (!isUpToDate(p) || !pool.isRunnable(u.who) || !u.who.allows(p)) {
      return;
    }
    Schedulable s = pool.current(p);
    SedfUnit runs = s == pool.idle(p) ? null : units[s.index()];
    if (runs == u && (u.isOnExtra ? !u.extratime : !hasSlice(u))) {
      throw broken(u + " runs");
    }
    if (runs == null ? hasSlice(u) || u.extratime : hasSlice(u) && isLess(runs, u)) {
      throw broken(u + " waits, and on " + p + " runs " + (runs == null ? s : runs));
    }
  }

  private static boolean isLess(SedfUnit runs, SedfUnit u) {
    return runs.isOnExtra || runs.deadlineNs > u.deadlineNs;
  }

  /** What was used in a period that has ended, and not used up, is forgotten. */
  private void lookAtPeriod(SedfUnit u, Seen before) {
    Period last = before.period;
    boolean isOther = u.deadlineNs != last.deadlineNs;
    boolean wasUsedUp = before.isOn || last.usedNs >= u.sliceNs; // or perhaps, since then
    boolean isFresh = u.missed > last.missed || isOther && !wasUsedUp;
    if (isFresh && u.usedNs > 0) { // it began in this instant
      throw broken(u + " begins its period with that");
    }
  }

  /** The rules for one that wakes. */
  private void lookAtArrival(SedfUnit u, Seen before) {
    Period last = before.period;
    if (last.isAwake || !u.awake) {
      return;
    }
    long arrivedNs = pool.nowNs() - (hereNs(u.who) - before.hereNs);
    boolean isOver = last.deadlineNs <= arrivedNs;
    boolean isLost =
        forfeits && last.deadlineNs - u.periodNs <= arrivedNs && last.usedNs < u.sliceNs;
    if ((isOver || isLost) && u.deadlineNs < arrivedNs + u.periodNs) {
      throw broken(u + " woke at " + arrivedNs + ", and goes on with its slice");
    }
    boolean isKept = !isOver && !isLost && last.usedNs < u.sliceNs;
    if (isKept && pool.nowNs() < last.deadlineNs && u.deadlineNs != last.deadlineNs) {
      throw broken(u + " woke at " + arrivedNs + " in the period until " + last.deadlineNs);
    }
  }
}
