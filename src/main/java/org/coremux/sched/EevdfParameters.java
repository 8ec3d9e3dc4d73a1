package org.coremux.sched;

/**
 * What {@link Eevdf} can be told.
 *
 * @param rules which version's rules it follows. Default {@link EevdfRules#LATEST}. Source:
 *     schedulers.md, section 10.1.
 * @param baseSliceNs service that one asks for at a time, before it is scaled by the number of
 *     CPUs. Unit: ns. Default 0.70 ms, 0.75 ms up to 6.12. Source: base_slice_ns of fair.c.
 * @param tickNs time between ticks, at which slices end and quotas are enforced. Unit: ns. Default
 *     4 ms; {@link #NO_TICK} with hrtick only. Source: HZ=250, as in the recordings of Linux 6.18.
 * @param tickPhaseNs when the first tick is, below the time between ticks. Unit: ns. Default 0.
 *     Source: assumed; measured from a recording by the importer.
 * @param hrtick whether slices end exactly, by a timer of their own. Default false. Source: feature
 *     HRTICK.
 * @param balance whether processors take from each other. Default true; false for tests of theory
 *     on separate queues. Source: assumed.
 * @param migrationCostNs for how long after it ran one counts as cache-hot, and how long a
 *     processor must idle on average for taking work from others to pay. Unit: ns. Default 0.5 ms.
 *     Source: sched_migration_cost of fair.c.
 * @param bandwidthSliceNs how much quota a processor takes from its group at a time. Unit: ns.
 *     Default 5 ms. Source: sched_cfs_bandwidth_slice of fair.c.
 */
public record EevdfParameters(
    EevdfRules rules,
    long baseSliceNs,
    long tickNs,
    long tickPhaseNs,
    boolean hrtick,
    boolean balance,
    long migrationCostNs,
    long bandwidthSliceNs)
    implements FairParameters {
  /** Base slice of 6.6 and 6.12. Unit: ns. Source: schedulers.md, section 10.1. */
  public static final long SLICE_6_6_NS = 750_000;

  /** Base slice from about 6.15 on. Unit: ns. Source: schedulers.md, section 10.1. */
  public static final long SLICE_LATEST_NS = 700_000;

  /** A tick at HZ=250. Unit: ns. Source: schedulers.md, section 1.4. */
  public static final long TICK_NS = 4_000_000;

  /** Shortest tick. Unit: ns. Source: assumed, ten times HZ=1000. */
  public static final long TICK_MIN_NS = 100_000;

  /** Longest tick. Unit: ns. Source: assumed, ten times HZ=100. */
  public static final long TICK_MAX_NS = 1_000_000_000;

  /** No ticks at all; slices end by hrtick. Source: assumed, as with nohz_full. */
  public static final long NO_TICK = FairParameters.NO_TICK;

  /** Migration cost. Unit: ns. Source: schedulers.md, section 9.1. */
  public static final long MIGRATION_COST_NS = 500_000;

  /** Slice of a quota. Unit: ns. Source: schedulers.md, section 9.1. */
  public static final long BANDWIDTH_SLICE_NS = 5_000_000;

  /** As Linux 6.6 does. Source: {@link EevdfRules#V6_6}. */
  public static final EevdfParameters EEVDF_6_6 = of(EevdfRules.V6_6, SLICE_6_6_NS);

  /** As Linux 6.12 does. Source: {@link EevdfRules#V6_12}. */
  public static final EevdfParameters EEVDF_6_12 = of(EevdfRules.V6_12, SLICE_6_6_NS);

  /** As Linux 6.17 does. Source: {@link EevdfRules#V6_17}. */
  public static final EevdfParameters EEVDF_6_17 = of(EevdfRules.V6_17, SLICE_LATEST_NS);

  /** As Linux 6.18 and later do. Source: {@link EevdfRules#LATEST}. */
  public static final EevdfParameters EEVDF_LATEST = of(EevdfRules.LATEST, SLICE_LATEST_NS);

  /** Checks the ranges. */
  public EevdfParameters {
    require("base slice", baseSliceNs);
    if (tickNs != NO_TICK || !hrtick) {
      require("tick", tickNs);
      if (tickPhaseNs < 0 || tickPhaseNs >= tickNs) {
        throw new IllegalArgumentException(
            "tick phase " + tickPhaseNs + " ns; allowed: 0 to below the tick of " + tickNs + " ns");
      }
    }
    require("bandwidth slice", bandwidthSliceNs);
    if (migrationCostNs < 0) {
      throw new IllegalArgumentException(
          "migration cost " + migrationCostNs + " ns; allowed: 0 or more");
    }
  }

  private static void require(String what, long ns) {
    if (ns <= 0) {
      throw new IllegalArgumentException(what + " " + ns + " ns; allowed: over 0");
    }
  }

  private static EevdfParameters of(EevdfRules rules, long sliceNs) {
    return new EevdfParameters(
        rules, sliceNs, TICK_NS, 0, false, true, MIGRATION_COST_NS, BANDWIDTH_SLICE_NS);
  }

  /** The slice on so many CPUs: times 1 + floor(log2(min(CPUs, 8))). Unit: ns. */
  public long sliceNs(int cpus) {
    return FairParameters.scaled(baseSliceNs, cpus);
  }

  @Override
  public boolean lazy() {
    return rules.lazy();
  }

  @Override
  public BalanceRules balancing() {
    return rules.protectTime() ? BalanceRules.RECORDED : BalanceRules.EEVDF;
  }

  /** The same with another tick. */
  public EevdfParameters withTick(long ns) {
    return new EevdfParameters(
        rules, baseSliceNs, ns, tickPhaseNs, hrtick, balance, migrationCostNs, bandwidthSliceNs);
  }

  /** The same with another base slice. */
  public EevdfParameters withBaseSlice(long ns) {
    return new EevdfParameters(
        rules, ns, tickNs, tickPhaseNs, hrtick, balance, migrationCostNs, bandwidthSliceNs);
  }

  /** The same with exact or tick-bound ends of slices. */
  public EevdfParameters withHrtick(boolean on) {
    return new EevdfParameters(
        rules, baseSliceNs, tickNs, tickPhaseNs, on, balance, migrationCostNs, bandwidthSliceNs);
  }

  /** The same with or without balancing. */
  public EevdfParameters withBalance(boolean on) {
    return new EevdfParameters(
        rules, baseSliceNs, tickNs, tickPhaseNs, hrtick, on, migrationCostNs, bandwidthSliceNs);
  }
}
