package org.coremux.sched;

import org.coremux.mux.Schedulable;
import org.coremux.sched.BalanceGroup.Busyness;
import org.coremux.topology.CpuMask;

/**
 * Where a new one is queued: down from the widest domain to the narrowest, at each of them in the
 * group that is idlest, but in the own one unless another is idler by more than is tolerated there.
 * In another group the processor that has begun to idle last is taken, which may still be awake, or
 * where none idles the least loaded.
 *
 * <p>Model: idle processors are all in the same idle state. Where its memory is does not count: a
 * new one has none yet.
 *
 * <p>Cost: O(processors of the widest domain). Order: of equal groups the one that follows the own
 * one first round the domain; of equal processors the lowest.
 *
 * <p>Source: schedulers.md, section 11, "top-down"; what counts as idler recalled from fair.c,
 * find_idlest_group and find_idlest_group_cpu.
 */
final class ForkPlacement {
  private static final long PERCENT = 100;

  private final WakePlacement placement;
  private final FairCpu[] cpus;
  private final LoadTracking loads;
  private final BalanceDomains domains;
  private final BalanceGroup local = new BalanceGroup();
  private BalanceGroup idlest = new BalanceGroup();
  private BalanceGroup spare = new BalanceGroup();

  ForkPlacement(WakePlacement placement, FairHierarchy hierarchy, BalanceDomains domains) {
    this.placement = placement;
    this.domains = domains;
    cpus = hierarchy.cpus;
    loads = hierarchy.loads;
  }

  /** The processor for one that is made on this one. */
  int place(Schedulable s, int from) {
    int cpu = from;
    for (int level = domains.of(from).length - 1; level >= 0; level--) {
      int better = better(s, cpu, level);
      if (better != CpuMask.NONE) {
        cpu = idlest(s, domains.groupOf(better, level));
      }
    }
    return cpu;
  }

  /** A processor of the group that is better than the own one; NONE when that is good enough. */
  private int better(Schedulable s, int from, int level) {
    CpuMask domain = domains.of(from)[level];
    int own = domains.groupOf(from, level).first();
    int percent = domains.tolerated(from, level);
    idlest.begin(CpuMask.NONE, false);
    for (int cpu = domain.cycle(own); cpu != own; cpu = domain.cycle(cpu)) {
      if (domains.isFirst(cpu, level) && allowsAny(s, cpu, level)) {
        tally(spare, cpu, level, percent);
        if (idlest.member == CpuMask.NONE || spare.isIdlerThan(idlest)) {
          BalanceGroup before = idlest;
          idlest = spare;
          spare = before;
        }
      }
    }
    if (idlest.member == CpuMask.NONE || !allowsAny(s, own, level)) {
      return idlest.member;
    }
    tally(local, own, level, percent);
    return isWorthIt(level, percent) ? idlest.member : CpuMask.NONE;
  }

  private boolean allowsAny(Schedulable s, int first, int level) {
    return s.affinity() == null || s.affinity().intersects(domains.groupOf(first, level));
  }

  private void tally(BalanceGroup group, int first, int level, int percent) {
    group.begin(first, false);
    CpuMask mask = domains.groupOf(first, level);
    for (int cpu = mask.first(); cpu != CpuMask.NONE; cpu = mask.next(cpu)) {
      group.add(cpus[cpu], loads.of(cpus[cpu]));
    }
    group.classify(percent);
  }

  /** Whether the idlest group is so much idler than the own one. */
  private boolean isWorthIt(int level, int percent) {
    if (local.busyness() != idlest.busyness()) {
      return local.busyness().compareTo(idlest.busyness()) > 0;
    }
    if (local.busyness() == Busyness.SPARE) {
      int more = idlest.idle - local.idle;
      return more > 0 && !domains.isEvenEnough(more, local.tasks + 1, local.member, level);
    }
    long here = local.averageLoad();
    long there = idlest.averageLoad();
    return here - there > NiceWeights.NICE_0 * (percent - PERCENT) / PERCENT
        && here * PERCENT > there * percent;
  }

  private int idlest(Schedulable s, CpuMask group) {
    int best = CpuMask.NONE;
    for (int cpu = group.first(); cpu != CpuMask.NONE; cpu = group.next(cpu)) {
      boolean allowed = s.affinity() == null || s.affinity().contains(cpu);
      if (allowed && (best == CpuMask.NONE || isIdler(cpu, best))) {
        best = cpu;
      }
    }
    return best;
  }

  private boolean isIdler(int cpu, int best) {
    boolean idle = placement.isIdle(cpu);
    if (idle != placement.isIdle(best)) {
      return idle;
    }
    return idle
        ? cpus[cpu].idleSinceNs > cpus[best].idleSinceNs
        : loads.load(cpus[cpu]) < loads.load(cpus[best]);
  }
}
