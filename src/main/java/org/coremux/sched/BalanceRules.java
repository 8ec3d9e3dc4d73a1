package org.coremux.sched;

/**
 * How a kernel version balances load between processors, where versions differ.
 *
 * <p>Source: schedulers.md, section 11, from fair.c and topology.c of the versions.
 *
 * @param busyFactor how much less often a busy processor looks. Default 16, 32 before 5.10. Source:
 *     busy_factor.
 * @param widePercent imbalance that is tolerated beyond a cache. Unit: percent. Default 117, 125
 *     before 5.10. Source: imbalance_pct.
 * @param pullCostNs what looking for work costs one about to idle, for each processor of a domain:
 *     it must idle longer than that on average; {@link #BY_MIGRATION_COST} where it must idle
 *     longer than the migration cost. Unit: ns. Default as the preset says. Source: newidle_balance
 *     before and since 5.16, recalled; the cost, which Linux measures, assumed.
 * @param leavesIneligible whether one that is not eligible where it waits is left there, unless a
 *     pass has failed or its group has nobody at the destination. Default as the preset says.
 *     Source: schedulers.md, section 11, "recent kernels"; since 6.14, recalled.
 * @param nodePart a difference of two between nodes is left while less than this part of a node's
 *     processors runs something; {@link #BY_CACHES} while it is no more than there are caches.
 *     Default as the preset says. Source: adjust_numa_imbalance before and since 5.18, recalled.
 * @param scansByIdle whether who looks for an idle processor looks at the fewer the shorter its own
 *     idles; else the fewer the busier the cache is. Default as the preset says. Source:
 *     schedulers.md, section 11, features SIS_PROP and, since 6.0, SIS_UTIL.
 */
record BalanceRules(
    int busyFactor,
    int widePercent,
    long pullCostNs,
    boolean leavesIneligible,
    int nodePart,
    boolean scansByIdle) {
  /** Whoever idles for less than the migration cost does not pull. Source: before 5.16. */
  static final long BY_MIGRATION_COST = -1;

  /** Few tasks are as many as there are caches. Source: since 5.18, recalled. */
  static final int BY_CACHES = 0;

  /** Linux before 5.10. Source: schedulers.md, section 11, "older". */
  static final BalanceRules OLDER = new BalanceRules(32, 125, BY_MIGRATION_COST, false, 4, true);

  /** Linux 5.16 to 6.5. Source: schedulers.md, section 11, "newer"; the cost assumed. */
  static final BalanceRules NEWER = new BalanceRules(16, 117, 2_000, false, BY_CACHES, false);

  /** Linux 6.6 to 6.12: as {@link #RECORDED}, but whoever is ineligible is taken too. */
  static final BalanceRules EEVDF =
      new BalanceRules(16, 117, BY_MIGRATION_COST, false, BY_CACHES, false);

  /**
   * As the recordings of Linux 6.18 show it: one about to idle pulls about as rarely as by the
   * migration cost. Source: replaying-schedules.md, section 2, "much less than always".
   */
  static final BalanceRules RECORDED =
      new BalanceRules(16, 117, BY_MIGRATION_COST, true, BY_CACHES, false);
}
