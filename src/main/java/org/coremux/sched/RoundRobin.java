package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Global round robin: one queue for all processors, first in first out, a fixed quantum, no
 * priorities. Who wakes goes to the end with a full quantum; who was preempted by the end of its
 * quantum too. A processor with nobody else to run goes on with its current one.
 *
 * <p>Model: weights, groups and caps are not looked at. A wake-up kicks an idle processor, the one
 * where it ran last if that is idle, but never preempts.
 *
 * <p>Cost: O(1) per wake-up and decision; with affinities O(queue) per decision in the worst case.
 *
 * <p>Order: first in first out; a quantum that ends sends its owner behind whoever woke before.
 *
 * <p>Source: L. Kleinrock, "Analysis of a time-shared processor", 1964; the usual baseline.
 */
public final class RoundRobin implements Scheduler {
  private final Pool pool;
  private final long quantumNs;
  private final IndexQueue queue = new IndexQueue();
  private long[] leftNs = new long[0];
  private final IdleProcessors idle;

  /** A policy for the pool. */
  public RoundRobin(Pool pool, RoundRobinParameters parameters) {
    this.pool = pool;
    quantumNs = parameters.quantumNs();
    idle = new IdleProcessors(pool);
  }

  @Override
  public void admit(Schedulable s) {
    queue.admit(s);
    if (s.index() >= leftNs.length) {
      leftNs = Arrays.copyOf(leftNs, Math.max(8, 2 * s.index()));
    }
  }

  @Override
  public void retire(Schedulable s) {
    queue.remove(s);
  }

  @Override
  public void wake(Schedulable s) {
    leftNs[s.index()] = quantumNs;
    queue.add(s);
    idle.kickFor(s, null);
  }

  @Override
  public void sleep(Schedulable s) {
    queue.remove(s);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    leftNs[s.index()] -= ranNs;
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current) && !queue.contains(current)) {
      if (leftNs[current.index()] > 0) {
        return run(current, p);
      }
      leftNs[current.index()] = quantumNs;
      queue.add(current);
    }
    Schedulable next = queue.firstAllowed(p);
    idle.note(p, next == null);
    if (next == null) {
      return pool.idle(p);
    }
    queue.remove(next);
    queue.passOn(idle, p);
    return run(next, p);
  }

  private Schedulable run(Schedulable s, Processor p) {
    pool.limit(p, leftNs[s.index()]);
    return s;
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("round robin, quantum " + quantumNs + " ns, " + queue.count() + " waiting");
    for (Schedulable s = queue.first(); s != null; s = queue.after(s)) {
      line.accept("  " + s + ": " + leftNs[s.index()] + " ns of its quantum left");
    }
  }

  @Override
  public String toString() {
    return "round-robin";
  }
}
