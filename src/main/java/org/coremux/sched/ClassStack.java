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
 * A class of schedulables above any other policy, which does not know of them: real-time threads
 * ({@link RealTimeClass}), or those with deadlines. The policy below gets what is left; it may be
 * such a stack itself.
 *
 * <p>To the policy below whoever one of the class displaced still is the current one of the
 * processor, standing still: nothing has to be queued, and when those of the class are gone it is
 * asked as ever who should run.
 *
 * <p>Model: whoever is displaced waits there, even beside an idle processor.
 *
 * <p>Cost: that of the class and of the policy below. Allocation: only in {@link #admit}.
 *
 * <p>Source: Linux sched_class, sched(7); DESIGN 4, ClassStack.
 */
public final class ClassStack implements Scheduler {
  private final Pool pool;
  private final UpperClass upper;
  private final Scheduler below;

  /** Who was displaced there, by index of the processor; null for nobody. */
  private final Schedulable[] displaced;

  /** Was displaced and not taken back: it is saved, but the policy below waits to hear of it. */
  private final Schedulable[] leaving;

  /** What the policy below sees: only its own. */
  private final class PoolBelow extends ForwardingPool {
    PoolBelow() {
      super(pool);
    }

    @Override
    public Schedulable current(Processor p) {
      Schedulable s = pool.current(p);
      if (!upper.has(s) && (s != pool.idle(p) || displaced[p.index()] == null)) {
        return s;
      }
      return displaced[p.index()] == null ? pool.idle(p) : displaced[p.index()];
    }

    @Override
    public boolean isAsked(Processor p) {
      return pool.isAsked(p) || upper.has(pool.current(p)); // which they are when that has left
    }
  }

  /** Real-time threads, throttled as is standard, on the policy that {@code create} makes. */
  public ClassStack(Pool pool, Function<Pool, Scheduler> create) {
    this(pool, RealTimeParameters.STANDARD, create);
  }

  /** Real-time threads on the policy that {@code create} makes. */
  public ClassStack(Pool pool, RealTimeParameters parameters, Function<Pool, Scheduler> create) {
    this(pool, new RealTimeClass(pool, parameters.bound(pool)), create);
  }

  /** The class on the policy that {@code create} makes. */
  ClassStack(Pool pool, UpperClass upper, Function<Pool, Scheduler> create) {
    this.pool = pool;
    this.upper = upper;
    displaced = new Schedulable[pool.processorCount()];
    leaving = new Schedulable[pool.processorCount()];
    below = create.apply(new PoolBelow());
  }

  @Override
  public void admit(Schedulable s) {
    if (!upper.admit(s)) {
      below.admit(s);
    }
  }

  @Override
  public void retire(Schedulable s) {
    if (upper.has(s)) {
      upper.retire(s);
      return;
    }
    for (int i = 0; i < displaced.length; i++) {
      displaced[i] = displaced[i] == s ? null : displaced[i];
      leaving[i] = leaving[i] == s ? null : leaving[i];
    }
    below.retire(s);
  }

  @Override
  public void changed(Schedulable s) {
    if (!upper.has(s)) {
      below.changed(s);
    }
  }

  @Override
  public void changed(Group group) {
    below.changed(group);
  }

  // ---- waking and sleeping ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    return upper.has(s) ? upper.place(s) : below.place(s, waker);
  }

  @Override
  public void wake(Schedulable s) {
    if (upper.has(s)) {
      upper.wake(s);
    } else {
      below.wake(s);
      upper.lowerWakes(s.processor());
    }
  }

  @Override
  public void sleep(Schedulable s) {
    if (upper.has(s)) {
      upper.sleep(s);
    } else {
      below.sleep(s);
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    if (upper.has(s)) {
      upper.yield(s);
    } else {
      below.yield(s, to != null && upper.has(to) ? null : to);
    }
  }

  // ---- running ----

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    Schedulable next = upper.pick(p);
    if (next == null) {
      Schedulable lower = pickBelow(p);
      next = lower == pool.idle(p) ? upper.instead(p) : null;
      if (next == null) {
        return lower;
      }
      deliver(p); // nobody is switched out who would bring it
    }
    if (next != current && !upper.has(current) && current != pool.idle(p)) {
      displaced[p.index()] = current;
    }
    return next;
  }

  private Schedulable pickBelow(Processor p) {
    Schedulable before = displaced[p.index()];
    Schedulable next = below.pickNext(p);
    displaced[p.index()] = null;
    if (before != null && before != next) {
      leaving[p.index()] = before;
    }
    return next;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    if (upper.has(s)) {
      upper.charge(s, ranNs);
    } else {
      below.charge(s, ranNs);
      upper.lowerRan(s.processor(), ranNs);
    }
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    if (!upper.has(s)) {
      if (displaced[p.index()] != s) {
        below.saved(s, p);
      }
    } else {
      deliver(p);
    }
  }

  private void deliver(Processor p) {
    Schedulable left = leaving[p.index()];
    leaving[p.index()] = null;
    if (left != null) {
      below.saved(left, p);
    }
  }

  @Override
  public boolean isWaitedFor(Processor p) {
    Schedulable stands = displaced[p.index()];
    boolean isOneDisplaced = stands != null && pool.isRunnable(stands);
    return isOneDisplaced || upper.isWaitedFor(p) || below.isWaitedFor(p);
  }

  @Override
  public void check() {
    upper.check();
    below.check();
  }

  @Override
  public void describe(Consumer<String> line) {
    upper.describe(line);
    below.describe(line);
  }

  @Override
  public String toString() {
    return upper + " over " + below;
  }
}
