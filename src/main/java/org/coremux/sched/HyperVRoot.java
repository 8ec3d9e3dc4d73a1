package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * A model of Hyper-V's root scheduler: the root partition's Windows schedules virtual processors as
 * threads of its own, all of one priority, in turns of a quantum. One that wakes is boosted for its
 * first quantum: it goes before those that are not, and preempts one of them.
 *
 * <p>Model: one queue per priority for all processors, a boost of one step, a quantum that ends
 * exactly and not at a tick. Weights, reserves and limits are the hypervisor's and not looked at;
 * no threads of the root itself compete.
 *
 * <p>Cost: O(processors) per wake-up, O(1) per decision but for affinities. Allocation: only in
 * {@link #admit}.
 *
 * <p>Order: boosted ones first; among equals first in first out.
 *
 * <p>Source: Microsoft, "Managing Hyper-V hypervisor scheduler types", and what is known of
 * Windows' dispatcher; schedulers.md 16.
 */
public final class HyperVRoot implements Scheduler {
  private final Pool pool;
  private final long quantumNs;
  private final IndexQueue boosted = new IndexQueue();
  private final IndexQueue normal = new IndexQueue();
  private boolean[] isBoosted = new boolean[8];
  private long[] leftNs = new long[8];

  /** A policy for the pool. */
  public HyperVRoot(Pool pool, HyperVParameters parameters) {
    this.pool = pool;
    quantumNs = parameters.rootQuantumNs();
  }

  @Override
  public void admit(Schedulable s) {
    if (s.group() != null && s.group().isCapped()) {
      throw new IllegalArgumentException(
          s.group() + ": the root's scheduler knows no caps; type: classic and core do");
    }
    if (s.index() >= leftNs.length) {
      leftNs = Arrays.copyOf(leftNs, 2 * s.index());
      isBoosted = Arrays.copyOf(isBoosted, 2 * s.index());
    }
    isBoosted[s.index()] = false;
    boosted.admit(s);
    normal.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    sleep(s);
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    Processor home = s.processor();
    if (s.allows(home) && pool.isIdle(home)) {
      return home;
    }
    Processor best = s.allows(home) ? home : null;
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      if (s.allows(p) && (best == null || pool.isIdle(p) && !pool.isIdle(best))) {
        best = p;
      }
    }
    return best;
  }

  @Override
  public void wake(Schedulable s) {
    isBoosted[s.index()] = true;
    leftNs[s.index()] = quantumNs;
    boosted.add(s);
    Processor best = null;
    for (int k = -1; k < pool.processorCount(); k++) {
      Processor p = k < 0 ? s.processor() : pool.processor(k);
      if (s.allows(p) && yieldsTo(p) && (best == null || pool.isIdle(p) && !pool.isIdle(best))) {
        best = p;
      }
    }
    if (best != null) {
      pool.kick(best);
    }
  }

  /** Whether a boosted one runs there at once. */
  private boolean yieldsTo(Processor p) {
    Schedulable current = pool.current(p);
    return current == pool.idle(p)
        ? pool.isIdle(p)
        : pool.isRunnable(current) && !isBoosted[current.index()];
  }

  @Override
  public void sleep(Schedulable s) {
    boosted.remove(s);
    normal.remove(s);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    leftNs[s.index()] = 0;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    leftNs[s.index()] -= ranNs;
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    boolean mayGoOn =
        current != pool.idle(p)
            && pool.isRunnable(current)
            && !boosted.contains(current)
            && !normal.contains(current)
            && current.allows(p);
    if (mayGoOn && leftNs[current.index()] <= 0) {
      isBoosted[current.index()] = false;
      leftNs[current.index()] = quantumNs;
      normal.add(current);
    } else if (mayGoOn) {
      if (isBoosted[current.index()] || boosted.firstAllowed(p) == null) {
        return run(current, p);
      }
      normal.addFirst(current); // what is left of its quantum it has when it comes back
    }
    Schedulable next = boosted.firstAllowed(p);
    next = next == null ? normal.firstAllowed(p) : next;
    if (next == null) {
      return pool.idle(p);
    }
    sleep(next);
    return run(next, p);
  }

  private Schedulable run(Schedulable s, Processor p) {
    pool.limit(p, leftNs[s.index()]);
    return s;
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("by priority, quantum " + quantumNs + " ns");
    line.accept("  " + boosted.count() + " boosted and " + normal.count() + " others waiting");
  }

  @Override
  public String toString() {
    return "hyper-v";
  }
}
