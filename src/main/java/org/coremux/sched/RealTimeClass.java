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
 * <p>What keeps them from starving all others is a {@link RealTimeBound}.
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
  private final RealTimeBound bound;
  private final IndexQueue waiting = new IndexQueue();

  /** How many want to run. */
  private int runnable;

  RealTimeClass(Pool pool, RealTimeBound bound) {
    this(pool, bound, p -> false);
  }

  /**
   * One below another class.
   *
   * @param isTaken whether the class above runs somebody there
   */
  RealTimeClass(Pool pool, RealTimeBound bound, Predicate<Processor> isTaken) {
    this.pool = pool;
    this.bound = bound;
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

  /**
   * Who runs there: -1 nobody, 0 a fair one, else its priority; above all the class above, and
   * those that stand still.
   */
  private int urgency(Processor p) {
    if (isTaken.test(p) || bound.standsStill(p)) {
      return Integer.MAX_VALUE;
    }
    return pool.isIdle(p) ? -1 : pool.current(p).realTime();
  }

  @Override
  public void wake(Schedulable s) {
    if (runnable == 0) {
      bound.begins();
    }
    runnable++;
    waiting.add(s);
    if (urgency(s.processor()) < s.realTime()) {
      pool.kick(s.processor());
    }
  }

  @Override
  public void sleep(Schedulable s) {
    runnable--;
    waiting.remove(s);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    bound.ran(s.processor(), ranNs);
  }

  @Override
  public void lowerWakes(Processor p) {
    bound.fairWakes(p);
  }

  @Override
  public void lowerRan(Processor p, long ranNs) {
    bound.fairRan(p, ranNs);
  }

  /** Whether it runs there and could go on. */
  private boolean isGoing(Schedulable s) {
    return has(s) && pool.isRunnable(s) && !waiting.contains(s);
  }

  @Override
  public Schedulable pick(Processor p) {
    if (!bound.givesWay(p)) {
      return choose(p);
    }
    if (isGoing(pool.current(p))) {
      waiting.addFirst(pool.current(p));
      push(p);
    }
    return null;
  }

  @Override
  public Schedulable instead(Processor p) {
    return bound.goesOn(p) ? choose(p) : null;
  }

  private Schedulable choose(Processor p) {
    Schedulable current = pool.current(p);
    boolean goesOn = isGoing(current);
    Schedulable next = highest(p, goesOn ? current.realTime() : 0);
    if (goesOn || next != null) {
      bound.limit(p);
    }
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
      Processor p = bound.standsStill(s.processor()) ? null : leastUrgent(s, here);
      if (p != null && urgency(p) < s.realTime()) {
        pool.kick(p);
        return; // which pushes on
      }
    }
  }

  /** Whether it may be taken there: not from where it stands still. */
  private boolean mayRun(Schedulable s, Processor p) {
    return s.processor() == p || !bound.standsStill(s.processor());
  }

  private Schedulable highest(Processor p, int above) {
    Schedulable best = null;
    int most = above;
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      if (s.realTime() > most && s.allows(p) && mayRun(s, p)) {
        best = s;
        most = s.realTime();
      }
    }
    return best;
  }

  @Override
  public boolean isWaitedFor(Processor p) {
    return waiting.firstAllowed(p) != null;
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
