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
 * Simple earliest deadline first, the policy of Xen 3: on each processor by itself, units have a
 * slice in each period, and what is left is extra time.
 *
 * <p>Whose period ends first runs, until its slice is used up; then it waits for its next period,
 * or, if it may, runs on extra time when nobody has a slice: by turns of 500 us, in proportion to
 * what is reserved. One that wakes after its period has ended begins a new one; one that wakes
 * before has lost the rest of its slice, as others count on it being gone, and comes first when
 * extra time is given until it has made up for it.
 *
 * <p>Model: one that waits for its period without extra time is held as capped. The score queues of
 * Xen are virtual times here, and extra time is charged as it runs, not by whole turns. Of those
 * that are owed time the one that lost the largest part of its period is first.
 *
 * <p>Cost: O(units at home on the processor) per decision. Allocation: only in {@link #admit}.
 *
 * <p>Order: by deadline, then first in first out of those that were admitted; nobody moves to
 * another processor.
 *
 * <p>Source: schedulers.md 18.2, which recalls sched_sedf.c of Xen 3.
 */
public final class Sedf implements Scheduler {
  /** A turn on extra time. Unit: ns. Source: Xen 3, as recalled: 500 us. */
  private static final long TURN_NS = 500_000;

  /** Period of slices that weights give. Unit: ns. Source: Xen 3, as recalled: 100 ms. */
  private static final long WEIGHT_PERIOD_NS = 100_000_000;

  /** What weights leave of it. Unit: ns. Source: Xen 3, as recalled: 5 ms. */
  private static final long WEIGHT_SAFETY_NS = 5_000_000;

  private final Pool pool;
  private final boolean keeps;
  private SedfUnit[] units = new SedfUnit[8];

  /** Who is at home there, by index of the processor. */
  private final IndexQueue[] members;

  /** Whom its last decision was for; null for nobody. */
  private final SedfUnit[] running;

  /** Least virtual time at which extra time was given last, by index of the processor. */
  private final long[] floor;

  private SedfUnit moving;

  /**
   * A policy for the pool.
   *
   * @param keeps whether one that blocks within its period keeps what is left of its slice
   */
  public Sedf(Pool pool, boolean keeps) {
    this.pool = pool;
    this.keeps = keeps;
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    members = new IndexQueue[indices];
    for (int i = 0; i < indices; i++) {
      members[i] = new IndexQueue();
    }
    running = new SedfUnit[indices];
    floor = new long[indices];
  }

  @Override
  public void admit(Schedulable s) {
    if (s.index() >= units.length) {
      units = Arrays.copyOf(units, 2 * s.index());
    }
    units[s.index()] = new SedfUnit(s, SedfParameters.of(s));
    for (IndexQueue queue : members) {
      queue.admit(s);
    }
    members[s.processor().index()].add(s);
    weigh(s.processor());
  }

  @Override
  public void retire(Schedulable s) {
    SedfUnit u = units[s.index()];
    units[s.index()] = null;
    members[u.home.index()].remove(s);
    weigh(u.home);
  }

  /** Gives slices by weight to those that have one, of what the others have not reserved. */
  private void weigh(Processor p) {
    IndexQueue all = members[p.index()];
    long leftNs = WEIGHT_PERIOD_NS - WEIGHT_SAFETY_NS;
    long weights = 0;
    for (Schedulable s = all.first(); s != null; s = all.after(s)) {
      SedfUnit u = units[s.index()];
      weights += u.weight;
      leftNs -= u.weight > 0 ? 0 : u.sliceNs * WEIGHT_PERIOD_NS / u.periodNs;
    }
    for (Schedulable s = all.first(); s != null && weights > 0; s = all.after(s)) {
      SedfUnit u = units[s.index()];
      if (u.weight > 0) {
        long perPeriodNs = Math.max(0, leftNs) * u.weight / weights;
        long sliceNs = perPeriodNs * u.periodNs / WEIGHT_PERIOD_NS;
        u.sliceNs = Math.max(SedfParameters.SHORTEST_NS, sliceNs);
      }
    }
  }

  // ---- waking and sleeping ----

  @Override
  public void wake(Schedulable s) {
    SedfUnit u = units[s.index()];
    u.awake = true;
    if (u == moving) {
      return;
    }
    if (u.home != s.processor()) {
      rehome(u, s.processor());
    }
    if (running[u.home.index()] == u) {
      return; // its processor has not decided since it blocked
    }
    if (u.sliceNs > 0) {
      arrive(u);
    }
    if (u.extratime) {
      u.pass = Math.max(u.pass, floor[u.home.index()]);
    }
    SedfUnit current = running[u.home.index()];
    if (current == null || current.onExtra || u.waits || u.deadlineNs < current.deadlineNs) {
      pool.kick(u.home);
    }
  }

  private void rehome(SedfUnit u, Processor to) {
    members[u.home.index()].remove(u.who);
    weigh(u.home);
    if (running[u.home.index()] == u) {
      running[u.home.index()] = null;
    }
    u.home = to;
    members[to.index()].add(u.who);
    weigh(to);
  }

  /** The rules for one that wakes: late, within its period, or while it waits for its next. */
  private void arrive(SedfUnit u) {
    long nowNs = pool.nowNs();
    if (nowNs >= u.deadlineNs) {
      u.beginPeriod(nowNs);
    } else if (u.waits && u.beginNs() > nowNs || keeps) {
      u.update(nowNs);
    } else {
      u.forfeit();
    }
    if (u.waits && !u.extratime) {
      hold(u);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    SedfUnit u = units[s.index()];
    u.awake = false;
  }

  private void hold(SedfUnit u) {
    u.held = true;
    pool.hold(u.who, Hold.CAP);
  }

  private void release(SedfUnit u) {
    u.held = false;
    moving = u;
    pool.release(u.who);
    moving = null;
  }

  // ---- running ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    SedfUnit u = units[s.index()];
    if (u.onExtra) {
      u.chargeExtra(ranNs);
    } else {
      u.usedNs += ranNs;
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    long nowNs = pool.nowNs();
    IndexQueue all = members[p.index()];
    SedfUnit earliest = null;
    SedfUnit extra = null;
    long nextNs = Timer.NEVER;
    for (Schedulable s = all.first(); s != null; s = all.after(s)) {
      SedfUnit u = units[s.index()];
      update(u, nowNs);
      if (u.waits && (u.awake || u.held)) {
        nextNs = Math.min(nextNs, u.beginNs());
      }
      if (!pool.isRunnable(s) || !s.allows(p)) {
        continue;
      }
      if (u.sliceNs > 0 && !u.waits) {
        earliest = earliest == null || u.deadlineNs < earliest.deadlineNs ? u : earliest;
      } else if (u.extratime) {
        extra = extra == null || isBefore(u, extra) ? u : extra;
      }
    }
    SedfUnit next = earliest == null ? extra : earliest;
    running[p.index()] = next;
    if (next == null) {
      if (nextNs != Timer.NEVER) {
        pool.limit(p, nextNs - nowNs);
      }
      return pool.idle(p);
    }
    next.onExtra = earliest == null;
    if (next.onExtra) {
      floor[p.index()] = Math.max(floor[p.index()], next.pass);
    }
    long ownNs = next.onExtra ? TURN_NS : next.sliceNs - next.usedNs;
    pool.limit(p, Math.min(ownNs, nextNs - nowNs));
    return next.who;
  }

  /** Brings it up to now, and keeps or lets go one that has no slice and no extra time. */
  private void update(SedfUnit u, long nowNs) {
    if (u.sliceNs == 0 || !u.awake && !u.held) {
      return;
    }
    u.update(nowNs);
    if (u.held && !u.waits) {
      release(u);
    } else if (u.waits && !u.extratime && !u.held) {
      hold(u);
    }
  }

  /** Who is owed a larger part of its period is before others, then who has had least. */
  private static boolean isBefore(SedfUnit a, SedfUnit b) {
    if (a.owedNs > 0 || b.owedNs > 0) {
      return a.owedNs * (b.periodNs / 1_000) > b.owedNs * (a.periodNs / 1_000);
    }
    return a.pass < b.pass;
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
        line.accept("  " + u + (running[p.index()] == u ? ", runs" : ""));
      }
    }
  }

  @Override
  public String toString() {
    return "sedf";
  }
}
