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
 * <p>Cost: O(units of the processor with slices) per decision, which brings each of them up to now,
 * and O(log units) for those without; O(log units) per wake-up and charge. Allocation: only in
 * {@link #admit}.
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
  private final SedfCheck check;
  SedfUnit[] units = new SedfUnit[CAPACITY_MIN];

  /** Whose home it is, by index of the processor, in the order in which they came. */
  private final IndexQueue[] members;

  /** Those of them with slices, in the same order. */
  private final IndexQueue[] withSlices;

  /** Those without, that want to run, by virtual time and in the same order. */
  private final KeyHeap[] withoutSlices;

  /** How many came to a processor so far. */
  private long arrivals;

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
    check = new SedfCheck(pool, parameters.forfeits());
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    members = new IndexQueue[indices];
    withSlices = new IndexQueue[indices];
    withoutSlices = new KeyHeap[indices];
    for (int i = 0; i < indices; i++) {
      members[i] = new IndexQueue();
      withSlices[i] = new IndexQueue();
      withoutSlices[i] = new KeyHeap();
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
    for (int i = 0; i < members.length; i++) {
      members[i].admit(s);
      withSlices[i].admit(s);
      withoutSlices[i].admit(s);
    }
    settleDown(units[s.index()]);
  }

  /** It is at home where it is now. */
  private void settleDown(SedfUnit u) {
    u.home = u.who.processor();
    u.order = arrivals++;
    members[u.home.index()].add(u.who);
    if (u.sliceNs > 0) {
      withSlices[u.home.index()].add(u.who);
    }
  }

  private void leaveHome(SedfUnit u) {
    int home = u.home.index();
    members[home].remove(u.who);
    withSlices[home].remove(u.who);
    withoutSlices[home].remove(u.who);
  }

  @Override
  public void retire(Schedulable s) {
    leaveHome(units[s.index()]);
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
      leaveHome(u);
      settleDown(u);
    }
    if (!wasAwake) {
      arrive(u);
    }
    if (u.livesOnExtra() && !withoutSlices[u.home.index()].contains(s)) {
      withoutSlices[u.home.index()].add(s, u.pass, u.order);
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
    withoutSlices[u.home.index()].remove(s);
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
      withoutSlices[u.home.index()].rekey(s, u.pass, u.order);
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
    IndexQueue all = withSlices[p.index()];
    for (Schedulable s = all.first(); s != null; s = all.after(s)) {
      SedfUnit u = units[s.index()];
      update(u, nowNs);
      if (u.waits && u.awake) {
        nextNs = Math.min(nextNs, u.beginNs());
      }
      if (!pool.isRunnable(s) || !s.allows(p)) {
        continue;
      }
      if (!u.waits) {
        earliest = isEarlier(u, earliest, current) ? u : earliest;
      } else if (u.extratime) {
        extra = isNextOnExtra(u, extra, current) ? u : extra;
      }
    }
    if (earliest != null) {
      return run(earliest, false, p, nextNs);
    }
    SedfUnit other = firstWithoutSlice(p, current);
    boolean isOther = other != null && isNextOnExtra(other, extra, current);
    return run(isOther ? other : extra, true, p, nextNs);
  }

  /** Of those without a slice the one to have extra time; null for none. */
  private SedfUnit firstWithoutSlice(Processor p, Schedulable current) {
    KeyHeap heap = withoutSlices[p.index()];
    Schedulable first = heap.firstAllowed(p);
    if (first == null) {
      return null;
    }
    SedfUnit u = units[first.index()];
    boolean mayGoOn =
        current != pool.idle(p)
            && pool.isRunnable(current)
            && heap.contains(current)
            && current.allows(p)
            && units[current.index()].pass == u.pass;
    return mayGoOn ? units[current.index()] : u;
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
    if (!u.awake) {
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
    if (u.pass != best.pass || isOwedMore(best, u)) {
      return u.pass < best.pass && !isOwedMore(best, u);
    }
    return u.who == current || best.who != current && u.order < best.order;
  }

  /** Whether it is owed a larger part of its period than the other; products may need 67 bits. */
  private static boolean isOwedMore(SedfUnit u, SedfUnit other) {
    long high = Math.multiplyHigh(u.owedNs, other.periodNs);
    long otherHigh = Math.multiplyHigh(other.owedNs, u.periodNs);
    return high > otherHigh
        || high == otherHigh
            && Long.compareUnsigned(u.owedNs * other.periodNs, other.owedNs * u.periodNs) > 0;
  }

  // ---- what must hold, and for people ----

  @Override
  public void check() {
    check.look(units);
  }

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
