package org.coremux.sched;

import java.util.Arrays;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * The nested domains inside which processors balance: the threads of a core, a last-level cache, a
 * node, a socket, the machine; those that are no wider than the one inside are left out. A domain
 * consists of groups, which are the domains inside it: processors, where it is the narrowest.
 *
 * <p>Allocation: at set-up only.
 *
 * <p>Source: schedulers.md, section 11.
 */
final class BalanceDomains {
  /** Imbalance that is tolerated between threads of a core. Unit: percent. Source: section 11. */
  static final int SMT_PERCENT = 110;

  /** Imbalance that is tolerated in a cache. Unit: percent. Source: section 11. */
  static final int LLC_PERCENT = 117;

  /** Between nodes a difference of so many tasks may be left. Source: recalled, adjust_numa. */
  private static final int NODE_DIFFERENCE = 2;

  private final Topology topology;
  private final BalanceRules rules;

  /** By processor, from the narrowest to the widest. */
  private final CpuMask[][] domains;

  /** By processor: it alone, which is a group of the narrowest domain. */
  private final CpuMask[] alone;

  /** By level and the first processor of the domain. */
  private final boolean[][] kept;

  BalanceDomains(Topology topology, BalanceRules rules) {
    this.topology = topology;
    this.rules = rules;
    domains = new CpuMask[topology.cpuCount()][];
    alone = new CpuMask[domains.length];
    int levels = 0;
    for (int cpu = 0; cpu < domains.length; cpu++) {
      domains[cpu] = domainsOf(cpu);
      alone[cpu] = CpuMask.of(cpu);
      levels = Math.max(levels, domains[cpu].length);
    }
    kept = new boolean[levels][domains.length];
  }

  private CpuMask[] domainsOf(int cpu) {
    CpuMask[] all = {
      topology.siblings(cpu),
      topology.cpusOfLlc(topology.llc(cpu)),
      topology.cpusOfNode(topology.node(cpu)),
      topology.cpusOfSocket(topology.socket(cpu)),
      topology.cpus()
    };
    CpuMask[] wider = new CpuMask[all.length];
    int count = 0;
    for (CpuMask mask : all) {
      if (mask.count() > (count == 0 ? 1 : wider[count - 1].count())) {
        wider[count++] = mask;
      }
    }
    return Arrays.copyOf(wider, count);
  }

  BalanceRules rules() {
    return rules;
  }

  /** Those of the processor, from the narrowest to the widest. */
  CpuMask[] of(int cpu) {
    return domains[cpu];
  }

  /** The group of the domain in which the processor is. */
  CpuMask groupOf(int cpu, int level) {
    return level == 0 ? alone[cpu] : domains[cpu][level - 1];
  }

  /** Whether it is the first processor of its group. */
  boolean isFirst(int cpu, int level) {
    return groupOf(cpu, level).first() == cpu;
  }

  CpuMask cacheOf(int cpu) {
    return topology.cpusOfLlc(topology.llc(cpu));
  }

  boolean isCore(CpuMask domain) {
    return domain.count() <= topology.shape().threadsPerCore();
  }

  /** Imbalance that is left alone. Unit: percent. */
  int tolerated(int cpu, int level) {
    CpuMask domain = domains[cpu][level];
    if (isCore(domain)) {
      return SMT_PERCENT;
    }
    boolean wide = domain.count() > cacheOf(cpu).count();
    return wide ? rules.widePercent() : LLC_PERCENT;
  }

  /** Failed passes after which cache-hot ones are moved too. Source: section 11. */
  int patience(int cpu, int level) {
    CpuMask domain = domains[cpu][level];
    if (isCore(domain)) {
      return 0;
    }
    return domain.count() <= topology.cpusOfNode(topology.node(cpu)).count() ? 1 : 2;
  }

  // ---- nodes ----

  boolean spansNodes(int cpu, int level) {
    return domains[cpu][level].count() > topology.cpusOfNode(topology.node(cpu)).count();
  }

  /**
   * Whether the tasks stay where they are, nearer to each other and their memory: their number
   * hardly differs between nodes, and so few would run on the processor's.
   */
  boolean isEvenEnough(int difference, int tasks, int cpu, int level) {
    return difference <= NODE_DIFFERENCE && spansNodes(cpu, level) && tasks <= evenUpTo(cpu, level);
  }

  /** A part of its processors; later one for each cache of the narrowest domain beyond one. */
  private int evenUpTo(int cpu, int level) {
    if (rules.nodePart() > 0) {
      return groupOf(cpu, level).count() / rules.nodePart();
    }
    int cache = cacheOf(cpu).count();
    int beyond = 0;
    while (domains[cpu][beyond].count() <= cache) {
      beyond++;
    }
    return cache == 1 ? 0 : domains[cpu][beyond].count() / cache;
  }

  // ---- what affinity keeps ----

  /** Whether affinity has kept tasks where they were inside the domain: a group of the next one. */
  void keep(int cpu, int level, boolean keeps) {
    kept[level][domains[cpu][level].first()] = keeps;
  }

  /** Whether affinity has kept tasks inside this group of the domain; never in one processor. */
  boolean keepsInGroup(int first, int level) {
    return level > 0 && kept[level - 1][first];
  }
}
