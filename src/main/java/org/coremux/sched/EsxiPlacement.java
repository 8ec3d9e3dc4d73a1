package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Topology;

/**
 * Where a world of {@link Esxi} that wakes is to queue: where it was last if that is idle with its
 * whole core; else on the best of a few pCPUs near by. An idle core is best, then an idle thread of
 * a busy core, then where it was; worst is a pCPU on which a sibling runs or waits.
 *
 * <p>A world that is placed for the first time looks at all pCPUs.
 *
 * <p>Cost: O(candidates), O(pCPUs) for the first time; with SMT times threads of a core.
 *
 * <p>Order: its last pCPU, then by distance and number, cyclically.
 */
final class EsxiPlacement {
  private static final int IDLE_CORE = 0;
  private static final int IDLE_THREAD = 1;
  private static final int BUSY = 2;

  /** Worse than any queue is long: a sibling is there, or nobody may run there for now. */
  private static final int SIBLING = 1 << 20;

  private final Esxi policy;
  private final Pool pool;
  private final EsxiWorlds worlds;

  /** The other pCPUs by distance, those that may be candidates. */
  private final int[][] near;

  EsxiPlacement(Esxi policy, Pool pool, EsxiWorlds worlds, int candidates) {
    this.policy = policy;
    this.pool = pool;
    this.worlds = worlds;
    int cpus = pool.processorCount();
    near = new int[cpus][];
    for (int cpu = 0; cpu < cpus; cpu++) {
      near[cpu] = near(cpu, Math.min(candidates, cpus - 1));
    }
  }

  /** The nearest pCPUs: of the same cache first, but whole other cores before the own core. */
  private int[] near(int cpu, int count) {
    Topology at = pool.topology();
    int[] found = new int[count];
    int n = 0;
    for (int distance = 0; distance < 3 && n < count; distance++) {
      for (int step = 1; step < pool.processorCount() && n < count; step++) {
        int other = (cpu + step) % pool.processorCount();
        boolean isNear = at.llc(other) == at.llc(cpu);
        boolean isCore = at.core(other) == at.core(cpu);
        int its = isCore ? 1 : isNear ? 0 : 2;
        if (its == distance) {
          found[n++] = other;
        }
      }
    }
    return found;
  }

  /** Where the world should queue. */
  Processor forWaking(int i) {
    Schedulable s = worlds.world[i];
    int best = s.processor().index();
    int bestScore = score(best, i);
    if (bestScore == IDLE_CORE) {
      return s.processor();
    }
    int[] others = near[best];
    int count = worlds.known[i] ? others.length : pool.processorCount() - 1;
    int last = best;
    for (int k = 0; k < count && bestScore != IDLE_CORE; k++) {
      int cpu = worlds.known[i] ? others[k] : (last + k + 1) % pool.processorCount();
      int score = s.allows(pool.processor(cpu)) ? score(cpu, i) : Integer.MAX_VALUE;
      boolean isWorth = score < BUSY || score >= SIBLING || bestScore >= SIBLING;
      if (score < bestScore && (isWorth || !worlds.known[i])) {
        best = cpu;
        bestScore = score;
      }
    }
    return pool.processor(best);
  }

  /** Where the world waits that leaves the pCPU: there, unless it must not or cannot run there. */
  int forLeaving(int i, int cpu) {
    if (!worlds.world[i].allows(pool.processor(cpu))) {
      return worlds.anyAllowed(i);
    }
    return policy.cores().isTaken(cpu) ? forWaking(i).index() : cpu;
  }

  /** How bad the pCPU is for the world; low is good. */
  private int score(int cpu, int i) {
    if (policy.cores().isTaken(cpu)) {
      return SIBLING;
    }
    int length = waiting(cpu) + (isRunning(cpu) ? 1 : 0);
    if (length == 0) {
      return isCoreIdle(cpu) ? IDLE_CORE : IDLE_THREAD;
    }
    return (hasSibling(cpu, i) ? SIBLING : BUSY) + length;
  }

  private boolean isRunning(int cpu) {
    return policy.running(cpu) != EsxiWorlds.NONE;
  }

  private int waiting(int cpu) {
    return policy.queue(cpu).count();
  }

  private boolean isCoreIdle(int cpu) {
    Topology at = pool.topology();
    if (at.shape().threadsPerCore() == 1) {
      return true;
    }
    int first = at.siblings(cpu).first();
    for (int other = first; other >= 0; other = at.siblings(cpu).next(other)) {
      if (other != cpu && (isRunning(other) || waiting(other) > 0)) {
        return false;
      }
    }
    return true;
  }

  /** Whether another world of its VM runs or waits there. */
  boolean hasSibling(int cpu, int i) {
    EsxiVm vm = worlds.vm[i];
    if (vm.count == 1) {
      return false;
    }
    int runs = policy.running(cpu);
    boolean isOnIt = runs != EsxiWorlds.NONE && runs != i && worlds.vm[runs] == vm;
    return isOnIt || policy.queue(cpu).has(vm);
  }
}
