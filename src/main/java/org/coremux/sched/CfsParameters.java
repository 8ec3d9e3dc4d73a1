package org.coremux.sched;

/**
 * What {@link Cfs} can be told. Latency and granularities grow with the number of CPUs, see {@link
 * FairParameters#scaled}.
 *
 * @param rules which version's rules it follows, and which features are on. Default {@link
 *     CfsRules#V6_1}. Source: schedulers.md, section 9.
 * @param latencyNs time in which each of a few runs once, before it is scaled. Unit: ns. Default 6
 *     ms. Source: sched_latency of fair.c.
 * @param minGranularityNs what each of many runs at a time, before it is scaled. Unit: ns. Default
 *     0.75 ms. Source: sched_min_granularity of fair.c.
 * @param wakeupGranularityNs how far one must be behind to preempt when it wakes, before it is
 *     scaled. Unit: ns. Default 1 ms. Source: sched_wakeup_granularity of fair.c.
 * @param tickNs time between ticks, at which slices end and quotas are enforced. Unit: ns. Default
 *     4 ms. Source: HZ=250.
 * @param tickPhaseNs when the first tick is, below the time between ticks. Unit: ns. Default 0.
 *     Source: assumed; measured from a recording by the importer.
 * @param balance whether processors take from each other. Default true; false for tests of theory
 *     on separate queues. Source: assumed.
 * @param migrationCostNs for how long after it ran one counts as cache-hot, and how long a
 *     processor must idle on average for taking work from others to pay. Unit: ns. Default 0.5 ms.
 *     Source: sched_migration_cost of fair.c.
 * @param bandwidthSliceNs how much quota a processor takes from its group at a time. Unit: ns.
 *     Default 5 ms. Source: sched_cfs_bandwidth_slice of fair.c.
 */
public record CfsParameters(
    CfsRules rules,
    long latencyNs,
    long minGranularityNs,
    long wakeupGranularityNs,
    long tickNs,
    long tickPhaseNs,
    boolean balance,
    long migrationCostNs,
    long bandwidthSliceNs)
    implements FairParameters {
  /** Latency. Unit: ns. Source: schedulers.md, section 9.1. */
  public static final long LATENCY_NS = 6_000_000;

  /** Minimal granularity. Unit: ns. Source: schedulers.md, section 9.1. */
  public static final long MIN_GRANULARITY_NS = 750_000;

  /** The same for who has the idle policy. Unit: ns. Source: schedulers.md, section 9.1. */
  static final long IDLE_GRANULARITY_NS = 750_000;

  /** Wake-up granularity. Unit: ns. Source: schedulers.md, section 9.1. */
  public static final long WAKEUP_GRANULARITY_NS = 1_000_000;

  /** As Linux 5.6 does. Source: {@link CfsRules#V5_6}. */
  public static final CfsParameters CFS_5_6 = of(CfsRules.V5_6);

  /** As Linux 6.1 does. Source: {@link CfsRules#V6_1}. */
  public static final CfsParameters CFS_6_1 = of(CfsRules.V6_1);

  /** Checks the ranges. */
  public CfsParameters {
    require("latency", latencyNs);
    require("minimal granularity", minGranularityNs);
    require("tick", tickNs);
    require("bandwidth slice", bandwidthSliceNs);
    if (tickPhaseNs < 0 || tickPhaseNs >= tickNs) {
      throw new IllegalArgumentException(
          "tick phase " + tickPhaseNs + " ns; allowed: 0 to below the tick of " + tickNs + " ns");
    }
    if (wakeupGranularityNs < 0 || migrationCostNs < 0) {
      throw new IllegalArgumentException(
          "wake-up granularity "
              + wakeupGranularityNs
              + " ns, migration cost "
              + migrationCostNs
              + " ns; allowed: 0 or more");
    }
  }

  private static void require(String what, long ns) {
    if (ns <= 0) {
      throw new IllegalArgumentException(what + " " + ns + " ns; allowed: over 0");
    }
  }

  private static CfsParameters of(CfsRules rules) {
    return new CfsParameters(
        rules,
        LATENCY_NS,
        MIN_GRANULARITY_NS,
        WAKEUP_GRANULARITY_NS,
        EevdfParameters.TICK_NS,
        0,
        true,
        EevdfParameters.MIGRATION_COST_NS,
        EevdfParameters.BANDWIDTH_SLICE_NS);
  }

  /** How many the latency is enough for, each with the minimal granularity. */
  int latencyTasks() {
    return (int) ((latencyNs + minGranularityNs - 1) / minGranularityNs);
  }

  @Override
  public boolean hrtick() {
    return false;
  }

  @Override
  public boolean lazy() {
    return false;
  }

  @Override
  public BalanceRules balancing() {
    return rules.altPeriod() ? BalanceRules.NEWER : BalanceRules.OLDER;
  }

  /** The same with another tick. */
  public CfsParameters withTick(long ns) {
    return new CfsParameters(
        rules,
        latencyNs,
        minGranularityNs,
        wakeupGranularityNs,
        ns,
        tickPhaseNs,
        balance,
        migrationCostNs,
        bandwidthSliceNs);
  }

  /** The same with or without balancing. */
  public CfsParameters withBalance(boolean on) {
    return new CfsParameters(
        rules,
        latencyNs,
        minGranularityNs,
        wakeupGranularityNs,
        tickNs,
        tickPhaseNs,
        on,
        migrationCostNs,
        bandwidthSliceNs);
  }

  /** The same with other rules. */
  public CfsParameters withRules(CfsRules other) {
    return new CfsParameters(
        other,
        latencyNs,
        minGranularityNs,
        wakeupGranularityNs,
        tickNs,
        tickPhaseNs,
        balance,
        migrationCostNs,
        bandwidthSliceNs);
  }
}
