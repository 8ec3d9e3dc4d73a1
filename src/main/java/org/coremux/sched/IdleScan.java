package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * How many processors of a last-level cache a wake-up looks at for an idle one: fewer the busier
 * the cache is, and none when it is hardly likely that one idles.
 *
 * <p>With the utilisation u of the cache from 0 to 1, looked at are (1 - (1.17 u)^2) of its
 * processors and one more, but none where that is below one: on 2 CPUs from 60 % on.
 *
 * <p>Model: the utilisation is that of the time since it was looked at last, at a balancing of the
 * cache, averaged with what was before by the half-life that Linux has for it.
 *
 * <p>Source: feature SIS_UTIL of Linux fair.c, recalled; schedulers.md, section 11; the recordings
 * of Linux 6.18, in which a woken one stays on a busy CPU beside an idle one.
 */
final class IdleScan {
  /** Half-life of what was before. Unit: ns. Source: schedulers.md, section 11, PELT. */
  private static final long HALF_LIFE_NS = 32_000_000;

  /** All of a processor, as utilisation counts. */
  private static final long FULL = 1 << 10;

  /** Imbalance of the cache's domain. Unit: percent. Source: schedulers.md, section 11. */
  private static final long PERCENT = Balancer.LLC_PERCENT;

  private final Pool pool;
  private final Topology topology;
  private final FairCpu[] cpus;
  private final long[] utilisation;
  private final long[] idleNs;
  private final long[] seenNs;
  private final int[] most;

  IdleScan(Pool pool, FairCpu[] cpus) {
    this.pool = pool;
    this.cpus = cpus;
    topology = pool.topology();
    int caches = topology.llcCount();
    utilisation = new long[caches];
    idleNs = new long[caches];
    seenNs = new long[caches];
    most = new int[caches];
    for (int llc = 0; llc < caches; llc++) {
      most[llc] = topology.cpusOfLlc(llc).count();
    }
  }

  /** How many processors of the cache to look at; 0 for none. */
  int most(int llc) {
    return most[llc];
  }

  /** Looks again how busy the cache is. */
  void update(int llc) {
    long nowNs = pool.nowNs();
    CpuMask mask = topology.cpusOfLlc(llc);
    long elapsedNs = nowNs - seenNs[llc];
    if (elapsedNs <= 0) {
      return;
    }
    long idle = 0;
    for (int cpu = mask.first(); cpu != CpuMask.NONE; cpu = mask.next(cpu)) {
      idle += cpus[cpu].idleNs(nowNs);
    }
    long idledNs = (idle - idleNs[llc]) / mask.count(); // each of them, so that nothing overflows
    long since = FULL - FULL * idledNs / elapsedNs;
    utilisation[llc] =
        (utilisation[llc] * HALF_LIFE_NS + since * elapsedNs) / (HALF_LIFE_NS + elapsedNs);
    idleNs[llc] = idle;
    seenNs[llc] = nowNs;
    long u = utilisation[llc];
    long free = Math.max(0, FULL - u * u * PERCENT * PERCENT / (10_000 * FULL));
    int count = (int) (free * mask.count() / FULL);
    most[llc] = count == 0 ? 0 : count + 1;
  }
}
