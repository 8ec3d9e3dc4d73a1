package org.coremux.mux;

/**
 * What a schedulable has in the caches of the processor on which it ran last, and so what it has to
 * reload when it comes back after others.
 *
 * <p>Model: each level keeps its own: a vCPU pays for what other vCPUs have displaced on its pCPU,
 * a thread for what other threads have on its vCPU. Whoever is switched in touches all of its
 * working set; who runs ten times has touched it ten times, which a full cache does not notice. On
 * another processor than before it loads what is not in the caches that both share. The first time
 * nothing is reloaded: loading it once is in its own work.
 */
final class Footprint {
  private final long kib;
  private Processor left;
  private long touchedKib;

  Footprint(long kib) {
    this.kib = kib;
  }

  /** Its size. Unit: KiB. */
  long kib() {
    return kib;
  }

  /** It is switched out there. */
  void leave(Processor p) {
    left = p;
    touchedKib = p.touchedKib;
  }

  /** It is switched in: what it has to load for that, at these prices. Unit: ns of work. */
  long enter(Processor p, LevelCosts prices) {
    long others = p.touchedKib - touchedKib;
    p.touchedKib += kib;
    if (left == null) {
      return 0;
    }
    return left == p ? prices.refillNs(kib, others) : prices.movedNs(kib, left, p);
  }
}
