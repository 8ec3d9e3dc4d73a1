package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.topology.CpuMask;

/** Which threads of a core are busy under {@link Esxi}, so that their time is charged as it is. */
final class EsxiThreads {
  private final Pool pool;
  private final boolean hasSiblings;

  /** Whether it executes somebody, as far as its siblings have been charged for it. */
  private final boolean[] busy;

  EsxiThreads(Pool pool) {
    this.pool = pool;
    hasSiblings = pool.topology().shape().threadsPerCore() > 1;
    busy = new boolean[pool.processorCount()];
  }

  boolean isSiblingBusy(int cpu) {
    if (!hasSiblings) {
      return false;
    }
    CpuMask threads = pool.topology().siblings(cpu);
    for (int other = threads.first(); other != CpuMask.NONE; other = threads.next(other)) {
      if (other != cpu && busy[other]) {
        return true;
      }
    }
    return false;
  }

  /** Siblings are charged for the time until now as it was, and from now on as it is. */
  void note(int cpu, boolean isBusy) {
    if (busy[cpu] == isBusy || !hasSiblings) {
      return;
    }
    CpuMask threads = pool.topology().siblings(cpu);
    for (int other = threads.first(); other != CpuMask.NONE; other = threads.next(other)) {
      if (other != cpu) {
        pool.settle(pool.processor(other));
      }
    }
    busy[cpu] = isBusy;
  }
}
