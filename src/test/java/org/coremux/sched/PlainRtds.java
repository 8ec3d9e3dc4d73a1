package org.coremux.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coremux.engine.Timer;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * RTDS, slow and obvious: lists and linear scans. Written from schedulers.md 5 alone, but for the
 * order in which renewals that are due at once are served, last first.
 */
final class PlainRtds implements Scheduler {
  private static final class Unit {
    Schedulable s;
    RtdsParameters reserved;
    long budget;
    long deadline;
    int level;
    boolean scheduled;
    boolean delayedAdd;
    boolean depleted;
  }

  private final Pool pool;
  private final boolean asCoded;
  private final Map<Schedulable, Unit> units = new HashMap<>();
  private final List<Unit> runQueue = new ArrayList<>();
  private final Set<Unit> depletedQueue = new HashSet<>();
  private final List<Unit> replenishments = new ArrayList<>();
  private final Map<Processor, Unit> current = new HashMap<>();
  private final Set<Processor> tickled = new HashSet<>();
  private final Timer timer;
  private Unit own;

  PlainRtds(Pool pool, boolean asCoded) {
    this.pool = pool;
    this.asCoded = asCoded;
    timer = pool.timer(pool.processor(0), now -> replenish(now));
  }

  /** Above 0 when a goes first. */
  private static int priority(Unit a, Unit b) {
    return a.level != b.level
        ? Integer.compare(b.level, a.level)
        : Long.compare(b.deadline, a.deadline);
  }

  private boolean isCurrent(Unit u) {
    return current.containsValue(u);
  }

  @Override
  public void admit(Schedulable s) {
    Unit u = new Unit();
    u.s = s;
    u.reserved = RtdsParameters.of(s.group() == null ? null : s.group().settings());
    units.put(s, u);
  }

  @Override
  public void retire(Schedulable s) {
    Unit u = units.remove(s);
    runQueue.remove(u);
    depletedQueue.remove(u);
    replenishments.remove(u);
    rearm();
  }

  private void updateDeadline(Unit u) {
    while (u.deadline <= pool.nowNs()) {
      u.deadline += u.reserved.periodNs();
    }
    u.budget = u.reserved.budgetNs();
    u.level = 0;
  }

  private void insert(Unit u) {
    if (u.budget <= 0) {
      depletedQueue.add(u);
      own = u;
      pool.hold(u.s, Hold.CAP);
      own = null;
      return;
    }
    int place = 0;
    while (place < runQueue.size() && priority(u, runQueue.get(place)) <= 0) {
      place++;
    }
    runQueue.add(place, u);
  }

  private void expect(Unit u) {
    int place = 0;
    while (place < replenishments.size()) {
      Unit other = replenishments.get(place);
      if (asCoded ? priority(u, other) > 0 : u.deadline < other.deadline) {
        break;
      }
      place++;
    }
    replenishments.add(place, u);
  }

  private void rearm() {
    if (replenishments.isEmpty()) {
      pool.cancel(timer);
    } else {
      pool.arm(timer, Math.max(pool.nowNs(), replenishments.get(0).deadline));
    }
  }

  @Override
  public void wake(Schedulable s) {
    Unit u = units.get(s);
    if (isCurrent(u) || u == own) {
      return;
    }
    boolean missed = pool.nowNs() >= u.deadline;
    if (missed) {
      updateDeadline(u);
    }
    if (u.scheduled) {
      u.delayedAdd = true;
      if (missed) {
        replenishments.remove(u);
        expect(u);
        rearm();
      }
      return;
    }
    expect(u);
    rearm();
    insert(u);
    tickle(u);
  }

  @Override
  public void sleep(Schedulable s) {
    Unit u = units.get(s);
    if (isCurrent(u) || u == own) {
      return;
    }
    if (runQueue.remove(u)) {
      replenishments.remove(u);
      rearm();
    } else {
      u.delayedAdd = false;
    }
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    Unit u = units.get(s);
    u.scheduled = false;
    if (u.delayedAdd && (pool.isRunnable(s) || depletedQueue.contains(u))) {
      if (!depletedQueue.contains(u)) {
        insert(u);
      }
      tickle(u);
    } else {
      replenishments.remove(u);
      rearm();
    }
    u.delayedAdd = false;
  }

  private void tickle(Unit u) {
    int count = pool.processorCount();
    Processor lowest = null;
    for (int k = 0; k < count; k++) {
      Processor p = pool.processor((u.s.processor().index() + k) % count);
      if (tickled.contains(p) || !u.s.allows(p)) {
        continue;
      }
      if (current.get(p) == null) {
        lowest = p;
        break;
      }
      if (lowest == null || priority(current.get(p), current.get(lowest)) < 0) {
        lowest = p;
      }
    }
    if (lowest != null && (current.get(lowest) == null || priority(u, current.get(lowest)) > 0)) {
      tickled.add(lowest);
      pool.kick(lowest);
    }
  }

  @Override
  public void charge(Schedulable s, long ran) {
    units.get(s).budget -= ran;
  }

  private void replenish(long now) {
    List<Unit> due = new ArrayList<>();
    while (!replenishments.isEmpty() && replenishments.get(0).deadline <= now) {
      Unit u = replenishments.remove(0);
      for (int i = 0; i < pool.processorCount(); i++) {
        pool.settle(pool.processor(i));
      }
      updateDeadline(u);
      due.add(0, u);
      if (runQueue.remove(u)) {
        insert(u);
      } else if (depletedQueue.remove(u)) {
        own = u;
        pool.release(u.s);
        own = null;
        if (pool.isRunnable(u.s) && !u.scheduled) {
          insert(u);
        }
      }
    }
    for (Unit u : due) {
      if (isCurrent(u) && !runQueue.isEmpty()) {
        if (priority(runQueue.get(0), u) > 0) {
          tickle(runQueue.get(0));
        }
      } else {
        if ((u.depleted || !asCoded) && runQueue.contains(u)) {
          tickle(u);
        }
        u.depleted = false;
      }
      if (u.scheduled || runQueue.contains(u)) {
        expect(u);
      }
    }
    rearm();
  }

  @Override
  public Schedulable pickNext(Processor p) {
    boolean wasAsked = tickled.remove(p);
    Unit mine = current.get(p);
    if (mine != null && mine.budget <= 0) {
      if (mine.reserved.extratime()) {
        mine.level++;
        mine.budget = mine.reserved.budgetNs();
      } else {
        mine.budget = 0;
        mine.depleted = true;
      }
    }
    Unit next = runQueue.stream().filter(u -> u.s.allows(p)).findFirst().orElse(null);
    boolean stays = mine != null && pool.isRunnable(mine.s) && mine.budget > 0;
    if (stays && (next == null || priority(mine, next) > 0)) {
      next = mine;
    }
    if (next != mine) {
      current.put(p, next);
      if (mine != null && pool.isRunnable(mine.s)) {
        mine.delayedAdd = true;
        if (mine.budget <= 0) {
          insert(mine);
        }
      }
    }
    if (next != null) {
      runQueue.remove(next);
      next.scheduled = true;
    }
    if (wasAsked && !asCoded && !runQueue.isEmpty()) {
      tickle(runQueue.get(0));
    }
    if (next == null) {
      return pool.idle(p);
    }
    pool.limit(p, next.budget);
    return next.s;
  }
}
