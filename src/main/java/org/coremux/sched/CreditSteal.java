package org.coremux.sched;

import org.coremux.mux.Pool;

/**
 * Looks for a unit that waits elsewhere and is higher than the best here: first one that prefers to
 * be here, then any that may; first in the own NUMA node, then in the others.
 *
 * <p>Cost: O(CPUs + those who wait), and nothing when nobody waits. Allocation: none.
 *
 * <p>Source: schedulers.md 3.4, steal (Xen credit.c).
 */
final class CreditSteal {
  private static final int NONE = CreditUnits.NONE;

  private final Pool pool;
  private final CreditCpus cpus;
  private final CreditUnits units;
  private final long migrationDelayNs;

  /** From whom was stolen last, by node. */
  private final int[] balanceBias;

  private final CpuSet workers;

  CreditSteal(Pool pool, CreditCpus cpus, CreditUnits units, CreditParameters parameters) {
    this.pool = pool;
    this.cpus = cpus;
    this.units = units;
    migrationDelayNs = parameters.migrationDelayNs();
    balanceBias = new int[cpus.nodes.length];
    for (int node = 0; node < balanceBias.length; node++) {
      balanceBias[node] = cpus.nodes[node].next(NONE);
    }
    workers = new CpuSet(cpus.limit);
  }

  /** Takes a unit of higher priority out of another queue; {@code NONE} when there is none. */
  int steal(int cpu, int priority) {
    int stolen = units.anySoft ? steal(cpu, priority, true) : NONE;
    return stolen == NONE ? steal(cpu, priority, false) : stolen;
  }

  private int steal(int cpu, int priority, boolean soft) {
    for (int k = 0; k < cpus.nodes.length; k++) {
      int node = (cpus.node[cpu] + k) % cpus.nodes.length;
      workers.becomeWithout(cpus.nodes[node], cpus.idlers);
      workers.remove(cpu);
      int first = workers.cycle(balanceBias[node]);
      int victim = first;
      while (victim != NONE) {
        int i = cpus.runnable(victim) <= 1 ? NONE : from(victim, cpu, priority, soft);
        if (i != NONE) {
          balanceBias[node] = victim;
          cpus.queue[victim].remove(i);
          units.home[i] = cpu;
          return i;
        }
        victim = workers.cycle(victim);
        victim = victim == first ? NONE : victim;
      }
    }
    return NONE;
  }

  /** The first in that queue that may be had; one that idles has been asked, and takes its own. */
  private int from(int victim, int cpu, int priority, boolean soft) {
    if (cpus.idles(victim)) {
      return NONE;
    }
    int i = cpus.queue[victim].head();
    while (i != NONE && units.priority[i] > priority) {
      CpuSet allowed = soft ? units.soft[i] : units.hard[i];
      if (allowed != null
          && allowed.contains(cpu)
          && !units.scheduled[i]
          && !units.yielded[i]
          && !isHot(i)) {
        return i;
      }
      i = units.next[i];
    }
    return NONE;
  }

  private boolean isHot(int i) {
    return migrationDelayNs > 0 && pool.nowNs() - units.lastSchedNs[i] < migrationDelayNs;
  }
}
