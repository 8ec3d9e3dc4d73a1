package org.coremux.sched;

/**
 * Whom one has woken of late: how often it was another one than the time before. One that wakes
 * many by turns, while these wake others too, would draw them all to its own cache: such a relation
 * is wide, and they stay nearer to where they were.
 *
 * <p>Model: who is interrupted counts as who wakes, as in Linux; an interrupt that finds nobody
 * running counts for nobody.
 *
 * <p>Cost: O(1).
 *
 * <p>Source: schedulers.md, section 11, "wide"; how it is counted recalled from fair.c,
 * record_wakee and wake_wide.
 */
final class Wakees {
  /** Whoever wakes after this forgets half first. Unit: ns. Source: record_wakee, a second. */
  private static final long DECAY_NS = 1_000_000_000;

  private FairEntity last;
  private int flips;
  private long decayedNs;

  /** It wakes this one. */
  void woke(FairEntity woken, long nowNs) {
    if (nowNs - decayedNs > DECAY_NS) {
      flips >>= 1;
      decayedNs = nowNs;
    }
    if (last != woken) {
      last = woken;
      flips++;
    }
  }

  /** Whether the relation of the two is wide, where so many processors share a cache. */
  boolean isWide(Wakees other, int cacheCpus) {
    long more = Math.max(flips, other.flips);
    long fewer = Math.min(flips, other.flips);
    return fewer >= cacheCpus && more >= fewer * cacheCpus;
  }
}
