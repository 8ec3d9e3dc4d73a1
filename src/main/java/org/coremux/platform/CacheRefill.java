package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.coremux.mux.Processor;
import org.coremux.topology.Topology;

/**
 * What it costs to come back to caches and a TLB that others have used meanwhile, or to come to
 * others: by the figures of the hardware's profile, or, where that has none, by those of {@link
 * UsualCaches}, if these are asked for.
 *
 * <p>Model: threads of a core share all its caches. With figures of a profile: pages lie in
 * physical memory at random, so each is in one of {@code size / (ways * 4 KiB)} colours of the
 * cache by chance. Where more pages of a colour are in use than the cache has ways, they displace
 * each other, and of those that a working set finds displaced the others' share of all that was
 * touched is their doing. The TLB is emptied by every switch.
 */
final class CacheRefill {
  /** The primitive: work per KiB that is reloaded. */
  private static final String REFILL = "cacheRefill";

  /** Unit: KiB. Source: the architectures, x86 and ARM. */
  private static final int PAGE_KIB = 4;

  /** Unit: ns. Source: the definition of a second. */
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final double refillNs;
  private final double tlbNs;
  private final int ways;
  private final int colours;
  private final long tlbPages;
  private final boolean warmup;
  private final boolean migration;

  /** Where the profile knows nothing; null where it does, or where that is to cost nothing. */
  private final UsualCaches usual;

  /** At that clock; {@code effects} is null where what is not known costs nothing. Unit: Hz. */
  CacheRefill(Platform platform, long clockHz, CacheEffects effects) {
    boolean isKnown = platform.has(REFILL);
    warmup = effects == null || effects.warmup();
    migration = effects == null || effects.migration();
    usual = isKnown || effects == null ? null : new UsualCaches(effects.caches());
    refillNs = isKnown ? ns(platform.primitive(REFILL).cpu(), clockHz) : 0;
    tlbNs = isKnown ? ns(platform.primitive("tlbRefill").cpu(), clockHz) : 0;
    ways = isKnown ? whole(platform, "cacheWays") : 1;
    colours = isKnown ? Math.max(1, whole(platform, "cacheSize") / (ways * PAGE_KIB)) : 1;
    tlbPages = isKnown ? whole(platform, "tlbEntries") : 0;
  }

  private static double ns(Amount amount, long clockHz) {
    return BigDecimal.valueOf(amount.cycles())
        .multiply(BigDecimal.valueOf(NS_PER_SECOND))
        .divide(BigDecimal.valueOf(clockHz), 3, RoundingMode.HALF_UP)
        .add(BigDecimal.valueOf(amount.ns()))
        .doubleValue();
  }

  private static int whole(Platform platform, String ratio) {
    return platform.ratio(ratio) / Path.WHOLE;
  }

  /** Work of reloading where one was before. Unit: ns; of the arguments KiB. */
  long ns(long workingSetKib, long othersKib) {
    if (!warmup) {
      return 0;
    }
    return usual == null
        ? knownNs(workingSetKib, othersKib)
        : usual.warmupNs(workingSetKib, othersKib);
  }

  /** Work of loading on another processor than before. Unit: ns; of the working set KiB. */
  long movedNs(long workingSetKib, Processor from, Processor to) {
    Topology machine = to.multiplexer().topology();
    boolean isThere = from.multiplexer() == to.multiplexer();
    if (!migration || isThere && machine.core(from.index()) == machine.core(to.index())) {
      return 0;
    }
    boolean sameLlc = isThere && machine.llc(from.index()) == machine.llc(to.index());
    return usual == null
        ? knownNs(workingSetKib, Long.MAX_VALUE)
        : usual.migrationNs(workingSetKib, sameLlc);
  }

  private long knownNs(long workingSetKib, long othersKib) {
    if (refillNs == 0 || othersKib == 0) {
      return 0;
    }
    long reachable = Math.min(workingSetKib, (long) colours * ways * PAGE_KIB);
    double pages = Math.min(tlbPages, workingSetKib / (double) PAGE_KIB);
    return StrictMath.round(
        reachable * refillNs * displaced(workingSetKib, othersKib) + pages * tlbNs);
  }

  /** The part of a working set that others have displaced. */
  private double displaced(long workingSetKib, long othersKib) {
    if (othersKib == Long.MAX_VALUE) {
      return 1;
    }
    double touched = (double) workingSetKib + othersKib;
    return crowded(touched / PAGE_KIB) * othersKib / touched;
  }

  /** The chance that a page has as many others of its colour as the cache has ways, or more. */
  private double crowded(double pages) {
    double others = Math.max(0, pages - 1);
    double own = 1.0 / colours;
    double chance = StrictMath.pow(1 - own, others);
    double few = 0;
    for (int k = 0; k < ways && k <= others; k++) {
      few += chance;
      chance *= (others - k) / (k + 1) * own / (1 - own);
    }
    return Math.max(0, 1 - few);
  }
}
