package org.coremux.sched;

import org.coremux.mux.Pool;

/**
 * For how long a unit runs: until its credit is that of the next, in its own time, but no shorter
 * than the ratelimit and no longer than 10 ms, nor, unless that is shorter, than its budget lasts.
 *
 * <p>Source: schedulers.md 4.4, run length (Xen credit2.c).
 */
final class Credit2Slice {
  private static final int NONE = Credit2Units.NONE;

  private final Pool pool;
  private final Credit2Units units;
  private final Credit2Parameters parameters;

  Credit2Slice(Pool pool, Credit2Units units, Credit2Parameters parameters) {
    this.pool = pool;
    this.units = units;
    this.parameters = parameters;
  }

  /**
   * Unit: ns.
   *
   * @param goesOn whether it has run here before
   * @param inFlight who was switched out for it and will be queued, or {@code NONE}
   */
  long runNs(int next, boolean goesOn, Credit2RunQueue queue, int inFlight) {
    long ranNs = goesOn ? pool.nowNs() - units.switchInNs[next] : 0;
    long leastNs = Math.max(parameters.ratelimitNs() - ranNs, parameters.minTimerNs());
    long waitingNs = Math.max(queue.headCredit(0), 0);
    if (inFlight != NONE) {
      waitingNs = Math.max(waitingNs, units.credit[inFlight]);
    }
    long aheadNs = units.credit[next] - waitingNs;
    long runNs = aheadNs > 0 ? aheadNs * units.weight[next] / queue.maxWeight() : 0;
    if (units.domain[next] != null) {
      runNs = Math.min(runNs, units.budget[next]);
    }
    return Math.max(Math.min(runNs, parameters.creditInitNs()), leastNs);
  }
}
