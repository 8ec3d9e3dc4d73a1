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

  /** By index. */
  private final Processor[] processors;

  /** One bit for each processor that was left idle by the last decision about it. */
  private final long[] idle;

  /** A policy for the pool. */
  public RoundRobin(Pool pool, RoundRobinParameters parameters) {
    this.pool = pool;
    quantumNs = parameters.quantumNs();
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    processors = new Processor[indices];
    idle = new long[(indices + Long.SIZE - 1) / Long.SIZE];
    for (int i = 0; i < pool.processorCount(); i++) {
      processors[pool.processor(i).index()] = pool.processor(i);
      noteIdle(pool.processor(i), true);
    }
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
    kickIdleFor(s);
  }

  private void kickIdleFor(Schedulable s) {
    Processor idle = idleFor(s);
    if (idle != null) {
      pool.kick(idle);
    }
  }

  private Processor idleFor(Schedulable s) {
    if (pool.isIdle(s.processor()) && s.allows(s.processor())) {
      return s.processor();
    }
    for (int word = 0; word < idle.length; word++) {
      for (long bits = idle[word]; bits != 0; bits &= bits - 1) {
        Processor p = processors[word * Long.SIZE + Long.numberOfTrailingZeros(bits)];
        if (pool.isIdle(p) && s.allows(p)) {
          return p;
        }
      }
    }
    return null;
  }

  private void noteIdle(Processor p, boolean isIdle) {
    long bit = 1L << p.index();
    int word = p.index() / Long.SIZE;
    idle[word] = isIdle ? idle[word] | bit : idle[word] & ~bit;
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
    Schedulable next = firstAllowed(p);
    noteIdle(p, next == null);
    if (next == null) {
      return pool.idle(p);
    }
    queue.remove(next);
    passOn();
    return run(next, p);
  }

  /**
   * Those who still wait may have asked this processor, and the one that runs here another, which
   * they are not allowed on.
   */
  private void passOn() {
    Schedulable waits = queue.first();
    while (waits != null && isAnyIdle()) {
      kickIdleFor(waits);
      waits = queue.after(waits);
    }
  }

  private boolean isAnyIdle() {
    for (long word : idle) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }

  private Schedulable run(Schedulable s, Processor p) {
    pool.limit(p, leftNs[s.index()]);
    return s;
  }

  private Schedulable firstAllowed(Processor p) {
    Schedulable s = queue.first();
    while (s != null && !s.allows(p)) {
      s = queue.after(s);
    }
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
