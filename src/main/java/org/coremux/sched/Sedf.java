package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.engine.Timer;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Simple earliest deadline first, the policy of Xen 3: on each processor by itself, a unit has a
 * slice in each period, and what is left is extra time.
 *
 * <p>Of those with some slice left the one whose period ends first runs, until the slice is used
 * up; then it waits for its next period. When nobody has a slice, those who may run on extra time,
 * waiting ones included: by turns, in proportion to what each has reserved, or by weight where that
 * is nothing. One that wakes after its period has ended begins a new one; one that wakes before has
 * lost the rest of its slice, and is first on extra time until it has made up for it. Nobody ever
 * moves to another processor, and so one may be overcommitted beside an idle one.
 *
 * <p>On a processor whose slices are no more than its periods together, whoever wants to run has
 * its slice in each period, whatever the others do. If they are more, some are late; a period that
 * has ended without all of its slice is counted as missed, and the rest of the slice is lost.
 *
 * <p>Model: from recollection, not from code. Xen's score queues are virtual times here, and extra
 * time is charged as it runs, not by whole turns; a gap shorter than a turn is used, too. A unit
 * without a slice has a 128th of a processor to its name, times its weight to the usual one.
 * Weights do not make slices. One that waits for its period without extra time is held as capped.
 *
 * <p>Cost: O(units of the processor) per decision, O(1) per wake-up. Allocation: only in {@link
 * #admit}.
 *
 * <p>Order: of equal deadlines the current one goes on, then who was admitted first; so of equal
 * claims to extra time.
 *
 * <p>Source: schedulers.md, section 18.2; I. Leslie et al., "The design and implementation of an
 * operating system to support distributed multimedia applications", JSAC 14(7), 1996, whose Atropos
 * it goes back to.
 */
public final class Sedf implements Scheduler {
  private static final int CAPACITY_MIN = 8;

  private final Pool pool;
  private final SedfParameters parameters;
  private SedfUnit[] units = new SedfUnit[CAPACITY_MIN];

  /** Whose home it is, by index of the processor, in the order in which they came. */
  private final IndexQueue[] members;

  /** Virtual time of whoever was last given extra time, by index of the processor. */
  private final long[] floors;

  /** When what was last decided ends by itself, by index of the processor. Unit: ns. */
  private final long[] endsNs;

  /** Whom a decision is releasing; it need not ask for another. */
  private SedfUnit releasing;

  /** A policy for the pool. */
  public Sedf(Pool pool, SedfParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    members = new IndexQueue[indices];
    for (int i = 0; i < indices; i++) {
      members[i] = new IndexQueue();
    }
    floors = new long[indices];
    endsNs = new long[indices];
  }

  @Override
  public void admit(Schedulable s) {
    if (s.index() >= units.length) {
      units = Arrays.copyOf(units, 2 * s.index());
    }
    units[s.index()] = new SedfUnit(s, parameters.of(s));
    for (IndexQueue queue : members) {
      queue.admit(s);
    }
    members[s.processor().index()].add(s);
  }

  @Override
  public void retire(Schedulable s) {
    members[units[s.index()].home.index()].remove(s);
    units[s.index()] = null;
  }

  @Override
  public void changed(Schedulable s) {
    units[s.index()].weigh();
  }

  // ---- waking and sleeping ----

  @Override
  public void wake(Schedulable s) {
    SedfUnit u = units[s.index()];
    boolean wasAwake = u.awake;
    u.awake = true;
    boolean moved = u.home != s.processor();
    if (moved) {
      members[u.home.index()].remove(s);
      members[s.processor().index()].add(s);
      u.home = s.processor();
    }
    if (!wasAwake) {
      arrive(u);
    }
    if (!u.held && (u != releasing || moved) && interrupts(u)) {
      pool.kick(u.home);
    }
  }

  private void arrive(SedfUnit u) {
    u.pass = Math.max(u.pass, floors[u.home.index()]);
    if (u.sliceNs == 0) {
      return;
    }
    long nowNs = pool.nowNs();
    if (nowNs >= u.deadlineNs) {
      u.beginPeriod(nowNs);
    } else if (u.beginNs() <= nowNs && u.usedNs < u.sliceNs && parameters.forfeits()) {
      u.forfeit();
    } else {
      u.update(nowNs);
    }
    if (u.waits && !u.extratime) {
      hold(u);
      if (u.beginNs() < endsNs[u.home.index()]) {
        pool.kick(u.home);
      }
    }
  }

  /** Whether its processor should decide anew, because it would run it now or before long. */
  private boolean interrupts(SedfUnit u) {
    Schedulable current = pool.current(u.home);
    if (current == pool.idle(u.home) || !pool.isRunnable(current)) {
      return true;
    }
    SedfUnit runs = units[current.index()];
    if (runs.isOnExtra) {
      return u.sliceNs > 0 && u.beginNs() < endsNs[u.home.index()] || isOwedMore(u, runs);
    }
    return u.sliceNs > 0 && u.beginNs() < endsNs[u.home.index()] && u.deadlineNs < runs.deadlineNs;
  }

  @Override
  public void sleep(Schedulable s) {
    SedfUnit u = units[s.index()];
    u.awake = u.held && s.held() != null; // one that is held goes on wanting to run
  }

  private void hold(SedfUnit u) {
    u.held = true;
    pool.hold(u.who, Hold.CAP);
  }

  private void release(SedfUnit u) {
    u.held = false;
    releasing = u;
    pool.release(u.who);
    releasing = null;
    u.awake = pool.isRunnable(u.who); // it may have been stopped meanwhile
  }

  // ---- running ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    SedfUnit u = units[s.index()];
    if (u.isOnExtra) {
      u.chargeExtra(ranNs);
    } else {
      u.usedNs += ranNs;
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    long nowNs = pool.nowNs();
    Schedulable current = pool.current(p);
    SedfUnit earliest = null;
    SedfUnit extra = null;
    long nextNs = Timer.NEVER;
    IndexQueue all = members[p.index()];
    for (Schedulable s = all.first(); s != null; s = all.after(s)) {
      SedfUnit u = units[s.index()];
      update(u, nowNs);
      if (u.waits && u.awake) {
        nextNs = Math.min(nextNs, u.beginNs());
      }
      if (!pool.isRunnable(s) || !s.allows(p)) {
        continue;
      }
      if (u.sliceNs > 0 && !u.waits) {
        earliest = isEarlier(u, earliest, current) ? u : earliest;
      } else if (u.extratime) {
        extra = isNextOnExtra(u, extra, current) ? u : extra;
      }
    }
    return run(earliest == null ? extra : earliest, earliest == null, p, nextNs);
  }

  private Schedulable run(SedfUnit next, boolean isOnExtra, Processor p, long nextNs) {
    long nowNs = pool.nowNs();
    endsNs[p.index()] = nextNs;
    if (next == null) {
      if (nextNs != Timer.NEVER) {
        pool.limit(p, nextNs - nowNs);
      }
      return pool.idle(p);
    }
    next.isOnExtra = isOnExtra;
    long ownNs = parameters.extraTurnNs();
    if (isOnExtra) {
      floors[p.index()] = Math.max(floors[p.index()], next.pass);
    } else {
      ownNs = Math.min(next.sliceNs - next.usedNs, next.deadlineNs - nowNs);
    }
    endsNs[p.index()] = Math.min(nowNs + ownNs, nextNs);
    pool.limit(p, endsNs[p.index()] - nowNs);
    return next.who;
  }

  /** Brings it up to now, and keeps, or lets go, one that lives on its slice alone. */
  private void update(SedfUnit u, long nowNs) {
    if (u.sliceNs == 0 || !u.awake) {
      return;
    }
    u.update(nowNs);
    if (u.held && !u.waits) {
      release(u);
    } else if (u.waits && !u.extratime && !u.held) {
      hold(u);
    }
  }

  private static boolean isEarlier(SedfUnit u, SedfUnit best, Schedulable current) {
    return best == null
        || u.deadlineNs < best.deadlineNs
        || u.deadlineNs == best.deadlineNs && u.who == current;
  }

  private static boolean isNextOnExtra(SedfUnit u, SedfUnit best, Schedulable current) {
    if (best == null || isOwedMore(u, best)) {
      return true;
    }
    return !isOwedMore(best, u) && (u.pass < best.pass || u.pass == best.pass && u.who == current);
  }

  /** Whether it is owed a larger part of its period than the other; products may need 67 bits. */
  private static boolean isOwedMore(SedfUnit u, SedfUnit other) {
    long high = Math.multiplyHigh(u.owedNs, other.periodNs);
    long otherHigh = Math.multiplyHigh(other.owedNs, u.periodNs);
    return high > otherHigh
        || high == otherHigh
            && Long.compareUnsigned(u.owedNs * other.periodNs, other.owedNs * u.periodNs) > 0;
  }

  // ---- for people ----

  @Override
  public void describe(Consumer<String> line) {
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      line.accept(p + ", earliest deadline first");
      IndexQueue all = members[p.index()];
      for (Schedulable s = all.first(); s != null; s = all.after(s)) {
        SedfUnit u = units[s.index()];
        String runs = u.isOnExtra ? ", runs on extra time" : ", runs";
        line.accept("  " + u + (pool.current(p) == s ? runs : ""));
      }
    }
  }

  @Override
  public String toString() {
    return "sedf";
  }
}
