package org.coremux.sched;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * Real-time threads: the highest priority runs, first in first out among equals, until it blocks;
 * whoever is preempted goes on before its equals.
 *
 * <p>Model: one queue for all processors, which is what pushing and pulling aim at.
 *
 * <p>Cost: O(waiting ones) per decision and wake-up, O(processors) to place one. Allocation: only
 * in {@link #admit}.
 *
 * <p>Source: Linux SCHED_FIFO, sched(7).
 */
final class RealTimeClass implements UpperClass {
  private final Pool pool;
  private final Predicate<Processor> isTaken;
  private final IndexQueue waiting = new IndexQueue();

  RealTimeClass(Pool pool) {
    this(pool, p -> false);
  }

  /**
   * One below another class.
   *
   * @param isTaken whether the class above runs somebody there
   */
  RealTimeClass(Pool pool, Predicate<Processor> isTaken) {
    this.pool = pool;
    this.isTaken = isTaken;
  }

  @Override
  public boolean has(Schedulable s) {
    return s.realTime() > 0;
  }

  @Override
  public boolean admit(Schedulable s) {
    if (has(s)) {
      waiting.admit(s);
    }
    return has(s);
  }

  @Override
  public void retire(Schedulable s) {
    waiting.remove(s);
  }

  @Override
  public Processor place(Schedulable s) {
    return leastUrgent(s, null);
  }

  /** Where it would displace the least, at home if that is as good; but not there. */
  private Processor leastUrgent(Schedulable s, Processor except) {
    Processor best = s.processor();
    if (best == except || best.index() >= pool.processorCount() || !s.allows(best)) {
      best = null;
    }
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      if (p != except && s.allows(p) && (best == null || urgency(p) < urgency(best))) {
        best = p;
      }
    }
    return best;
  }

  /** Who runs there: -1 nobody, 0 a fair one, else its priority; above all the class above. */
  private int urgency(Processor p) {
    if (isTaken.test(p)) {
      return Integer.MAX_VALUE;
    }
    return pool.isIdle(p) ? -1 : pool.current(p).realTime();
  }

  @Override
  public void wake(Schedulable s) {
    waiting.add(s);
    if (urgency(s.processor()) < s.realTime()) {
      pool.kick(s.processor());
    }
  }

  @Override
  public void sleep(Schedulable s) {
    waiting.remove(s);
  }

  @Override
  public Schedulable pick(Processor p) {
    Schedulable current = pool.current(p);
    boolean goesOn = has(current) && pool.isRunnable(current);
    Schedulable next = highest(p, goesOn ? current.realTime() : 0);
    if (next == null) {
      return goesOn ? current : null;
    }
    waiting.remove(next);
    if (goesOn) {
      waiting.addFirst(current); // preempted, it stays at the head of its priority
    }
    push(p);
    return next;
  }

  /** Whoever cannot run here and waits may displace somebody elsewhere. */
  private void push(Processor here) {
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      Processor p = leastUrgent(s, here);
      if (p != null && urgency(p) < s.realTime()) {
        pool.kick(p);
        return; // which pushes on
      }
    }
  }

  private Schedulable highest(Processor p, int above) {
    Schedulable best = null;
    int most = above;
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      if (s.realTime() > most && s.allows(p)) {
        best = s;
        most = s.realTime();
      }
    }
    return best;
  }

  @Override
  public void describe(Consumer<String> line) {
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      line.accept("real-time " + s.realTime() + ": " + s + " waits");
    }
  }

  @Override
  public String toString() {
    return "real-time";
  }
}
