package org.coremux.sched;

import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * How many processors of a last-level cache a wake-up looks at for an idle one: fewer the busier
 * the cache is, and none when it is hardly likely that one idles.
 *
 * <p>Before there was that, it looked at the fewer the shorter the processor idles that looks: all
 * of a search must cost less than a part of an idle time, but four may always be looked at.
 *
 * <p>With the utilisation u of the cache from 0 to 1, looked at are (1 - (1.17 u)^2) of its
 * processors and one more, but none where that is below one: on 2 CPUs from 60 % on.
 *
 * <p>The utilisation is the average of all processors of the cache ({@link LoadAverage}), as it was
 * at the last balancing of the cache.
 *
 * <p>Model: looking at a processor always costs the same, and takes no time. A search that would
 * find nobody, as nobody idles, is not made.
 *
 * <p>Source: features SIS_UTIL and SIS_PROP of Linux fair.c, recalled; schedulers.md, section 11;
 * the recordings of Linux 6.18, in which a woken one stays on a busy CPU beside an idle one.
 */
final class IdleScan {
  /** All of a processor, as utilisation counts. */
  private static final long FULL = 1 << 10;

  /** Imbalance of the cache's domain. Unit: percent. Source: schedulers.md, section 11. */
  private static final long PERCENT = BalanceDomains.LLC_PERCENT;

  /** Looking at one processor. Unit: ns. Source: assumed, a line of another core's cache. */
  private static final long LOOK_NS = 50;

  /** Of an idle time that a search may take: 1/512, as it varies a lot. Source: SIS_PROP. */
  private static final int PART_SHIFT = 9;

  /** So many may be looked at in any case. Source: schedulers.md, section 11. */
  private static final int LEAST = 4;

  /** What one search counts for in the average of all: an eighth. Source: update_avg. */
  private static final int AVERAGE_SHIFT = 3;

  private final LoadTracking loads;
  private final FairCpu[] cpus;
  private final Topology topology;
  private final boolean byIdle;
  private final int[] most;

  IdleScan(FairHierarchy hierarchy, Topology topology, BalanceRules rules) {
    byIdle = rules.scansByIdle();
    loads = hierarchy.loads;
    cpus = hierarchy.cpus;
    this.topology = topology;
    most = new int[topology.llcCount()];
    for (int llc = 0; llc < most.length; llc++) {
      most[llc] = topology.cpusOfLlc(llc).count();
    }
  }

  /** How many processors of the cache to look at; 0 for none. */
  int most(int llc, FairCpu by) {
    if (!byIdle) {
      return most[llc];
    }
    int all = topology.cpusOfLlc(llc).count();
    long affordable = all * (by.averageIdleNs >> PART_SHIFT) / (by.scanNs + 1);
    return (int) Math.min(all, Math.max(LEAST, affordable));
  }

  /** At so many it has looked. */
  void looked(FairCpu by, int count) {
    by.scanNs += count * LOOK_NS - by.scanNs >> AVERAGE_SHIFT;
  }

  /** Looks again how busy the cache is. */
  void update(int llc) {
    CpuMask mask = topology.cpusOfLlc(llc);
    long used = 0;
    for (int cpu = mask.first(); cpu != CpuMask.NONE; cpu = mask.next(cpu)) {
      used += loads.of(cpus[cpu]).util;
    }
    long u = used * FULL / (mask.count() * LoadAverage.ONE);
    long free = Math.max(0, FULL - u * u * PERCENT * PERCENT / (10_000 * FULL));
    int count = (int) (free * mask.count() / FULL);
    most[llc] = count == 0 ? 0 : count + 1;
  }
}
