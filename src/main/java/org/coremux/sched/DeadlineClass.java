package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * Linux SCHED_DEADLINE: those who have reserved a runtime in each period, earliest deadline first,
 * each confined by a constant bandwidth server. As a class above others, in a {@link ClassStack}.
 *
 * <p>Who wakes keeps deadline and budget if what is left fits the time that is left; else both are
 * new, or, where the deadline is shorter than the period, the budget is cut to what fits. Who has
 * used its budget up, or yields, is held until its next period; what it overran is paid then. That
 * is noticed when it blocks, and at ticks unless {@code hrtick} is on: a task may overrun its
 * budget by a tick, and gets so much less later.
 *
 * <p>All together reserve at most as much of each processor as real-time threads may run; more is
 * refused before a run, by {@link DeadlineParameters}.
 *
 * <p>Members are the vCPUs of guests that say so, and the threads of those that have no vCPUs; the
 * threads that serve a VM are not.
 *
 * <p>Model: one queue for all processors, which is what pushing and pulling aim at: those with the
 * earliest deadlines run. One that is preempted waits there for whichever processor is free first.
 * With {@code reclaim} what others leave is averaged over the processors. A cap does not concern a
 * task with a reservation. No priority inheritance. The budget is renewed by a timer of the
 * processor where the task was admitted.
 *
 * <p>Cost, for n members that wait and m processors: O(n + m) per wake-up and decision. Allocation:
 * only in {@link #admit}.
 *
 * <p>Order: by deadline, then first in first out; an equal deadline does not preempt.
 *
 * <p>Source: schedulers.md 13, written from kernel/sched/deadline.c of about 5.10; L. Abeni, G.
 * Buttazzo, RTSS 1998.
 */
final class DeadlineClass implements UpperClass {
  private static final long ONE = 1L << DeadlineParameters.BW_SHIFT;

  private final Pool pool;
  private final DeadlineParameters parameters;
  private final DeadlineCheck check;
  private DeadlineTask[] tasks = new DeadlineTask[8];
  private boolean[] hasVcpus = new boolean[8];
  private DeadlineTask first;

  /** Who is being held, or let go, by this class itself; null for nobody. */
  private DeadlineTask moving;

  /** Shares of all members, and of those that count as used. Unit: 2^-20 of a processor. */
  private long reserved;

  private long used;

  DeadlineClass(Pool pool, DeadlineParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    check = new DeadlineCheck(pool, parameters.tickNs() == 0);
  }

  @Override
  public boolean has(Schedulable s) {
    return s.index() >= 0 && s.index() < tasks.length && tasks[s.index()] != null;
  }

  /** Whether one of this class runs there. */
  boolean runsOn(Processor p) {
    return has(pool.current(p));
  }

  @Override
  public boolean admit(Schedulable s) {
    if (s.index() >= tasks.length) {
      tasks = Arrays.copyOf(tasks, 2 * s.index());
    }
    tasks[s.index()] = null;
    if (InnermostSettings.of(s) == null || servesVcpus(s)) {
      return false;
    }
    DeadlineTask t = new DeadlineTask(s, DeadlineParameters.Reserved.of(InnermostSettings.of(s)));
    t.renewal = pool.timer(s.processor(), now -> renew(t, now));
    if (parameters.reclaims()) {
      t.zeroLag = pool.timer(s.processor(), now -> count(t, false));
    }
    tasks[s.index()] = t;
    reserved += t.utilisation;
    return true;
  }

  /** Whether it is a thread beside vCPUs. */
  private boolean servesVcpus(Schedulable s) {
    Group group = s.group();
    if (group.index() >= hasVcpus.length) {
      hasVcpus = Arrays.copyOf(hasVcpus, 2 * group.index());
    }
    hasVcpus[group.index()] |= s.isVcpu();
    return hasVcpus[group.index()] && !s.isVcpu();
  }

  @Override
  public void retire(Schedulable s) {
    DeadlineTask t = task(s);
    dequeue(t);
    pool.cancel(t.renewal);
    count(t, false);
    if (t.zeroLag != null) {
      pool.cancel(t.zeroLag);
    }
    reserved -= t.utilisation;
    tasks[s.index()] = null;
  }

  DeadlineTask task(Schedulable s) {
    return tasks[s.index()];
  }

  // ---- waking and sleeping ----

  @Override
  public Processor place(Schedulable s) {
    return s.processor();
  }

  @Override
  public void wake(Schedulable s) {
    DeadlineTask t = task(s);
    if (t != moving) {
      count(t, true);
      if (t.isEarly(pool.nowNs())) {
        t.leftNs = Math.min(t.leftNs, 0);
        hold(t);
        return;
      }
      t.arrive(pool.nowNs());
    }
    enqueue(t);
    kickFor(t, null);
  }

  @Override
  public void sleep(Schedulable s) {
    DeadlineTask t = task(s);
    dequeue(t);
    if (t != moving) {
      leave(t);
    }
  }

  /** Its share counts until it would have been used. */
  private void leave(DeadlineTask t) {
    if (t.zeroLag != null) {
      long zeroLagNs = t.zeroLagNs();
      if (zeroLagNs <= pool.nowNs()) {
        count(t, false);
      } else {
        pool.arm(t.zeroLag, zeroLagNs);
      }
    }
  }

  @Override
  public void yield(Schedulable s) {
    DeadlineTask t = task(s);
    t.leftNs = Math.min(t.leftNs, 0); // its processor decides, and throttles it
  }

  private void enqueue(DeadlineTask t) {
    DeadlineTask before = null;
    DeadlineTask after = first;
    while (after != null && after.deadlineNs <= t.deadlineNs) {
      before = after;
      after = after.next;
    }
    t.queued = true;
    t.previous = before;
    t.next = after;
    if (after != null) {
      after.previous = t;
    }
    if (before == null) {
      first = t;
    } else {
      before.next = t;
    }
  }

  private void dequeue(DeadlineTask t) {
    if (!t.queued) {
      return;
    }
    t.queued = false;
    if (t.next != null) {
      t.next.previous = t.previous;
    }
    if (t.previous == null) {
      first = t.next;
    } else {
      t.previous.next = t.next;
    }
    t.next = null;
    t.previous = null;
  }

  /** Asks a processor that does less urgent things, if there is one: at home if that is so. */
  private boolean kickFor(DeadlineTask t, Processor except) {
    Processor latest = null;
    long latestNs = t.deadlineNs;
    for (int i = -1; i < pool.processorCount(); i++) {
      Processor p = i < 0 ? t.who.processor() : pool.processor(i);
      if (p == except || !t.who.allows(p)) {
        continue;
      }
      Schedulable current = pool.current(p);
      long deadlineNs = has(current) ? task(current).deadlineNs : Long.MAX_VALUE;
      if (deadlineNs > latestNs) {
        latest = p;
        latestNs = deadlineNs;
      }
      if (i < 0 && latest != null) {
        break;
      }
    }
    if (latest != null) {
      pool.kick(latest);
    }
    return latest != null;
  }

  // ---- budgets ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    DeadlineTask t = task(s);
    t.leftNs -= parameters.reclaims() ? (ranNs * rate(t)) >> DeadlineParameters.BW_SHIFT : ranNs;
  }

  /** How fast its budget is used up while others leave theirs. Unit: 2^-20. */
  private long rate(DeadlineTask t) {
    int cpus = pool.processorCount();
    long inactive = (reserved - used) / cpus;
    long extra = parameters.bandwidth() - reserved / cpus;
    long least = t.utilisation * ONE / parameters.bandwidth();
    return Math.min(ONE, Math.max(least, ONE - inactive - extra));
  }

  /** Its share counts as used from now on, or does not. */
  private void count(DeadlineTask t, boolean counts) {
    if (t.counts != counts) {
      for (int i = 0; t.zeroLag != null && i < pool.processorCount(); i++) {
        pool.settle(pool.processor(i)); // at the old rates
        if (runsOn(pool.processor(i))) {
          pool.kick(pool.processor(i)); // its budget ends at another time now
        }
      }
      used += counts ? t.utilisation : -t.utilisation;
      t.counts = counts;
    }
    if (counts && t.zeroLag != null) {
      pool.cancel(t.zeroLag);
    }
  }

  /** It has used its budget up: it waits for the next, or has it already. */
  private void throttle(DeadlineTask t) {
    if (t.nextPeriodNs() <= pool.nowNs()) {
      t.renew(pool.nowNs());
    } else {
      hold(t);
    }
  }

  private void hold(DeadlineTask t) {
    t.held = true;
    moving = t;
    pool.hold(t.who, Hold.CAP);
    moving = null;
    pool.arm(t.renewal, t.nextPeriodNs());
  }

  private void renew(DeadlineTask t, long nowNs) {
    t.renew(nowNs);
    t.held = false;
    moving = t;
    pool.release(t.who);
    moving = null;
    if (!pool.isRunnable(t.who)) {
      leave(t); // it was stopped meanwhile
    }
  }

  // ---- running ----

  @Override
  public Schedulable pick(Processor p) {
    Schedulable runs = pool.current(p);
    DeadlineTask current = has(runs) && pool.isRunnable(runs) ? task(runs) : null;
    if (current != null && current.leftNs <= 0) {
      throttle(current);
      current = current.held ? null : current;
    }
    DeadlineTask next = earliest(p);
    if (current != null && (next == null || next.deadlineNs >= current.deadlineNs)) {
      next = current;
    }
    if (next == null) {
      return null;
    }
    if (next != current) {
      dequeue(next);
      if (current != null) {
        enqueue(current);
      }
      push(p);
    }
    limit(p, next);
    return next.who;
  }

  private DeadlineTask earliest(Processor p) {
    DeadlineTask t = first;
    while (t != null && !t.who.allows(p)) {
      t = t.next;
    }
    return t;
  }

  /** Whoever cannot run here may be more urgent than what is done elsewhere. */
  private void push(Processor here) {
    for (DeadlineTask t = first; t != null; t = t.next) {
      if (kickFor(t, here)) {
        return; // which pushes on
      }
    }
  }

  /** Until the budget is used up and somebody notices. */
  private void limit(Processor p, DeadlineTask t) {
    long leftNs = Math.max(1, t.leftNs);
    if (parameters.reclaims()) {
      long rate = rate(t);
      leftNs = ((leftNs << DeadlineParameters.BW_SHIFT) + rate - 1) / rate;
    }
    if (parameters.tickNs() > 0) {
      long tickNs = parameters.tickNs();
      long endNs = pool.nowNs() + leftNs;
      leftNs = Math.floorDiv(endNs + tickNs - 1, tickNs) * tickNs - pool.nowNs();
    }
    pool.limit(p, leftNs);
  }

  @Override
  public boolean isWaitedFor(Processor p) {
    return earliest(p) != null;
  }

  // ---- what must hold, and for people ----

  @Override
  public void check() {
    check.look(tasks, first);
    check.lookAtShares(tasks, reserved, used);
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("earliest deadline first, constant bandwidth servers");
    for (DeadlineTask t : tasks) {
      if (t != null) {
        line.accept("  " + t + (t.queued ? ", waits" : ""));
      }
    }
  }

  @Override
  public String toString() {
    return "deadline";
  }
}
