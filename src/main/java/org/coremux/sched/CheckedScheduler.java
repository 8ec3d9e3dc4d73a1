package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Holds a policy, and the multiplexer that drives it, to the contract of {@link Scheduler}. For
 * tests, and for runs in which every invariant is on.
 *
 * <p>Checked: admit, then wake and sleep in turn, then retire; a charge is positive and for the one
 * that ran; the answer of {@code pickNext} is runnable, awake, allowed and running nowhere else.
 * That limits are positive and nothing is armed in the past, the pool itself sees to.
 *
 * <p>Cost: O(1) per call; allocates when something is admitted, and to say what is wrong.
 */
public final class CheckedScheduler implements Scheduler {
  private static final byte UNKNOWN = 0;
  private static final byte ASLEEP = 1;
  private static final byte AWAKE = 2;
  private static final String[] STATES = {"unknown", "asleep", "awake"};

  private final Pool pool;
  private final Scheduler inner;
  private byte[] known = new byte[16];

  /** Wraps the policy that {@code create} makes for the pool. */
  public CheckedScheduler(Pool pool, Function<Pool, Scheduler> create) {
    this.pool = pool;
    inner = create.apply(pool);
  }

  @Override
  public void admit(Schedulable s) {
    if (s.index() < 0) {
      throw broken("admits", s, "without an index");
    }
    if (s.index() >= known.length) {
      known = Arrays.copyOf(known, 2 * s.index());
    }
    expect(s, UNKNOWN, "is admitted");
    known[s.index()] = ASLEEP;
    inner.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    expect(s, ASLEEP, "retires");
    known[s.index()] = UNKNOWN;
    inner.retire(s);
  }

  @Override
  public void changed(Schedulable s) {
    if (known[s.index()] == UNKNOWN) {
      throw broken("changes", s, "which is not admitted");
    }
    inner.changed(s);
  }

  @Override
  public void changed(Group group) {
    inner.changed(group);
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    expect(s, ASLEEP, "is placed");
    Processor p = inner.place(s, waker);
    if (p == null || !s.allows(p)) {
      throw broken("places", s, "on " + p + ", which is not allowed");
    }
    return p;
  }

  @Override
  public void wake(Schedulable s) {
    expect(s, ASLEEP, "wakes");
    if (!pool.isRunnable(s)) {
      throw broken("is told that", s, "wakes, which is not runnable");
    }
    known[s.index()] = AWAKE;
    inner.wake(s);
  }

  @Override
  public void sleep(Schedulable s) {
    expect(s, AWAKE, "sleeps");
    known[s.index()] = ASLEEP;
    inner.sleep(s);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    expect(s, AWAKE, "yields");
    inner.yield(s, to);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable next = inner.pickNext(p);
    if (next == pool.idle(p)) {
      return next;
    }
    if (next == null) {
      throw broken("picks", null, "for " + p);
    }
    expect(next, AWAKE, "is picked");
    if (!pool.isRunnable(next)) {
      throw broken("picks", next, "which is not runnable");
    }
    if (!next.allows(p)) {
      throw broken("picks", next, "which is not allowed on " + p);
    }
    if (next.state() == RunState.RUNNING && next.processor() != p) {
      throw broken("picks", next, "for " + p + ", which runs on " + next.processor());
    }
    return next;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    if (ranNs <= 0) {
      throw broken("is told to charge", s, ranNs + " ns");
    }
    if (s.index() < 0) {
      throw broken("is told to charge", s, "which is the idle one");
    }
    inner.charge(s, ranNs);
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    if (known[s.index()] == UNKNOWN) {
      throw broken("is told of", s, "being saved, which is not admitted");
    }
    inner.saved(s, p);
  }

  @Override
  public boolean isWaitedFor(Processor p) {
    return inner.isWaitedFor(p);
  }

  @Override
  public void describe(Consumer<String> line) {
    inner.describe(line);
  }

  private void expect(Schedulable s, byte state, String what) {
    byte is = s.index() < known.length ? known[s.index()] : UNKNOWN;
    if (is != state) {
      throw broken("sees that", s, what + " while " + STATES[is]);
    }
  }

  private IllegalStateException broken(String does, Schedulable s, String what) {
    return new IllegalStateException(
        inner + " " + does + " " + s + " " + what + " at " + pool.nowNs() + " ns");
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
