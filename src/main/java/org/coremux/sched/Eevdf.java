package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;

/**
 * Linux's fair scheduler since 6.6: earliest eligible virtual deadline first.
 *
 * <p>Who wakes is queued with the lag that it left with ({@link EevdfQueue}), and preempts the
 * current one at once if it would be picked, which the protection of the current one's slice
 * prevents while that is eligible. All else is as in {@link FairScheduler}.
 *
 * <p>Cost: O(depth * log n) per wake-up and decision, O(depth) per charge. Allocation: in {@link
 * #admit} only.
 *
 * <p>Order: at equal deadlines first in, first out; see {@link EevdfQueue}.
 *
 * <p>Source: schedulers.md, sections 10 to 12; replaying-schedules.md, section 2, where they
 * differ.
 */
public final class Eevdf extends FairScheduler {
  private final EevdfParameters parameters;
  private final int cpus;

  /** A policy for the pool. */
  public Eevdf(Pool pool, EevdfParameters parameters) {
    super(
        pool,
        parameters,
        (cpu, group, parent) ->
            new EevdfQueue(parameters, pool.processorCount(), cpu, group, parent));
    this.parameters = parameters;
    cpus = pool.processorCount();
  }

  @Override
  public void admit(Schedulable s) {
    super.admit(s);
    long ownNs = FairSettings.sliceNs(s.group());
    if (ownNs > 0) {
      slice(s, ownNs);
    }
  }

  /** Gives it a slice of its own, as sched_setattr does since 6.12; 0 for the policy's. */
  public void slice(Schedulable s, long sliceNs) {
    FairEntity e = entity(s);
    boolean queued = e.onQueue && !e.delayed;
    if (queued) {
      hierarchy.dequeue(e, false);
    }
    e.ownSlice = sliceNs > 0;
    e.sliceNs = sliceNs;
    if (queued) {
      hierarchy.enqueue(e);
      goOn(s, e);
    }
  }

  @Override
  boolean preempts(FairCpu cpu, FairEntity woken, boolean fresh) {
    if (cpu.running.idle && !woken.idle) {
      return true;
    }
    if (!woken.mayPreempt) {
      return false;
    }
    FairEntity e = meeting(woken);
    return ((EevdfQueue) e.queue).preempts(e, fresh);
  }

  @Override
  public void check() {
    EevdfCheck check = new EevdfCheck(parameters, cpus, entities);
    hierarchy.each(queue -> check.look((EevdfQueue) queue));
    check.lookAtLags();
  }

  @Override
  public String toString() {
    return "eevdf";
  }
}
