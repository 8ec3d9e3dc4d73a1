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
 */
record BalanceRules(int busyFactor, int widePercent) {
  /** Linux before 5.10. Source: schedulers.md, section 11, "older". */
  static final BalanceRules OLDER = new BalanceRules(32, 125);

  /** Linux since 5.10. Source: schedulers.md, section 11, "newer". */
  static final BalanceRules NEWER = new BalanceRules(16, 117);
}
