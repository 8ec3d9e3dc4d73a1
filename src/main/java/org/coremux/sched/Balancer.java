package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * Moves work between processors: at ticks inside nested domains (threads of a core, a last-level
 * cache, a node, a socket, the machine), and when a processor is about to idle. Those that idle do
 * not tick: a busy one with somebody waiting asks one of them to balance for all.
 *
 * <p>A pass asks what is out of balance between the groups of a domain ({@link Imbalance}) and
 * takes from the busiest queue of the busiest group. A queue from which affinity lets nobody go is
 * passed over for the next; where affinity kept somebody, the domain is marked, so that others pull
 * from it in the next wider one. One that may not come here may come to another of the group. A
 * pass never makes two processors more unequal than they were, and never moves one to where it may
 * not run.
 *
 * <p>Model: not modelled are processors that are not equally fast, and tasks that do not fit one
 * (asymmetric packing, misfit), and intervals that grow while all is in balance. One that runs is
 * moved only from a core that it shares. Nobody looks for those that are far from their memory, and
 * no memory follows; one stays near it, and may come to it, as balancing moves somebody anyhow.
 *
 * <p>Cost: O(processors of the domain) per pass, and again for each that is passed over; a
 * processor about to idle looks at nobody while none has anyone waiting, and none is asked then.
 * Order: of those that wait, who ran longest ago goes first.
 *
 * <p>Source: schedulers.md, section 11.
 */
final class Balancer {
  /** Least time between passes, for each processor of the domain. Unit: ns. Source: section 11. */
  private static final long INTERVAL_PER_CPU_NS = 1_000_000;

  /** Longest time between passes. Unit: ns. Source: section 11, HZ / 10. */
  private static final long INTERVAL_MAX_NS = 100_000_000;

  /** Most that one pass looks at. Source: section 11. */
  private static final int MOVES_MAX = 32;

  /** Failed passes beyond the patience of the domain that make it active. Source: section 11. */
  private static final int ACTIVE_AFTER = 2;

  /** A pass found nothing out of balance, or nobody whom affinity lets go. */
  static final int BALANCED = -1;

  private final Pool pool;
  private final FairParameters parameters;
  private final FairHierarchy hierarchy;
  private final WakePlacement placement;
  private final FairCpu[] cpus;
  private final Topology topology;

  private final BalanceDomains domains;
  private final Imbalance imbalance;

  /** When the next of the idle ones is due, as far as is known. Unit: ns. */
  private long nextIdleNs;

  /** Affinity kept somebody, or everybody, in the pull that has been tried last. */
  private boolean keptSome;

  private boolean keptAll;

  /** Another one of the puller's group to which affinity would have let somebody go. */
  private int instead;

  /** Failed passes in the domain before this one. */
  private int failures;

  Balancer(
      Pool pool,
      FairParameters parameters,
      FairHierarchy hierarchy,
      WakePlacement placement,
      BalanceDomains domains) {
    this.pool = pool;
    this.parameters = parameters;
    this.hierarchy = hierarchy;
    this.placement = placement;
    this.domains = domains;
    cpus = hierarchy.cpus;
    topology = pool.topology();
    imbalance = new Imbalance(hierarchy, domains);
    for (FairCpu cpu : cpus) {
      cpu.balancedNs = new long[domains.of(cpu.index).length];
      cpu.failures = new int[domains.of(cpu.index).length];
      stagger(cpu);
      cpu.averageIdleNs = 2 * parameters.migrationCostNs();
    }
  }

  /** Passes of one domain at one instant would undo each other: each processor has its turn. */
  private void stagger(FairCpu cpu) {
    for (int i = 0; i < cpu.balancedNs.length; i++) {
      CpuMask domain = domains.of(cpu.index)[i];
      int before = domain.count() - 1 - cpu.index % domain.count();
      cpu.balancedNs[i] = -intervalNs(domain, true) * before / domain.count();
    }
  }

  /** A tick less than the round time, so that passes do not fall into step with slices. */
  private long intervalNs(CpuMask domain, boolean busy) {
    long perCpuNs = INTERVAL_PER_CPU_NS * (busy ? parameters.balancing().busyFactor() : 1);
    long ns = Math.min(perCpuNs * domain.count(), INTERVAL_MAX_NS);
    return Math.max(ns - (busy ? parameters.tickNs() : 0), parameters.tickNs());
  }

  // ---- about to idle ----

  /** Brings work from other processors; true when somebody may wait here now. */
  boolean pull(FairCpu idle) {
    boolean asked = idle.asked;
    idle.asked = false;
    if (hierarchy.overloaded == 0 || !parameters.balance()) {
      return false;
    }
    if (asked) {
      balanceIdle(idle);
      return idle.tasks() > 0;
    }
    return pullOne(idle);
  }

  /** Takes one from another processor, of the nearest that has any to spare. */
  private boolean pullOne(FairCpu idle) {
    long costNs = parameters.balancing().pullCostNs();
    boolean measured = costNs != BalanceRules.BY_MIGRATION_COST;
    if (!measured && idle.averageIdleNs < parameters.migrationCostNs()) {
      return false; // it will not idle for long enough to pay
    }
    CpuMask[] levels = domains.of(idle.index);
    long spentNs = 0;
    for (int i = 0; i < levels.length; i++) {
      spentNs += costNs * levels[i].count();
      if (measured && idle.averageIdleNs < spentNs) {
        return false;
      }
      if (pass(idle, i, 1) > 0) {
        idle.failures[i] = 0;
        return true;
      }
    }
    return false;
  }

  /** One that was asked balances for all that idle, from the one after it on and itself last. */
  private void balanceIdle(FairCpu asked) {
    CpuMask all = topology.cpus();
    nextIdleNs = Timer.NEVER;
    int cpu = asked.index;
    do {
      cpu = all.cycle(cpu);
      FairCpu idle = cpus[cpu];
      if (isIdle(idle, asked)) {
        nextIdleNs = Math.min(nextIdleNs, balanceDue(idle, pool.nowNs()));
        if (idle != asked && idle.tasks() > 0) {
          pool.kick(idle.processor);
        }
      }
    } while (cpu != asked.index);
  }

  private boolean isIdle(FairCpu cpu, FairCpu deciding) {
    return cpu == deciding ? cpu.tasks() == 0 : placement.isIdle(cpu.index);
  }

  /** It begins to run something after it has idled for so long. */
  void idled(FairCpu cpu, long ns) {
    cpu.averageIdleNs += (ns - cpu.averageIdleNs) / 8;
    cpu.averageIdleNs = Math.min(cpu.averageIdleNs, 2 * parameters.migrationCostNs());
  }

  // ---- a pass ----

  /** Moves to the processor what a domain has too much elsewhere; how many, or BALANCED. */
  int pass(FairCpu puller, int level, int most) {
    imbalance.begin();
    boolean keeps = false;
    while (imbalance.find(puller, level, puller.tasks() == 0)) {
      FairCpu source = imbalance.queue();
      if (source == null) {
        return BALANCED;
      }
      failures = puller.failures[level];
      instead = CpuMask.NONE;
      int moved = move(source, puller, level, most);
      if (instead != CpuMask.NONE && imbalance.left > 0 && most > 1) {
        moved += moveInstead(source, cpus[instead], level);
      }
      if (keptSome && imbalance.left > 0) {
        domains.keep(puller.index, level, true);
        keeps = true;
      }
      if (!keptSome || !keptAll) {
        return moved;
      }
      imbalance.passOver(source);
    }
    if (!keeps) {
      domains.keep(puller.index, level, false);
    }
    return BALANCED;
  }

  /** Moves some to another one of the group, to which affinity lets them go. */
  private int moveInstead(FairCpu source, FairCpu target, int level) {
    boolean all = keptAll;
    pool.settle(target.processor);
    int moved = move(source, target, level, MOVES_MAX);
    keptSome = true;
    keptAll &= all;
    if (moved > 0) {
      pool.kick(target.processor);
    }
    return moved;
  }

  /** Moves up to so many; how many were moved. */
  private int move(FairCpu source, FairCpu target, int level, int most) {
    pool.settle(source.processor); // its queues' virtual times must be those of now
    keptSome = false;
    keptAll = true;
    int moved = 0;
    int seen = 0;
    FairEntity e = source.coldest();
    while (e != null && seen++ < MOVES_MAX && imbalance.left > 0 && source.tasks() > 1) {
      FairEntity warmer = e.warmer;
      if (mayMove(e, source, target, level)) {
        if (imbalance.takes(e, source, target, failures)) {
          hierarchy.migrate(e, target);
          e.recentCpu = source.index;
          if (++moved == most) {
            return moved;
          }
        }
      }
      e = warmer;
    }
    return moved;
  }

  private boolean mayMove(FairEntity e, FairCpu source, FairCpu target, int level) {
    if (e == source.running || pool.current(source.processor) == e.who) {
      return false;
    }
    if (!e.who.allows(target.processor)) {
      keptSome = true;
      if (instead == CpuMask.NONE) {
        instead = e.who.affinity().firstIn(domains.groupOf(target.index, level));
      }
      return false;
    }
    keptAll = false;
    FairQueue there = hierarchy.queue(e.who.group(), target.index);
    if (Bandwidth.isThrottled(there) || mustWaitHere(e, there)) {
      return false;
    }
    boolean must = failures > domains.patience(target.index, level);
    return must || !shouldStay(e, source, target, level);
  }

  /** It is cache-hot, or would leave its memory for others; never when it comes to that. */
  private boolean shouldStay(FairEntity e, FairCpu source, FairCpu target, int level) {
    CpuMask near = e.who.near();
    boolean leaves = near != null && near.contains(source.index);
    boolean comes = near != null && near.contains(target.index);
    if (leaves == comes) {
      return !domains.isCore(domains.of(target.index)[level]) && isHot(e);
    }
    return leaves && (hasOthers(source) || isHot(e));
  }

  private boolean isHot(FairEntity e) {
    return pool.nowNs() - e.ranAtNs < parameters.migrationCostNs();
  }

  /** Whether anybody is there whose memory is not: such a one goes rather. */
  private static boolean hasOthers(FairCpu source) {
    int seen = 0;
    for (FairEntity e = source.coldest(); e != null && seen++ < MOVES_MAX; e = e.warmer) {
      if (e.who.near() == null || !e.who.near().contains(source.index)) {
        return true;
      }
    }
    return false;
  }

  /** It has had more than its share, and would have to wait at the destination too. */
  private boolean mustWaitHere(FairEntity e, FairQueue there) {
    return parameters.balancing().leavesIneligible()
        && failures == 0
        && there.count > 0
        && !e.queue.isEligible(e);
  }

  // ---- at a tick ----

  /** Looks whether a balancing is due in any of the domains, and whether an idle one could help. */
  void tick(FairCpu cpu, long nowNs) {
    if (!parameters.balance()) {
      return;
    }
    if (cpu.tasks() > 1 && nowNs >= nextIdleNs && placement.idleCount() > 0) {
      askIdle(cpu);
    } else if (cpu.tasks() == 1 && topology.shape().threadsPerCore() > 1) {
      pushOff(cpu);
    }
    int before = cpu.tasks();
    balanceDue(cpu, nowNs);
    if (cpu.tasks() > before) {
      pool.kick(cpu.processor);
    }
  }

  /** Balances the processor's domains that are due; when the next one of them is. Unit: ns. */
  private long balanceDue(FairCpu cpu, long nowNs) {
    boolean busy = cpu.tasks() > 0;
    CpuMask[] levels = domains.of(cpu.index);
    long nextNs = Timer.NEVER;
    for (int i = 0; i < levels.length; i++) {
      long everyNs = intervalNs(levels[i], busy);
      if (nowNs >= cpu.balancedNs[i] + everyNs) {
        cpu.balancedNs[i] = nowNs;
        int llc = topology.llc(cpu.index);
        if (levels[i].count() == topology.cpusOfLlc(llc).count()) { // its siblings, if it is a core
          placement.scan().update(llc);
        }
        if (hierarchy.overloaded > 0 && isDesignated(cpu, i)) {
          balance(cpu, i);
        }
      }
      nextNs = Math.min(nextNs, cpu.balancedNs[i] + everyNs);
    }
    return nextNs;
  }

  /** One processor of those that balance together acts for all: the first idle one, else first. */
  private boolean isDesignated(FairCpu cpu, int level) {
    CpuMask group = domains.groupOf(cpu.index, level);
    for (int i = group.first(); i != CpuMask.NONE; i = group.next(i)) {
      if (isIdle(cpus[i], cpu)) {
        return i == cpu.index;
      }
    }
    return group.first() == cpu.index;
  }

  private void balance(FairCpu cpu, int level) {
    int moved = pass(cpu, level, MOVES_MAX);
    cpu.failures[level] = moved == 0 ? cpu.failures[level] + 1 : 0;
  }

  /** Somebody waits here: one of those that idle, the next one, is asked to balance for all. */
  private void askIdle(FairCpu cpu) {
    int idle = placement.nextIdle(cpu.index);
    if (idle != CpuMask.NONE) {
      cpus[idle].asked = true;
      pool.kick(cpus[idle].processor);
    }
  }

  /** Active balance: one that shares a core is moved, though it runs, when a whole core idles. */
  private void pushOff(FairCpu cpu) {
    FairEntity e = cpu.running;
    int last = domains.of(cpu.index).length - 1;
    if (e == null || last < 0 || placement.idleInLlcOf(cpu.index) == 0 || !sharesCore(cpu)) {
      return;
    }
    int core = placement.idleCore(e.who, cpu.index);
    if (core == CpuMask.NONE) {
      return;
    }
    int level = Math.min(1, last);
    if (++cpu.failures[level] > domains.patience(cpu.index, level) + ACTIVE_AFTER) {
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

  // ---- for tests ----

  BalanceDomains domains() {
    return domains;
  }
}
