package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What it costs to come back to caches and a TLB that others have used meanwhile: zero on hardware
 * of which it is not known.
 *
 * <p>Model: pages lie in physical memory at random, so each is in one of {@code size / (ways * 4
 * KiB)} colours of the cache by chance. Where more pages of a colour are in use than the cache has
 * ways, they displace each other, and of those that a working set finds displaced the others' share
 * of all that was touched is their doing. The TLB is emptied by every switch.
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

  /** At that clock. Unit: Hz. */
  CacheRefill(Platform platform, long clockHz) {
    boolean isKnown = platform.has(REFILL);
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

  /** Work of reloading. Unit: ns; of the arguments KiB. */
  long ns(long workingSetKib, long othersKib) {
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
