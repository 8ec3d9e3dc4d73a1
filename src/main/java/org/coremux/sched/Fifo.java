package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * First come, first served: one queue for all processors. Whoever has a processor keeps it until it
 * blocks, ends or yields; nobody is ever preempted.
 *
 * <p>Bad habits: one that computes for long holds up all behind it (the convoy effect), and two
 * that compute for ever on one processor are one that does and one that never runs.
 *
 * <p>Model: weights, groups and caps are not looked at, and there are no priorities: that is {@link
 * FixedPriority} with its order {@code fifo}.
 *
 * <p>Cost: O(1) per wake-up and decision; with affinities O(queue) per decision in the worst case.
 *
 * <p>Order: by the instant of the wake-up; of one instant as they woke. One that yields goes to the
 * end.
 *
 * <p>Source: POSIX.1-2017, SCHED_FIFO, at one priority; the convoy: M. Blasgen et al., "The convoy
 * phenomenon", ACM Operating Systems Review 13(2), 1979.
 */
public final class Fifo implements Scheduler {
  private final Pool pool;
  private final IndexQueue queue = new IndexQueue();
  private final IdleProcessors idle;
  private boolean[] yielded = new boolean[8];

  /** A policy for the pool. */
  public Fifo(Pool pool) {
    this.pool = pool;
    idle = new IdleProcessors(pool);
  }

  @Override
  public void admit(Schedulable s) {
    queue.admit(s);
    if (s.index() >= yielded.length) {
      yielded = Arrays.copyOf(yielded, 2 * s.index());
    }
    yielded[s.index()] = false;
  }

  @Override
  public void retire(Schedulable s) {
    queue.remove(s);
  }

  @Override
  public void wake(Schedulable s) {
    queue.add(s);
    idle.kickFor(s, null);
  }

  @Override
  public void sleep(Schedulable s) {
    queue.remove(s);
    yielded[s.index()] = false;
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    yielded[s.index()] = true;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    // Nobody has a share of anything.
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current) && !queue.contains(current)) {
      if (!yielded[current.index()]) {
        return current;
      }
      yielded[current.index()] = false;
      queue.add(current);
    }
    Schedulable next = queue.firstAllowed(p);
    idle.note(p, next == null);
    if (next == null) {
      return pool.idle(p);
    }
    queue.remove(next);
    queue.passOn(idle, p);
    return next;
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("first come, first served, " + queue.count() + " waiting");
    for (Schedulable s = queue.first(); s != null; s = queue.after(s)) {
      line.accept("  " + s);
    }
  }

  @Override
  public String toString() {
    return "fifo";
  }
}
