package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;

/**
 * What {@link Credit} can be told. Defaults are those of {@link #declared}.
 *
 * <p>Source: xen/common/sched/credit.c and private.h at c447b7308b13 (2026), figures only; what is
 * not there says so.
 *
 * @param tsliceNs how long one runs before the next has its turn, and how often credits are given.
 *     Unit: ns. Default 30 ms, 1 to 1,000 ms. Source: credit.c, sched_credit_tslice_ms
 * @param creditsPerMs credits that a ms of a processor costs. Default 10. Source: credit.c
 * @param ratelimitNs how long one runs before another may preempt it; 0 for no limit. Unit: ns.
 *     Default 1000 us, at most a slice. Source: private.h, sched_ratelimit_us
 * @param migrationDelayNs nobody is stolen who ran less than this ago; 0 for no such rule. Unit:
 *     ns. Default 0, at most 100 ms. Source: credit.c, vcpu_migration_delay
 * @param loadBalanceRatelimitNs a processor looks at others' queues once in this time. Unit: ns.
 *     Default 1000 us, at most 1 s. Source: credit.c, sched_credit_load_balance_ratelimit
 * @param ticklesOneIdle whether a wake-up asks one idle processor, or all. Default one. Source:
 *     credit.c, tickle_one_idle_cpu
 * @param smtPowerSavings fill cores that are in use first. Default off. Source: credit.c,
 *     sched_smt_power_savings
 * @param samples whether whoever runs at a tick pays for all of it, as up to Xen 4. Default off.
 *     Source: recalled, see schedulers.md 3.3
 * @param fidelity whether oddities of the code are kept. Default AS_CODED. Source: assumed
 */
public record CreditParameters(
    long tsliceNs,
    long creditsPerMs,
    long ratelimitNs,
    long migrationDelayNs,
    long loadBalanceRatelimitNs,
    boolean ticklesOneIdle,
    boolean smtPowerSavings,
    boolean samples,
    Fidelity fidelity) {
  /** Unit: ns. */
  static final long MS = 1_000_000;

  private static final int TICKS_PER_TSLICE = 3;

  /** The shortest and the longest slice. Unit: ns. Source: xen/include/public/sysctl.h. */
  private static final long TSLICE_NS_MIN = MS;

  private static final long TSLICE_NS_MAX = 1_000 * MS;

  /** The longest migration delay. Unit: ns. Source: xen/include/public/sysctl.h, 100 ms. */
  private static final long MIGRATION_DELAY_NS_MAX = 100 * MS;

  /** The longest time between two looks. Unit: ns. Source: credit.c, 1 s. */
  private static final long LOAD_BALANCE_NS_MAX = 1_000 * MS;

  /** What a ratelimit that is nearly over is raised to: meant as us, coded as ns. Unit: ns. */
  private static final long MIN_TIMER_NS_CODED = 100;

  private static final long MIN_TIMER_NS_INTENDED = 100_000;

  /** Checks the ranges. */
  public CreditParameters {
    if (tsliceNs < TSLICE_NS_MIN || tsliceNs > TSLICE_NS_MAX) {
      throw new IllegalArgumentException("tslice " + tsliceNs + " ns; allowed: 1 ms to 1 s");
    }
    Ratelimit.check(ratelimitNs);
    if (ratelimitNs > tsliceNs) {
      throw new IllegalArgumentException(
          "ratelimit " + ratelimitNs + " ns; allowed: at most the tslice, " + tsliceNs + " ns");
    }
    if (creditsPerMs < 1) {
      throw new IllegalArgumentException("creditsPerMs " + creditsPerMs + "; allowed: over 0");
    }
  }

  /** Everything that can be set, with its default. */
  public static List<Parameter> declared() {
    String code = "Xen, credit.c";
    return List.of(
        Parameter.duration(
            "tslice", 30 * MS, Range.of(TSLICE_NS_MIN, TSLICE_NS_MAX), "how long a turn is", code),
        Parameter.count(
            "creditsPerMs", 10, Range.of(1, 1_000), "what a ms of a processor costs", code),
        Ratelimit.parameter(),
        Parameter.duration(
            "migrationDelay",
            0,
            Range.of(0, MIGRATION_DELAY_NS_MAX),
            "nobody is stolen who ran less than this ago; 0 is no such rule",
            code),
        Parameter.duration(
            "loadBalanceRatelimit",
            MS,
            Range.of(0, LOAD_BALANCE_NS_MAX),
            "a processor looks at other queues once in this time",
            code),
        Parameter.toggle("tickleOneIdle", true, "a wake-up asks one idle processor, not all", code),
        Parameter.toggle("smtPowerSavings", false, "fill cores that are in use first", code),
        Parameter.choice(
            "accounting",
            "exact",
            List.of("exact", "sampled"),
            "who pays: each for what it ran, or whoever runs at a tick for all of it",
            "Xen, credit.c; sampled as up to Xen 4, recalled"),
        Fidelity.parameter("whether oddities of the code are kept", "assumed"));
  }

  /** What is meant by these settings, which {@link #declared} describes. */
  public static CreditParameters of(Parameters p) {
    return new CreditParameters(
        p.durationNs("tslice"),
        p.count("creditsPerMs"),
        p.durationNs("ratelimit"),
        p.durationNs("migrationDelay"),
        p.durationNs("loadBalanceRatelimit"),
        p.on("tickleOneIdle"),
        p.on("smtPowerSavings"),
        p.choice("accounting").equals("sampled"),
        Fidelity.of(p));
  }

  boolean asCoded() {
    return fidelity.isAsCoded();
  }

  /** Ticks in a slice: one when it is shorter than three ms. */
  long ticks() {
    return tsliceNs < TICKS_PER_TSLICE * MS ? 1 : TICKS_PER_TSLICE;
  }

  /** Unit: ns. */
  long tickNs() {
    return tsliceNs / ticks();
  }

  /** What one processor may give in a slice. */
  long creditsPerTslice() {
    return Math.max(1, tsliceNs * creditsPerMs / MS);
  }

  /** What a tick costs whoever runs at it, where that is all who pay. */
  long creditsPerTick() {
    return creditsPerTslice() / ticks();
  }

  /** For how long one that has run for less than the ratelimit goes on. Unit: ns. */
  long protectedNs(long ranNs) {
    if (!asCoded()) {
      return Math.max(ratelimitNs - ranNs, MIN_TIMER_NS_INTENDED);
    }
    return ranNs < MIN_TIMER_NS_CODED ? MIN_TIMER_NS_CODED : ratelimitNs - ranNs;
  }
}
