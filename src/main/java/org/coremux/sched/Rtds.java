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
 * Xen's real-time policy: earliest deadline first on all processors together, each unit a
 * deferrable server with a budget in each period.
 *
 * <p>Deadlines are the multiples of a unit's period, whenever it wakes; a budget that is not used
 * is kept until then. A unit whose budget is used up goes on one level below all who have theirs,
 * with another budget, and so on; or, without extratime, waits for its deadline. What it overran is
 * forgiven. Whoever arrives asks one processor: an idle one, its own first, else that of the least
 * urgent unit, if that is less urgent. A timer renews budgets when deadlines have come; who runs
 * then goes on with a full budget, but its processor still decides at the end of the old one.
 *
 * <p>Known oddities, kept: renewals are queued by level before deadline, so that of a unit that
 * woke below level 0 may come late; and one that waits on extratime when its budget is renewed asks
 * nobody, and so waits on behind whoever runs; and a processor that is asked for one may take
 * another, and nobody asks again. {@code fidelity: intended} queues renewals by deadline alone, and
 * lets everybody ask, and the first ask again. Of those that are due at once the last is served
 * first.
 *
 * <p>Model: no admission test, no soft affinity; no shortest time for a timer (Xen's slop of 50
 * us), so a budget is overrun by the switch alone. A unit without budget is held as capped; Xen
 * calls it runnable. Extratime does not change during a run.
 *
 * <p>Cost, for n units and m processors: a wake-up O(n + m), a decision O(n) with affinities, a
 * renewal O(n), O(1) for all but the first of those of one instant and period whose lists are in
 * order. All that have a period in common are renewed in one instant, and so for 64 units that
 * costs several times as much as a decision of round robin. Allocation: only in {@link #admit}.
 *
 * <p>Order: by level, then deadline, then first in first out; the current one loses a tie when its
 * processor decides, but nobody asks a processor only for a tie.
 *
 * <p>Source: schedulers.md 5, written from xen/common/sched/rt.c at c447b7308b13 (2026).
 */
public final class Rtds implements Scheduler {
  private final Pool pool;
  private final RtdsQueue waiting = new RtdsQueue(false, true);
  private final RtdsQueue renewals;
  private final boolean asCoded;
  private final Timer renewal;
  RtdsUnit[] units = new RtdsUnit[8];

  /** Whose current one is whose, by index of the processor; null for nobody. */
  private final RtdsUnit[] running;

  /** Which have been asked to decide, and have not; by index. */
  private final boolean[] tickled;

  /** Place in the pool, by index. */
  private final int[] placeOf;

  /** Who is being held, or let go, by this policy itself; null for nobody. */
  private RtdsUnit holding;

  private RtdsUnit releasing;

  /**
   * A policy for the pool.
   *
   * @param fidelity whether oddities of the code are kept
   */
  public Rtds(Pool pool, Fidelity fidelity) {
    this.pool = pool;
    asCoded = fidelity.isAsCoded();
    renewals = new RtdsQueue(true, asCoded);
    renewal = pool.timer(pool.processor(0), this::renew);
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    running = new RtdsUnit[indices];
    tickled = new boolean[indices];
    placeOf = new int[indices];
    for (int i = 0; i < pool.processorCount(); i++) {
      placeOf[pool.processor(i).index()] = i;
    }
  }

  @Override
  public void admit(Schedulable s) {
    if (s.index() >= units.length) {
      units = Arrays.copyOf(units, 2 * s.index());
    }
    units[s.index()] = new RtdsUnit(s, RtdsParameters.of(InnermostSettings.of(s)));
  }

  @Override
  public void retire(Schedulable s) {
    RtdsUnit u = units[s.index()];
    units[s.index()] = null;
    waiting.remove(u);
    forgetRenewal(u);
  }

  // ---- waking and sleeping ----

  @Override
  public void wake(Schedulable s) {
    RtdsUnit u = units[s.index()];
    if (u == releasing) {
      requeue(u);
      return;
    }
    if (u.runsOn != RtdsUnit.NONE) {
      return; // its processor has not decided since it blocked
    }
    boolean isNew = pool.nowNs() >= u.deadlineNs;
    if (isNew) {
      renewals.remove(u);
      u.renew(pool.nowNs());
    }
    if (u.scheduled) {
      u.delayedAdd = true;
      if (isNew) {
        expectRenewal(u);
      }
      return;
    }
    expectRenewal(u);
    enqueue(u);
    tickle(u);
  }

  @Override
  public void sleep(Schedulable s) {
    RtdsUnit u = units[s.index()];
    if (u == holding || u.runsOn != RtdsUnit.NONE) {
      return;
    }
    if (waiting.contains(u)) {
      waiting.remove(u);
      forgetRenewal(u);
    } else {
      u.delayedAdd = false;
    }
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    RtdsUnit u = units[s.index()];
    if (u.runsOn == p.index()) { // it was taken away without a decision
      running[p.index()] = null;
      u.runsOn = RtdsUnit.NONE;
    }
    u.scheduled = false;
    boolean again = u.delayedAdd && (u.held || pool.isRunnable(s));
    u.delayedAdd = false;
    if (again) {
      if (!u.held) {
        enqueue(u);
      }
      tickle(u);
    } else {
      forgetRenewal(u);
    }
  }

  /** It waits for a processor, or for a budget. */
  private void enqueue(RtdsUnit u) {
    if (u.leftNs > 0) {
      waiting.add(u);
    } else {
      hold(u);
    }
  }

  private void hold(RtdsUnit u) {
    u.held = true;
    holding = u;
    pool.hold(u.who, Hold.CAP);
    holding = null;
  }

  // ---- budgets ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    units[s.index()].leftNs -= ranNs;
  }

  private void expectRenewal(RtdsUnit u) {
    renewals.add(u);
    armRenewal();
  }

  private void forgetRenewal(RtdsUnit u) {
    if (renewals.contains(u)) {
      renewals.remove(u);
      armRenewal();
    }
  }

  /** For the first in the queue, which as coded need not be the first that is due. */
  private void armRenewal() {
    if (renewals.first() == null) {
      pool.cancel(renewal);
    } else {
      pool.arm(renewal, Math.max(pool.nowNs(), renewals.first().deadlineNs));
    }
  }

  private void renew(long nowNs) {
    RtdsUnit due = null;
    for (RtdsUnit u = renewals.first(); u != null && u.deadlineNs <= nowNs; u = renewals.first()) {
      if (u.runsOn != RtdsUnit.NONE) {
        pool.settle(running(u)); // what it has run is not of the new period
      }
      renewals.remove(u);
      u.renew(nowNs);
      u.due = due;
      due = u;
      if (waiting.contains(u)) {
        waiting.remove(u);
        waiting.add(u);
      } else if (u.held) {
        release(u);
      }
    }
    while (due != null) {
      RtdsUnit u = due;
      due = u.due;
      u.due = null;
      renewed(u);
    }
    armRenewal();
  }

  private void release(RtdsUnit u) {
    u.held = false;
    releasing = u;
    pool.release(u.who);
    releasing = null;
  }

  /** It has a budget again, and still wants to run. */
  private void requeue(RtdsUnit u) {
    if (u.scheduled) {
      u.delayedAdd = true;
    } else {
      waiting.add(u);
    }
  }

  /** Asks a processor if the order of who should run is another now. */
  private void renewed(RtdsUnit u) {
    RtdsUnit first = waiting.first();
    if (u.runsOn != RtdsUnit.NONE && first != null) {
      if (first.beats(u)) {
        tickle(first);
      }
    } else {
      boolean wasDepleted = u.depleted;
      u.depleted = false;
      if ((wasDepleted || !asCoded) && waiting.contains(u)) {
        tickle(u);
      }
    }
    if (u.scheduled || waiting.contains(u)) { // else it ended while it was held
      renewals.add(u);
    }
  }

  // ---- who runs where ----

  /** Asks one processor for it: an idle one, else that of the least urgent, if that is less so. */
  private void tickle(RtdsUnit u) {
    int count = pool.processorCount();
    int home = u.who.processor().index() < placeOf.length ? placeOf[u.who.processor().index()] : 0;
    RtdsUnit least = null;
    for (int k = 0; k < count; k++) {
      Processor p = pool.processor(home + k < count ? home + k : home + k - count);
      if (tickled[p.index()] || !u.who.allows(p)) {
        continue;
      }
      RtdsUnit runs = running[p.index()];
      if (runs == null) {
        ask(p);
        return;
      }
      if (least == null || least.beats(runs)) {
        least = runs;
      }
    }
    if (least != null && u.beats(least)) {
      ask(running(least));
    }
  }

  private void ask(Processor p) {
    tickled[p.index()] = true;
    pool.kick(p);
  }

  private Processor running(RtdsUnit u) {
    return pool.processor(placeOf[u.runsOn]);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    boolean wasAsked = tickled[p.index()];
    tickled[p.index()] = false;
    RtdsUnit current = running[p.index()];
    if (current != null) {
      current.exhaust();
      renewals.worsened(current);
    }
    RtdsUnit next = firstAllowed(p);
    if (current != null && mayGoOn(current, p) && (next == null || current.beats(next))) {
      next = current;
    }
    if (next != current) {
      leave(current);
      enter(next, p);
    }
    if (wasAsked && !asCoded && waiting.first() != null) {
      tickle(waiting.first()); // it may be the one for which this was asked
    }
    if (next == null) {
      return pool.idle(p);
    }
    pool.limit(p, next.leftNs);
    return next.who;
  }

  private boolean mayGoOn(RtdsUnit current, Processor p) {
    return current.leftNs > 0 && pool.isRunnable(current.who) && current.who.allows(p);
  }

  private RtdsUnit firstAllowed(Processor p) {
    RtdsUnit u = waiting.first();
    while (u != null && !u.who.allows(p)) {
      u = waiting.after(u);
    }
    return u;
  }

  private void leave(RtdsUnit current) {
    if (current == null) {
      return;
    }
    current.runsOn = RtdsUnit.NONE;
    if (pool.isRunnable(current.who)) {
      current.delayedAdd = true;
      if (current.leftNs <= 0) {
        hold(current);
      }
    }
  }

  private void enter(RtdsUnit next, Processor p) {
    running[p.index()] = next;
    if (next != null) {
      waiting.remove(next);
      next.scheduled = true;
      next.runsOn = p.index();
    }
  }

  // ---- what must hold, and for people ----

  @Override
  public void check() {
    new RtdsCheck(pool, asCoded, units, running).look(waiting, renewals, renewal);
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("global earliest deadline first, deferrable servers");
    for (int i = 0; i < pool.processorCount(); i++) {
      RtdsUnit u = running[pool.processor(i).index()];
      if (u != null) {
        line.accept("  runs on " + pool.processor(i) + ": " + u);
      }
    }
    for (RtdsUnit u = waiting.first(); u != null; u = waiting.after(u)) {
      line.accept("  waits: " + u);
    }
    for (RtdsUnit u = renewals.first(); u != null; u = renewals.after(u)) {
      if (u.held) {
        line.accept("  depleted: " + u);
      }
    }
  }

  @Override
  public String toString() {
    return "rtds";
  }
}
