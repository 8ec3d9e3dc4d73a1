package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * Moves work between processors: at ticks inside nested domains (threads of a core, a last-level
 * cache, a node, a socket, the machine), and when a processor is about to idle.
 *
 * <p>Model: the load of a processor is the weight that is queued there now. Idle processors do not
 * tick: a busy one with somebody waiting asks an idle one to look. One pass takes from the most
 * loaded processor of the domain, not of its most loaded group.
 *
 * <p>Cost: O(processors of the domain) per pass; a processor about to idle looks at nobody while
 * none has anyone waiting. Order: of those that wait, who ran longest ago goes first.
 *
 * <p>Source: schedulers.md, section 11.
 */
final class Balancer {
  /** Imbalance that is tolerated between threads of a core. Unit: percent. Source: section 11. */
  static final int SMT_PERCENT = 110;

  /** Imbalance that is tolerated in a cache. Unit: percent. Source: section 11. */
  static final int LLC_PERCENT = 117;

  /** Least time between passes, for each processor of the domain. Unit: ns. Source: section 11. */
  private static final long INTERVAL_PER_CPU_NS = 1_000_000;

  /** Longest time between passes. Unit: ns. Source: section 11, HZ / 10. */
  private static final long INTERVAL_MAX_NS = 100_000_000;

  /** Most that one pass moves. Source: section 11. */
  private static final int MOVES_MAX = 32;

  /** Failed passes beyond the patience of the domain that make it active. Source: section 11. */
  private static final int ACTIVE_AFTER = 2;

  private final Pool pool;
  private final FairParameters parameters;
  private final FairHierarchy hierarchy;
  private final WakePlacement placement;
  private final FairCpu[] cpus;
  private final Topology topology;

  /** By processor, from the narrowest to the widest. */
  private final CpuMask[][] domains;

  Balancer(Pool pool, FairParameters parameters, FairHierarchy hierarchy, WakePlacement placement) {
    this.pool = pool;
    this.parameters = parameters;
    this.hierarchy = hierarchy;
    this.placement = placement;
    cpus = hierarchy.cpus;
    topology = pool.topology();
    domains = new CpuMask[cpus.length][];
    for (FairCpu cpu : cpus) {
      domains[cpu.index] = domainsOf(cpu.index);
      cpu.balanceNs = new long[domains[cpu.index].length];
      cpu.failures = new int[domains[cpu.index].length];
      stagger(cpu);
      cpu.averageIdleNs = 2 * parameters.migrationCostNs();
    }
  }

  /** Passes of one domain at one instant would undo each other: each processor has its turn. */
  private void stagger(FairCpu cpu) {
    for (int i = 0; i < cpu.balanceNs.length; i++) {
      CpuMask domain = domains[cpu.index][i];
      int turn = cpu.index % domain.count();
      cpu.balanceNs[i] = intervalNs(domain) * (turn + 1) / domain.count();
    }
  }

  /** A tick less than the round time, so that passes do not fall into step with slices. */
  private long intervalNs(CpuMask domain) {
    long perCpuNs = INTERVAL_PER_CPU_NS * parameters.balancing().busyFactor();
    long ns = Math.min(perCpuNs * domain.count(), INTERVAL_MAX_NS);
    return Math.max(ns - parameters.tickNs(), parameters.tickNs());
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
    return java.util.Arrays.copyOf(wider, count);
  }

  private boolean isCore(CpuMask domain) {
    return domain.count() <= topology.shape().threadsPerCore();
  }

  /** Imbalance that is left alone. Unit: percent. */
  private int tolerated(CpuMask domain, int cpu) {
    if (isCore(domain)) {
      return SMT_PERCENT;
    }
    boolean wide = domain.count() > topology.cpusOfLlc(topology.llc(cpu)).count();
    return wide ? parameters.balancing().widePercent() : LLC_PERCENT;
  }

  /** Failed passes after which cache-hot ones are moved too. Source: section 11. */
  private int patience(CpuMask domain, int cpu) {
    if (isCore(domain)) {
      return 0;
    }
    return domain.count() <= topology.cpusOfNode(topology.node(cpu)).count() ? 1 : 2;
  }

  // ---- about to idle ----

  /** Takes one from another processor, the nearest first; true when it did. */
  boolean pullOne(FairCpu idle) {
    boolean asked = idle.askedToPull;
    idle.askedToPull = false;
    if (hierarchy.overloaded == 0 || !parameters.balance()) {
      return false;
    }
    long costNs = parameters.balancing().pullCostNs();
    boolean measured = costNs != BalanceRules.BY_MIGRATION_COST;
    if (!asked && !measured && idle.averageIdleNs < parameters.migrationCostNs()) {
      return false; // it will not idle for long enough to pay
    }
    CpuMask[] levels = domains[idle.index];
    long spentNs = 0;
    for (int i = 0; i < levels.length; i++) {
      spentNs += costNs * levels[i].count();
      if (!asked && measured && idle.averageIdleNs < spentNs) {
        return false;
      }
      FairCpu busiest = busiest(levels[i], idle);
      if (busiest != null) {
        if (pull(busiest, idle, i, Long.MAX_VALUE) > 0) {
          idle.failures[i] = 0;
          return true;
        }
        idle.failures[i] += asked ? 1 : 0;
      }
    }
    return false;
  }

  /** It begins to run something after it has idled for so long. */
  void idled(FairCpu cpu, long ns) {
    cpu.averageIdleNs += (ns - cpu.averageIdleNs) / 8;
    cpu.averageIdleNs = Math.min(cpu.averageIdleNs, 2 * parameters.migrationCostNs());
  }

  /** Of those with somebody waiting, the one with most load; null for none. */
  private FairCpu busiest(CpuMask domain, FairCpu puller) {
    FairCpu busiest = null;
    int cpu = domain.cycle(puller.index);
    while (cpu != puller.index) {
      FairCpu other = cpus[cpu];
      if (other.tasks() > 1 && (busiest == null || other.root.weight > busiest.root.weight)) {
        busiest = other;
      }
      cpu = domain.cycle(cpu);
    }
    return busiest;
  }

  /** Moves one, or as much load as is given; how many were moved. */
  private int pull(FairCpu source, FairCpu target, int level, long imbalance) {
    pool.settle(source.processor); // its queues' virtual times must be those of now
    boolean one = imbalance == Long.MAX_VALUE;
    long left = imbalance;
    int moved = 0;
    int seen = 0;
    FairEntity e = source.coldest();
    while (e != null && seen++ < MOVES_MAX && left > 0 && source.tasks() > 1) {
      FairEntity warmer = e.warmer;
      long load = one ? 0 : FairHierarchy.rootWeight(e);
      boolean fits = load / 2 <= left && load <= source.root.weight - target.root.weight;
      if ((one || fits) && mayMove(e, source, target, level)) {
        hierarchy.migrate(e, target);
        e.recentCpu = source.index;
        moved++;
        left -= load;
        if (one) {
          return moved;
        }
      }
      e = warmer;
    }
    return moved;
  }

  private boolean mayMove(FairEntity e, FairCpu source, FairCpu target, int level) {
    if (e == source.running
        || pool.current(source.processor) == e.who
        || !e.who.allows(target.processor)
        || Bandwidth.isThrottled(hierarchy.queue(e.who.group(), target.index))) {
      return false;
    }
    CpuMask domain = domains[target.index][level];
    boolean warm = pool.nowNs() - e.ranAtNs < parameters.migrationCostNs();
    return !warm || isCore(domain) || target.failures[level] > patience(domain, target.index);
  }

  // ---- at a tick ----

  /** Looks whether a balancing is due in any of the domains, and whether an idle one could help. */
  void tick(FairCpu cpu, long nowNs) {
    if (!parameters.balance()) {
      return;
    }
    if (cpu.tasks() > 1 && placement.idleCount() > 0) {
      askIdle(cpu);
    } else if (cpu.tasks() == 1 && topology.shape().threadsPerCore() > 1) {
      pushOff(cpu);
    }
    CpuMask[] levels = domains[cpu.index];
    for (int i = 0; i < levels.length; i++) {
      if (nowNs >= cpu.balanceNs[i]) {
        cpu.balanceNs[i] = nowNs + intervalNs(levels[i]);
        int llc = topology.llc(cpu.index);
        if (levels[i].count() == topology.cpusOfLlc(llc).count()) { // its siblings, if it is a core
          placement.scan().update(llc);
        }
        if (hierarchy.overloaded > 0 && isDesignated(cpu, i)) {
          balance(cpu, i);
        }
      }
    }
  }

  /** One processor of those that balance together acts for all of them: an idle one, else first. */
  private boolean isDesignated(FairCpu cpu, int level) {
    if (level == 0) {
      return true;
    }
    CpuMask group = domains[cpu.index][level - 1];
    for (int other = group.first(); other != CpuMask.NONE; other = group.next(other)) {
      if (placement.isIdle(other)) {
        return false;
      }
    }
    return group.first() == cpu.index;
  }

  private void balance(FairCpu cpu, int level) {
    CpuMask domain = domains[cpu.index][level];
    FairCpu busiest = busiest(domain, cpu);
    if (busiest == null) {
      return;
    }
    int percent = tolerated(domain, cpu.index);
    if (busiest.root.weight * 100 <= cpu.root.weight * percent) {
      cpu.failures[level] = 0;
      return;
    }
    long total = 0;
    for (int other = domain.first(); other != CpuMask.NONE; other = domain.next(other)) {
      total += cpus[other].root.weight;
    }
    long average = total / domain.count();
    long imbalance = Math.min(busiest.root.weight - average, average - cpu.root.weight);
    if (imbalance <= 0) {
      return;
    }
    if (pull(busiest, cpu, level, imbalance) > 0) {
      cpu.failures[level] = 0;
      pool.kick(cpu.processor);
    } else {
      cpu.failures[level]++;
    }
  }

  /** Somebody waits here: an idle processor that may run it is asked to take it. */
  private void askIdle(FairCpu cpu) {
    int seen = 0;
    for (FairEntity e = cpu.coldest(); e != null && seen++ < MOVES_MAX; e = e.warmer) {
      if (e != cpu.running) {
        int idle = idleFor(e, cpu);
        if (idle != CpuMask.NONE) {
          cpus[idle].askedToPull = true;
          pool.kick(cpus[idle].processor);
          return;
        }
      }
    }
  }

  private int idleFor(FairEntity e, FairCpu cpu) {
    CpuMask[] levels = domains[cpu.index];
    for (int i = 0; i < levels.length; i++) {
      int idle = placement.anyIdle(e.who, levels[i], cpu.index);
      if (idle != CpuMask.NONE) {
        return idle;
      }
    }
    return CpuMask.NONE;
  }

  /** Active balance: one that shares a core is moved, though it runs, when a whole core idles. */
  private void pushOff(FairCpu cpu) {
    FairEntity e = cpu.running;
    int last = domains[cpu.index].length - 1;
    if (e == null || last < 0 || placement.idleInLlcOf(cpu.index) == 0 || !sharesCore(cpu)) {
      return;
    }
    int core = placement.idleCore(e.who, cpu.index);
    if (core == CpuMask.NONE) {
      return;
    }
    int level = Math.min(1, last);
    if (++cpu.failures[level] > patience(domains[cpu.index][level], cpu.index) + ACTIVE_AFTER) {
      cpu.failures[level] = 0;
      cpu.pushTo = core;
      pool.kick(cpu.processor);
    }
  }

  private boolean sharesCore(FairCpu cpu) {
    CpuMask core = topology.siblings(cpu.index);
    for (int thread = core.first(); thread != CpuMask.NONE; thread = core.next(thread)) {
      if (thread != cpu.index && cpus[thread].tasks() > 0) {
        return true;
      }
    }
    return false;
  }
}
