package org.coremux.sched;

import java.util.function.Consumer;
import java.util.function.Function;
import org.coremux.mux.ForwardingPool;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Real-time threads above any other policy, which does not know of them: the highest priority runs,
 * first in first out among equals, until it blocks; whoever is preempted goes on before its equals.
 * The policy below gets what is left.
 *
 * <p>To the policy below whoever a real-time one displaced still is the current one of the
 * processor, standing still: nothing has to be queued, and when the real-time ones are gone it is
 * asked as ever who should run.
 *
 * <p>Model: one queue for all processors, which is what pushing and pulling aim at. No throttling
 * of real-time threads, no deadline class. Whoever is displaced waits there, even beside an idle
 * processor.
 *
 * <p>Cost: O(waiting real-time threads) per decision and wake-up, O(processors) to place one.
 * Allocation: only in {@link #admit}.
 *
 * <p>Source: Linux SCHED_FIFO, sched(7); DESIGN 4, ClassStack.
 */
public final class ClassStack implements Scheduler {
  private final Pool pool;
  private final Scheduler fair;
  private final IndexQueue waiting = new IndexQueue();

  /** Who was displaced there, by index of the processor; null for nobody. */
  private final Schedulable[] displaced;

  /** Was displaced and not taken back: it is saved, but the policy below waits to hear of it. */
  private final Schedulable[] leaving;

  /** What the policy below sees: only its own. */
  private final class FairPool extends ForwardingPool {
    FairPool() {
      super(pool);
    }

    @Override
    public Schedulable current(Processor p) {
      Schedulable s = pool.current(p);
      if (s.realTime() == 0 && (s != pool.idle(p) || displaced[p.index()] == null)) {
        return s;
      }
      return displaced[p.index()] == null ? pool.idle(p) : displaced[p.index()];
    }
  }

  /** A stack on the policy that {@code create} makes. */
  public ClassStack(Pool pool, Function<Pool, Scheduler> create) {
    this.pool = pool;
    displaced = new Schedulable[pool.processorCount()];
    leaving = new Schedulable[pool.processorCount()];
    fair = create.apply(new FairPool());
  }

  @Override
  public void admit(Schedulable s) {
    if (s.realTime() > 0) {
      waiting.admit(s);
    } else {
      fair.admit(s);
    }
  }

  @Override
  public void retire(Schedulable s) {
    if (s.realTime() > 0) {
      return;
    }
    for (int i = 0; i < displaced.length; i++) {
      displaced[i] = displaced[i] == s ? null : displaced[i];
      leaving[i] = leaving[i] == s ? null : leaving[i];
    }
    fair.retire(s);
  }

  @Override
  public void changed(Schedulable s) {
    if (s.realTime() == 0) {
      fair.changed(s);
    }
  }

  @Override
  public void changed(Group group) {
    fair.changed(group);
  }

  // ---- waking and sleeping ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    if (s.realTime() == 0) {
      return fair.place(s, waker);
    }
    return leastUrgent(s, null);
  }

  /** Where it would displace the least, at home if that is as good; but not there. */
  private Processor leastUrgent(Schedulable s, Processor except) {
    Processor best = s.processor();
    if (best == except || best.index() >= displaced.length || !s.allows(best)) {
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

  /** Who runs there: -1 nobody, 0 a fair one, else its priority. */
  private int urgency(Processor p) {
    return pool.isIdle(p) ? -1 : pool.current(p).realTime();
  }

  @Override
  public void wake(Schedulable s) {
    if (s.realTime() == 0) {
      fair.wake(s);
      return;
    }
    waiting.add(s);
    if (pool.current(s.processor()).realTime() < s.realTime()) {
      pool.kick(s.processor());
    }
  }

  @Override
  public void sleep(Schedulable s) {
    if (s.realTime() == 0) {
      fair.sleep(s);
    } else {
      waiting.remove(s);
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    if (s.realTime() == 0) {
      fair.yield(s, to);
    }
  }

  // ---- running ----

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    boolean goesOn = current.realTime() > 0 && pool.isRunnable(current);
    Schedulable next = highest(p, goesOn ? current.realTime() : 0);
    if (next == null && !goesOn) {
      return pickFair(p);
    }
    if (next == null) {
      return current;
    }
    waiting.remove(next);
    if (goesOn) {
      waiting.addFirst(current); // preempted, it stays at the head of its priority
    }
    push(p);
    if (!goesOn && current.realTime() == 0 && current != pool.idle(p)) {
      displaced[p.index()] = current;
    }
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

  private Schedulable pickFair(Processor p) {
    Schedulable before = displaced[p.index()];
    Schedulable next = fair.pickNext(p);
    displaced[p.index()] = null;
    if (before != null && before != next) {
      leaving[p.index()] = before;
    }
    return next;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    if (s.realTime() == 0) {
      fair.charge(s, ranNs);
    }
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    if (s.realTime() == 0) {
      if (displaced[p.index()] != s) {
        fair.saved(s, p);
      }
    } else if (leaving[p.index()] != null) {
      Schedulable left = leaving[p.index()];
      leaving[p.index()] = null;
      fair.saved(left, p);
    }
  }

  @Override
  public void describe(Consumer<String> line) {
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      line.accept("real-time " + s.realTime() + ": " + s + " waits");
    }
    fair.describe(line);
  }

  @Override
  public String toString() {
    return fair.toString();
  }
}
