package org.coremux.platform;

import org.coremux.topology.Caches;

/**
 * What it costs to load a working set into caches that nobody has measured for us: a cache of the
 * core, and a share of the last-level cache.
 *
 * <p>Model: of what a cache holds others have displaced 1 - exp(-what they touched / its size). A
 * processor of the same last-level cache has nothing of a working set in the cache of its core; one
 * of another last-level cache has nothing of it at all, and pays for both, one after the other.
 *
 * <p>Source: assumed; schedulers.md 20: 1 MB at 20 GB/s, which are the 50 us that Xen's credit2
 * compensates for, and 8 MB at 10 GB/s, cf. the 500 us of Linux's sched_migration_cost.
 */
final class UsualCaches {
  /** Loading the cache of a core. Unit: ns per KiB. Source: 20 GB/s, assumed; see class. */
  private static final double L2_NS = 1_024 / 20.0;

  /** Loading a last-level cache. Unit: ns per KiB. Source: 10 GB/s, assumed; see class. */
  private static final double LLC_NS = 1_024 / 10.0;

  private final Caches caches;

  UsualCaches(Caches caches) {
    this.caches = caches;
  }

  /** After others have touched so much here. Unit: ns; of the arguments KiB. */
  long warmupNs(long workingSetKib, long othersKib) {
    return StrictMath.round(
        l2Ns(workingSetKib) * displaced(othersKib, caches.l2Kib())
            + llcNs(workingSetKib) * displaced(othersKib, caches.llcKib()));
  }

  private static double displaced(long othersKib, long sizeKib) {
    if (sizeKib == 0 || othersKib == Long.MAX_VALUE) {
      return 1;
    }
    return 1 - StrictMath.exp(-(double) othersKib / sizeKib);
  }

  /** On another core. Unit: ns; of the argument KiB. */
  long migrationNs(long workingSetKib, boolean sameLlc) {
    return StrictMath.round(
        sameLlc ? l2Ns(workingSetKib) : l2Ns(workingSetKib) + llcNs(workingSetKib));
  }

  private double l2Ns(long workingSetKib) {
    return StrictMath.min(workingSetKib, caches.l2Kib()) * L2_NS;
  }

  private double llcNs(long workingSetKib) {
    return StrictMath.min(workingSetKib, caches.llcKib()) * LLC_NS;
  }
}
