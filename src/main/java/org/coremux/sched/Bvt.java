package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Borrowed virtual time: the one with the least effective virtual time E runs. E is the actual
 * virtual time A, which advances the more slowly the heavier one is, less a warp W, by which one
 * that cannot wait borrows from its own future.
 *
 * <p>The current one goes on until it is ahead of another by more than the context switch allowance
 * C. Who wakes begins no earlier than the scheduler virtual time, the least A of all who want to
 * run: nobody saves time up by sleeping.
 *
 * <p>A guest warps as {@code scheduling: {bvt: {warp: 10 ms, warpLimit: 2 ms, unwarp: 50 ms}}}; one
 * that says nothing does not.
 *
 * <p>Bad habits: one that warps far, without a limit, has the processor whenever it wants; shares
 * are right only in the long run, and no deadline is ever certain.
 *
 * <p>Model: virtual time is in ns of one of weight 256; run time is charged in whole MCUs, rounded
 * up for each time that one has a processor. On several processors there is one queue; Xen pinned
 * its domains to processors. A waiting one that may warp again does so when it next runs or wakes.
 * Groups and caps are not looked at.
 *
 * <p>Cost: O(log n + processors) per wake-up, O(log n) per decision; with affinities O(n).
 * Allocation: only in {@link #admit}.
 *
 * <p>Order: of equal E the one that was queued first.
 *
 * <p>Source: K. J. Duda, D. R. Cheriton, "Borrowed-virtual-time (BVT) scheduling: supporting
 * latency-sensitive threads in a general-purpose scheduler", SOSP 1999; schedulers.md, section
 * 18.1.
 */
public final class Bvt implements Scheduler {
  private static final int CAPACITY_MIN = 8;

  private final Pool pool;
  private final BvtParameters parameters;
  private final IdleProcessors idle;

  /** Those who wait, by E. */
  private final KeyHeap queue = new KeyHeap();

  /** All who want to run, by A. */
  private final KeyHeap runnable = new KeyHeap();

  // By index. Virtual times are in ns of one of the usual weight, and may wrap around.

  private long[] actual = new long[CAPACITY_MIN];
  private long[] advanceNs = new long[CAPACITY_MIN];
  private BvtWarp[] warps = new BvtWarp[CAPACITY_MIN];

  /** Since it was given a processor. Unit: ns. */
  private long[] ranNs = new long[CAPACITY_MIN];

  /** What of it has been charged. Unit: MCU. */
  private long[] charged = new long[CAPACITY_MIN];

  /** By index of the processor: E of the next when its current one was told how long to run. */
  private final long[] nextE;

  /** The same: nobody waited for it then, so that it runs without an end. */
  private final boolean[] isEndless;

  private final BvtCheck check;
  private long virtualTime;
  private long sequence;

  /** A policy for the pool. */
  public Bvt(Pool pool, BvtParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    idle = new IdleProcessors(pool);
    nextE = new long[idle.indices()];
    isEndless = new boolean[idle.indices()];
    check = new BvtCheck(this, pool, parameters, queue, runnable);
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    queue.admit(s);
    runnable.admit(s);
    if (i >= actual.length) {
      actual = Arrays.copyOf(actual, 2 * i);
      advanceNs = Arrays.copyOf(advanceNs, 2 * i);
      warps = Arrays.copyOf(warps, 2 * i);
      ranNs = Arrays.copyOf(ranNs, 2 * i);
      charged = Arrays.copyOf(charged, 2 * i);
    }
    actual[i] = virtualTime;
    advanceNs[i] = parameters.advanceNs(s.weight());
    warps[i] = BvtWarp.of(s);
  }

  @Override
  public void retire(Schedulable s) {
    warps[s.index()] = null;
  }

  @Override
  public void changed(Schedulable s) {
    advanceNs[s.index()] = parameters.advanceNs(s.weight());
  }

  // ---- virtual times ----

  /** Its E. */
  long effective(Schedulable s) {
    BvtWarp warp = warps[s.index()];
    return actual[s.index()] - (warp == null ? 0 : warp.effectNs());
  }

  /** The least A of all who want to run; as it was while there is nobody. */
  private void follow() {
    if (runnable.count() > 0) {
      virtualTime = actual[runnable.first().index()];
    }
  }

  private void place(Schedulable s) {
    queue.add(s, effective(s), sequence++);
  }

  // ---- wake and sleep ----

  @Override
  public void wake(Schedulable s) {
    int i = s.index();
    for (int k = 0; k < pool.processorCount(); k++) {
      pool.settle(pool.processor(k)); // their A is what they have run up to now
    }
    follow();
    if (actual[i] - virtualTime < 0) {
      actual[i] = virtualTime;
    }
    if (warps[i] != null) {
      warps[i].wakes(pool.nowNs());
    }
    runnable.add(s, actual[i], i);
    place(s);
    if (!idle.kickFor(s, null)) {
      kickFarthest(s);
      tell(s, null);
    }
  }

  /** Asks those who run as if it did not wait: they learn until when they may. */
  private void tell(Schedulable s, Processor except) {
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      boolean isNew = isEndless[p.index()] || effective(s) - nextE[p.index()] < 0;
      if (isNew && p != except && pool.current(p) != pool.idle(p) && s.allows(p)) {
        pool.kick(p);
      }
    }
  }

  /** Asks whoever is ahead of it by the most: it gives way now, or learns until when it may run. */
  private void kickFarthest(Schedulable s) {
    Processor farthest = null;
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      Schedulable current = pool.current(p);
      if (s.allows(p)
          && current != pool.idle(p)
          && (farthest == null || aheadNs(current, pool.current(farthest)) > 0)) {
        farthest = p;
      }
    }
    if (farthest != null) {
      pool.kick(farthest);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    follow();
    runnable.remove(s);
    queue.remove(s);
    if (warps[s.index()] != null) {
      warps[s.index()].sleeps(pool.nowNs());
    }
  }

  // ---- run ----

  @Override
  public void charge(Schedulable s, long ns) {
    int i = s.index();
    ranNs[i] += ns;
    long mcus = (ranNs[i] + parameters.mcuNs() - 1) / parameters.mcuNs();
    actual[i] += advanceNs[i] * (mcus - charged[i]);
    charged[i] = mcus;
    if (warps[i] != null) {
      warps[i].ran(ns, pool.nowNs());
    }
    if (runnable.contains(s)) {
      runnable.remove(s);
      runnable.add(s, actual[i], i);
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current) && !queue.contains(current)) {
      Schedulable next = queue.firstAllowed(p);
      if (next == null || aheadNs(current, next) <= parameters.allowanceNs()) {
        return run(current, next, p);
      }
      place(current);
      if (idle.find(current, p) == null) {
        tell(current, p);
      }
    }
    Schedulable next = queue.firstAllowed(p);
    idle.note(p, next == null);
    if (next == null) {
      return pool.idle(p);
    }
    queue.remove(next);
    ranNs[next.index()] = 0;
    charged[next.index()] = 0;
    queue.passOn(idle, p);
    return run(next, queue.firstAllowed(p), p);
  }

  /** By how much its E is greater than the other's. */
  long aheadNs(Schedulable one, Schedulable other) {
    return effective(one) - effective(other);
  }

  /** Until it is ahead of the next by more than is allowed, or its warp begins or ends. */
  private Schedulable run(Schedulable s, Schedulable next, Processor p) {
    int i = s.index();
    long sliceNs = Long.MAX_VALUE;
    isEndless[p.index()] = next == null;
    if (next != null) {
      nextE[p.index()] = effective(next);
      long moreMcus = (parameters.allowanceNs() - aheadNs(s, next)) / advanceNs[i] + 1;
      sliceNs = Math.max(1, (charged[i] + moreMcus) * parameters.mcuNs() - ranNs[i]);
    }
    if (warps[i] != null && next != null) {
      sliceNs = Math.min(sliceNs, Math.max(1, warps[i].leftNs(pool.nowNs())));
    }
    if (sliceNs != Long.MAX_VALUE) {
      pool.limit(p, sliceNs);
    }
    return s;
  }

  @Override
  public void check() {
    check.look();
  }

  // ---- for people, and for what checks it ----

  @Override
  public void describe(Consumer<String> line) {
    line.accept("borrowed virtual time, now " + virtualTime + ", " + queue.count() + " waiting");
    for (int slot = 0; slot < queue.count(); slot++) {
      Schedulable s = queue.at(slot);
      line.accept("  " + s + ": A " + actual[s.index()] + ", E " + effective(s));
    }
  }

  /** The least A of all who wanted to run when one woke or fell asleep last. */
  long virtualTime() {
    return virtualTime;
  }

  /** How many indices are in use; some may be of nobody. */
  int indices() {
    return actual.length;
  }

  /** A of the one with this index. */
  long actual(int i) {
    return actual[i];
  }

  /** By how much an MCU advances it. */
  long advanceNs(int i) {
    return advanceNs[i];
  }

  @Override
  public String toString() {
    return "bvt";
  }
}
