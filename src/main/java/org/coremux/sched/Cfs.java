package org.coremux.sched;

import org.coremux.mux.Pool;

/**
 * Linux's completely fair scheduler, up to 6.5: who has had least by weight runs, for its part of a
 * period.
 *
 * <p>Who wakes is placed up to half a latency before all others ({@link CfsQueue}), and preempts
 * the current one when it is a wake-up granularity or more behind it. In a long queue the preempted
 * one goes on soon afterwards, if that is not unfair.
 *
 * <p>Known bad habits, which show: slices end at ticks only, and one that is a whole number of
 * ticks takes a tick more; who sleeps often and briefly is owed up to half a latency each time; to
 * yield is not to give anything up.
 *
 * <p>Model: no HRTICK, which is off by default. All else is as in {@link FairScheduler}.
 *
 * <p>Cost: O(depth * log n) per wake-up, O(depth) per decision, charge and tick. Allocation: in
 * {@link #admit} only.
 *
 * <p>Order: at equal virtual times first in, first out; see {@link CfsQueue}.
 *
 * <p>Source: schedulers.md, section 9, from Linux kernel/sched/fair.c at 000619680c37 and 6.1; and
 * sections 11 and 12.
 */
public final class Cfs extends FairScheduler {
  private final CfsRules rules;

  /** A policy for the pool. */
  public Cfs(Pool pool, CfsParameters parameters) {
    super(
        pool,
        parameters,
        (cpu, group, parent) ->
            new CfsQueue(parameters, pool.processorCount(), cpu, group, parent));
    rules = parameters.rules();
  }

  @Override
  boolean preempts(FairCpu cpu, FairEntity woken, boolean fresh) {
    FairEntity running = cpu.running;
    boolean crowded = ((CfsQueue) running.queue).isCrowded();
    boolean prefers = rules.nextBuddy() && crowded && !fresh;
    if (prefers) {
      CfsQueue.prefer(woken);
    }
    if (cpu.resched) {
      return false; // it decides anyhow
    }
    FairEntity e = meeting(woken);
    FairEntity current = e.queue.current;
    boolean comes = current == e || running.idle && !woken.idle;
    if (!comes) {
      comes = rules.wakeupPreemption() && woken.mayPreempt && ((CfsQueue) e.queue).preempts(e);
      if (comes && !prefers) {
        CfsQueue.prefer(e);
      }
    }
    if (comes) {
      cpu.resched = true;
      if (rules.lastBuddy() && crowded && current != e && !current.isGroup()) {
        CfsQueue.preempted(current);
      }
    }
    return comes;
  }

  @Override
  public void check() {
    hierarchy.each(
        queue -> {
          queue.checkSums();
          ((CfsQueue) queue).check();
        });
  }

  @Override
  public String toString() {
    return "cfs";
  }
}
