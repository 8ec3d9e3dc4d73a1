package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * Where one that wakes is queued: first near its waker or where it was (wake_affine), then an idle
 * processor that shares the last-level cache with that one (select_idle_sibling). A new one goes
 * where {@link ForkPlacement} says.
 *
 * <p>Loads are averages ({@link LoadTracking}). The search for an idle processor looks at fewer the
 * busier the cache is ({@link IdleScan}).
 *
 * <p>Who is woken by one that wakes many by turns ({@link Wakees}) begins the search where it was.
 *
 * <p>Cost: O(1) when no processor of the cache idles, else O(processors of the cache).
 *
 * <p>Source: schedulers.md, section 11.
 */
final class WakePlacement {
  /** How much more load than the other one a waker's processor may have. Source: LLC domain. */
  private static final int AFFINE_PERCENT = 100 + (BalanceDomains.LLC_PERCENT - 100) / 2;

  private final Pool pool;
  private final Topology topology;
  private final FairCpu[] cpus;
  private final LoadTracking loads;
  private final IdleScan scan;
  private final ForkPlacement fork;
  private final int[] idleInLlc;
  private final boolean threads;
  private int idleCount;

  /** At how many the last search has looked. */
  private int seen;

  WakePlacement(Pool pool, FairHierarchy hierarchy, BalanceDomains domains) {
    this.pool = pool;
    cpus = hierarchy.cpus;
    loads = hierarchy.loads;
    topology = pool.topology();
    scan = new IdleScan(hierarchy, topology, domains.rules());
    fork = new ForkPlacement(this, hierarchy, domains);
    threads = topology.shape().threadsPerCore() > 1;
    idleInLlc = new int[topology.llcCount()];
    idleCount = cpus.length;
    for (int cpu = 0; cpu < cpus.length; cpu++) {
      idleInLlc[topology.llc(cpu)]++;
    }
  }

  /** The processor begins or ends to idle. */
  void idles(FairCpu cpu, boolean idle) {
    cpu.idle = idle;
    idleCount += idle ? 1 : -1;
    idleInLlc[topology.llc(cpu.index)] += idle ? 1 : -1;
  }

  /** How many processors idle, those that have been asked to decide included. */
  int idleCount() {
    return idleCount;
  }

  /** How many processors of the cache idle, those that have been asked to decide included. */
  int idleInLlcOf(int cpu) {
    return idleInLlc[topology.llc(cpu)];
  }

  /** It idles, and is there at once: not a vCPU that waits for a pCPU (available_idle_cpu). */
  boolean isIdle(int cpu) {
    Processor p = cpus[cpu].processor;
    return cpus[cpu].idle && pool.isIdle(p) && !pool.isPreempted(p);
  }

  /** The next processor that idles, from the one after on. */
  int nextIdle(int after) {
    int cpu = after;
    do {
      cpu = topology.cpus().cycle(cpu);
    } while (cpu != after && !isIdle(cpu));
    return isIdle(cpu) ? cpu : CpuMask.NONE;
  }

  private static boolean allows(Schedulable s, int cpu) {
    return s.affinity() == null || s.affinity().contains(cpu);
  }

  Processor place(FairEntity e, Processor waker) {
    Schedulable s = e.who;
    boolean stays = e.onQueue || e.releasing; // delayed, or back from a hold
    if (stays && allows(s, e.queue.cpu)) {
      return cpus[e.queue.cpu].processor;
    }
    int previous = s.processor().index();
    if (!allows(s, previous)) {
      previous = s.affinity().firstIn(topology.cpus());
    }
    int chosen =
        e.fresh
            ? fork.place(s, waker == null ? previous : waker.index())
            : near(e, waker, previous);
    if (chosen != previous) {
      e.recentCpu = previous;
    }
    return cpus[chosen].processor;
  }

  private int near(FairEntity e, Processor waker, int previous) {
    int target = previous;
    if (waker != null && !isWide(e, waker) && allows(e.who, waker.index())) {
      target = affine(e, waker.index(), previous);
    }
    return idleNear(e, target, previous, cpus[waker == null ? target : waker.index()]);
  }

  /** Notes who is woken by whom; whether that one wakes many. */
  private boolean isWide(FairEntity e, Processor waker) {
    FairEntity by = cpus[waker.index()].running;
    if (by == null || pool.current(waker) != by.who) {
      return false;
    }
    by.wakees.woke(e, pool.nowNs());
    return by.wakees.isWide(e.wakees, topology.cpusOfLlc(topology.llc(waker.index())).count());
  }

  /** The waker's processor or the previous one: who idles, else who has less load. */
  private int affine(FairEntity e, int waker, int previous) {
    if (waker == previous) {
      return previous;
    }
    boolean shares = topology.llc(waker) == topology.llc(previous);
    if (shares && isIdle(waker)) {
      return isIdle(previous) ? previous : waker;
    }
    if (e.who.isHandedOver() && cpus[waker].root.tasks == 1) {
      return waker; // it will be free in a moment
    }
    if (isIdle(previous)) {
      return previous;
    }
    return isLighter(e, waker, previous) ? waker : previous;
  }

  /** Whether the waker's processor would have less load with it than the other one without it. */
  private boolean isLighter(FairEntity e, int waker, int previous) {
    long there = loads.load(cpus[waker]);
    if (e.who.isHandedOver() && cpus[waker].running != null) {
      there -= loads.load(cpus[waker].running);
      if (there < 0) {
        return true;
      }
    }
    long own = loads.load(e);
    long here = Math.max(0, loads.load(cpus[previous]) - own);
    return (there + own) * 100 < here * AFFINE_PERCENT;
  }

  private int idleNear(FairEntity e, int target, int previous, FairCpu by) {
    int llc = topology.llc(target);
    if (idleInLlc[llc] == 0 || isIdle(target)) {
      return target;
    }
    Schedulable s = e.who;
    if (topology.llc(previous) == llc && isIdle(previous)) {
      return previous;
    }
    int recent = e.recentCpu;
    if (recent >= 0 && topology.llc(recent) == llc && isIdle(recent) && allows(s, recent)) {
      return recent;
    }
    int core = threads ? idleCore(s, target) : CpuMask.NONE;
    if (core != CpuMask.NONE) {
      return core;
    }
    int any = anyIdle(s, topology.cpusOfLlc(llc), target, scan.most(llc, by));
    scan.looked(by, seen);
    if (any == CpuMask.NONE && threads) {
      any = anyIdle(s, topology.siblings(target), target);
    }
    return any == CpuMask.NONE ? target : any;
  }

  /** The first allowed thread of a core of which no thread is busy, from the target on. */
  int idleCore(Schedulable s, int target) {
    CpuMask llc = topology.cpusOfLlc(topology.llc(target));
    int cpu = target;
    do {
      cpu = llc.cycle(cpu);
      if (allows(s, cpu) && isIdleCore(cpu)) {
        return cpu;
      }
    } while (cpu != target);
    return CpuMask.NONE;
  }

  boolean isIdleCore(int cpu) {
    CpuMask core = topology.siblings(cpu);
    for (int thread = core.first(); thread != CpuMask.NONE; thread = core.next(thread)) {
      if (!isIdle(thread)) {
        return false;
      }
    }
    return true;
  }

  /** The first idle processor of the domain that it may run on, from the one after on. */
  int anyIdle(Schedulable s, CpuMask domain, int after) {
    return anyIdle(s, domain, after, domain.count());
  }

  private int anyIdle(Schedulable s, CpuMask domain, int after, int most) {
    int cpu = after;
    seen = 0;
    while (seen < most) {
      seen++;
      cpu = domain.cycle(cpu);
      if (isIdle(cpu) && allows(s, cpu)) {
        return cpu;
      }
    }
    return CpuMask.NONE;
  }

  /** How many processors wake-ups look at. */
  IdleScan scan() {
    return scan;
  }
}
