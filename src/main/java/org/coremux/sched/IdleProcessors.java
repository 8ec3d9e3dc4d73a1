package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * Which processors were left idle by the last decision about them: for policies with one queue.
 *
 * <p>Cost: O(processors / 64) to find one for somebody who may run anywhere.
 */
final class IdleProcessors {
  private final Pool pool;

  /** By index. */
  private final Processor[] processors;

  /** One bit for each processor. */
  private final long[] idle;

  IdleProcessors(Pool pool) {
    this.pool = pool;
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    processors = new Processor[indices];
    idle = new long[(indices + Long.SIZE - 1) / Long.SIZE];
    for (int i = 0; i < pool.processorCount(); i++) {
      processors[pool.processor(i).index()] = pool.processor(i);
      note(pool.processor(i), true);
    }
  }

  /** One more than the highest index of a processor. */
  int indices() {
    return processors.length;
  }

  /** What has been decided about the processor. */
  void note(Processor p, boolean isIdle) {
    long bit = 1L << p.index();
    int word = p.index() / Long.SIZE;
    idle[word] = isIdle ? idle[word] | bit : idle[word] & ~bit;
  }

  /** Whether there may be one. */
  boolean isAny() {
    for (long word : idle) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Asks one that is idle, and that it may run on, to decide: where it ran last if that can be.
   *
   * @param except the one that decides now, which will not be idle; null for none
   * @return whether there is one
   */
  boolean kickFor(Schedulable s, Processor except) {
    Processor found = find(s, except);
    if (found != null) {
      pool.kick(found);
    }
    return found != null;
  }

  /** One that is idle, and that it may run on: where it ran last if that can be; null for none. */
  Processor find(Schedulable s, Processor except) {
    Processor home = s.processor();
    if (home != except && pool.isIdle(home) && s.allows(home)) {
      return home;
    }
    for (int word = 0; word < idle.length; word++) {
      for (long bits = idle[word]; bits != 0; bits &= bits - 1) {
        Processor p = processors[word * Long.SIZE + Long.numberOfTrailingZeros(bits)];
        if (p != except && pool.isIdle(p) && s.allows(p)) {
          return p;
        }
      }
    }
    return null;
  }
}
