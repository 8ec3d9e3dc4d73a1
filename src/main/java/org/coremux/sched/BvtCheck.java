package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * What must hold of all that {@link Bvt} keeps. Cold: for runs in which every invariant is on.
 *
 * <p>Checked: the scheduler virtual time does not go back, and nobody who wants to run is before
 * it; who wakes is no later than it was, or than that; who waits does so by its effective virtual
 * time, and all who want to run are known by their actual one; nobody who runs is ahead of one who
 * waits for its processor by more than the allowance for longer than a slice.
 *
 * <p>Source: schedulers.md, section 18.1.
 */
final class BvtCheck {
  /** For how long one may run on that is ahead: until a kick is heard. Unit: ns. */
  private static final long HEARD_NS = 10_000_000;

  private final Bvt policy;
  private final Pool pool;
  private final BvtParameters parameters;
  private final KeyHeap queue;
  private final KeyHeap runnable;

  /** A core goes on until all of its threads may be decided for. */
  private final boolean decidesForCores;

  // As it was when it was last looked at.

  private long atNs;
  private long virtualTime;

  /** By index: who wanted to run last of those who had it. */
  private Schedulable[] who = new Schedulable[0];

  private long[] actual = new long[0];
  private long[] advanceNs = new long[0];

  /** Wanted to run, or ran. */
  private boolean[] wanted = new boolean[0];

  /** By processor: who is ahead there, and its A when it was first seen to be. */
  private Schedulable[] ahead = new Schedulable[0];

  private long[] aheadSince = new long[0];

  BvtCheck(Bvt policy, Pool pool, BvtParameters parameters, KeyHeap queue, KeyHeap runnable) {
    this.policy = policy;
    this.pool = pool;
    this.parameters = parameters;
    this.queue = queue;
    this.runnable = runnable;
    decidesForCores = pool instanceof CorePool;
  }

  /** Throws unless it all holds now. */
  void look() {
    int length = policy.indices();
    if (who.length < length) {
      who = Arrays.copyOf(who, length);
      actual = Arrays.copyOf(actual, length);
      advanceNs = Arrays.copyOf(advanceNs, length);
      wanted = Arrays.copyOf(wanted, length);
    }
    ahead = Arrays.copyOf(ahead, pool.processorCount());
    aheadSince = Arrays.copyOf(aheadSince, pool.processorCount());
    if (policy.virtualTime() - virtualTime < 0) {
      throw broken("virtual time goes back from " + virtualTime + " to " + policy.virtualTime());
    }
    lookAtHeaps();
    for (int k = 0; k < pool.processorCount() && !decidesForCores; k++) {
      lookAtRunner(pool.processor(k), k);
    }
    remember();
  }

  private void remember() {
    atNs = pool.nowNs();
    virtualTime = policy.virtualTime();
    Arrays.fill(wanted, false);
    for (int slot = 0; slot < runnable.count(); slot++) {
      Schedulable s = runnable.at(slot);
      who[s.index()] = s;
      wanted[s.index()] = true;
    }
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      if (pool.current(p) != pool.idle(p)) {
        wanted[pool.current(p).index()] = true; // it may be held, and charged later
      }
    }
    for (int i = 0; i < who.length; i++) {
      actual[i] = policy.actual(i);
      advanceNs[i] = policy.advanceNs(i);
    }
  }

  private void lookAtHeaps() {
    for (int slot = 0; slot < queue.count(); slot++) {
      Schedulable s = queue.at(slot);
      if (!runnable.contains(s) || queue.keyAt(slot) != policy.effective(s)) {
        throw broken(s + " waits by " + queue.keyAt(slot) + ", its E is " + policy.effective(s));
      }
    }
    if (runnable.count() - queue.count() > pool.processorCount()) {
      throw broken(runnable.count() + " want to run, of which " + queue.count() + " wait");
    }
    for (int slot = 0; slot < runnable.count(); slot++) {
      Schedulable s = runnable.at(slot);
      long now = policy.actual(s.index());
      if (runnable.keyAt(slot) != now) {
        throw broken(s + " is known by " + runnable.keyAt(slot) + ", its A is " + now);
      }
      if (now - policy.virtualTime() < 0) {
        throw broken(s + " wants to run with A " + now + ", it is " + policy.virtualTime());
      }
      if (who[s.index()] == s) {
        lookAtAdvance(s, now);
      }
    }
  }

  /** Its A does not go back; when it wakes it is as it was, or virtual time. */
  private void lookAtAdvance(Schedulable s, long now) {
    long before = actual[s.index()];
    if (now - before < 0) {
      throw broken(s + " goes back from A " + before + " to " + now);
    }
    boolean came = !wanted[s.index()] && advanceNs[s.index()] == policy.advanceNs(s.index());
    long from = policy.virtualTime() - before > 0 ? policy.virtualTime() : before;
    long mayHaveRun = mcus(pool.nowNs() - atNs) * policy.advanceNs(s.index());
    if (came && now - from > mayHaveRun) {
      throw broken(
          s + " woke with A " + now + ", had " + before + ", and it is " + policy.virtualTime());
    }
  }

  /** Charging units in so much time, and one begun. */
  private long mcus(long ns) {
    return ns / parameters.mcuNs() + 1;
  }

  private void lookAtRunner(Processor p, int k) {
    Schedulable s = pool.current(p);
    Schedulable next = s == pool.idle(p) ? null : queue.firstAllowed(p);
    long most = next == null ? 0 : parameters.allowanceNs() + policy.advanceNs(s.index());
    if (next == null || policy.aheadNs(s, next) <= most || !p.isRunning()) {
      ahead[k] = null;
      return;
    }
    if (ahead[k] != s) {
      ahead[k] = s;
      aheadSince[k] = policy.actual(s.index());
    }
    long heard = mcus(HEARD_NS) * policy.advanceNs(s.index());
    if (policy.actual(s.index()) - aheadSince[k] > heard) {
      throw broken(
          s
              + " runs on, and is "
              + policy.aheadNs(s, next)
              + " ahead of "
              + next
              + ", which waits");
    }
  }

  private IllegalStateException broken(String what) {
    return Broken.rule(policy, what);
  }
}
