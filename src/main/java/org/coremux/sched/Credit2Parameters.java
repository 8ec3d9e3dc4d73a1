package org.coremux.sched;

import java.util.List;
import java.util.Locale;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;

/**
 * What {@link Credit2} can be told. Defaults are those of {@link #declared}.
 *
 * <p>Source: xen/common/sched/credit2.c and private.h at c447b7308b13 (2026), figures only; what is
 * not there says so.
 *
 * @param creditInitNs credit that a reset gives, and the longest a decision holds. Unit: ns of the
 *     heaviest unit's time. Default 10 ms. Source: credit2.c, CREDIT_INIT and MAX_TIMER
 * @param creditMinNs how far below zero credit may fall; the idle unit's is one lower. Unit: ns.
 *     Default 10 ms. Source: credit2.c, CREDIT_MIN (its negative)
 * @param carryoverMaxNs credit above creditInit that survives a reset. Unit: ns. Default 500 us.
 *     Source: credit2.c, CARRYOVER_MAX
 * @param minTimerNs the shortest a decision holds, and the smallest quota. Unit: ns. Default 500
 *     us. Source: credit2.c, MIN_TIMER
 * @param migrateResistNs by how much a unit from elsewhere has to be better. Unit: ns of credit.
 *     Default 500 us. Source: credit2.c, sched_credit2_migrate_resist
 * @param migrateCompensationNs credit for one that moves. Unit: ns. Default 50 us. Source:
 *     credit2.c
 * @param ratelimitNs how long one runs before another may preempt it; 0 for no limit. Unit: ns.
 *     Default 1000 us, at least 100 us. Source: private.h and sysctl.h, sched_ratelimit_us
 * @param ratelimitToleranceNs so much before the end of the ratelimit a wake-up may already ask.
 *     Unit: ns. Default 50 us. Source: credit2.c
 * @param capPeriodNs after which a domain with a cap gets its budget. Unit: ns. Default 10 ms.
 *     Source: credit2.c, credit2_cap_period_ms
 * @param runQueues which processors share a run queue. Default SOCKET. Source: credit2.c,
 *     credit2_runqueue
 * @param cpusPerRunQueueMax at most so many processors share one. Default 16. Source: credit2.c
 * @param loadWindowShift the load is averaged over 2^this ns. Default 30. Source: credit2.c
 * @param loadPrecisionShift a load of one is 2^this. Default 18. Source: credit2.c
 * @param balanceUnderShift queues with processors to spare are balanced when their loads differ by
 *     2^this. Default 0. Source: credit2.c, credit2_balance_under
 * @param balanceOverShift the others by 2^this. Default -3. Source: credit2.c, credit2_balance_over
 * @param smtPowerSavings fill cores that are in use first. Default off. Source: credit2.c,
 *     sched_smt_power_savings
 * @param fidelity whether oddities of the code are kept: as coded the balancer reads the capacity
 *     of the last queue that it looked at, not of the chosen one; and an idle processor resists a
 *     unit from elsewhere whose credit is very low, and leaves it to the processor that was asked
 *     for it, where it was meant to take who there is. Default AS_CODED. Source: assumed
 */
public record Credit2Parameters(
    long creditInitNs,
    long creditMinNs,
    long carryoverMaxNs,
    long minTimerNs,
    long migrateResistNs,
    long migrateCompensationNs,
    long ratelimitNs,
    long ratelimitToleranceNs,
    long capPeriodNs,
    RunQueues runQueues,
    int cpusPerRunQueueMax,
    int loadWindowShift,
    int loadPrecisionShift,
    int balanceUnderShift,
    int balanceOverShift,
    boolean smtPowerSavings,
    Fidelity fidelity) {

  /** Load is tracked in steps of 2^10 ns. Source: credit2.c, LOADAVG_GRANULARITY_SHIFT. */
  static final int LOAD_GRANULARITY_SHIFT = 10;

  /** The longest of the other times. Unit: ns. Source: assumed. */
  private static final long TIME_NS_MAX = 10_000_000_000L;

  /** Which processors share a run queue, up to {@link #cpusPerRunQueueMax}. */
  public enum RunQueues {
    /** Each has its own. */
    CPU,
    /** The threads of a core. */
    CORE,
    /** The cores of a socket. */
    SOCKET,
    /** The cores of a NUMA node. */
    NODE,
    /** All of the pool. */
    ALL
  }

  /** Checks the ranges. */
  public Credit2Parameters {
    Ratelimit.check(ratelimitNs);
    if (minTimerNs <= 0 || minTimerNs > creditInitNs || capPeriodNs <= 0) {
      throw new IllegalArgumentException(
          "minTimer "
              + minTimerNs
              + " ns, creditInit "
              + creditInitNs
              + " ns, capPeriod "
              + capPeriodNs
              + " ns; allowed: over 0, and minTimer up to creditInit");
    }
    if (cpusPerRunQueueMax < 1 || cpusPerRunQueueMax > Credit2RunQueue.CPUS_MAX) {
      throw new IllegalArgumentException(
          "cpusPerRunQueue " + cpusPerRunQueueMax + "; allowed: 1 to " + Credit2RunQueue.CPUS_MAX);
    }
    if (loadWindowShift <= LOAD_GRANULARITY_SHIFT) {
      throw new IllegalArgumentException(
          "loadWindowShift " + loadWindowShift + "; allowed: over " + LOAD_GRANULARITY_SHIFT);
    }
  }

  /** Everything that can be set, with its default. */
  public static List<Parameter> declared() {
    Range times = Range.of(0, TIME_NS_MAX);
    String code = "Xen, credit2.c";
    return List.of(
        Parameter.duration(
            "creditInit", 10_000_000, Range.of(1, TIME_NS_MAX), "credit a reset gives", code),
        Parameter.duration("creditMin", 10_000_000, times, "how far below zero credit falls", code),
        Parameter.duration("carryoverMax", 500_000, times, "credit kept over a reset", code),
        Parameter.duration("minTimer", 500_000, Range.of(1, TIME_NS_MAX), "the shortest run", code),
        Parameter.duration(
            "migrateResist", 500_000, times, "credit by which one from elsewhere is better", code),
        Parameter.duration("migrateCompensation", 50_000, times, "credit for one that moves", code),
        Ratelimit.parameter(),
        Parameter.duration(
            "ratelimitTolerance", 50_000, times, "so much earlier a wake-up may ask", code),
        Parameter.duration(
            "capPeriod", 10_000_000, Range.of(1, TIME_NS_MAX), "period of the caps", code),
        Parameter.choice(
            "runQueue",
            "socket",
            List.of("cpu", "core", "socket", "node", "all"),
            "which processors share a run queue",
            code),
        Parameter.count(
            "cpusPerRunQueue",
            16,
            Range.of(1, Credit2RunQueue.CPUS_MAX),
            "at most so many processors share one",
            code),
        Parameter.count(
            "loadWindowShift",
            30,
            Range.of(LOAD_GRANULARITY_SHIFT + 1, 40),
            "the load is averaged over 2^this ns",
            code),
        Parameter.count("loadPrecisionShift", 18, Range.of(4, 18), "a load of one is 2^this", code),
        Parameter.count(
            "balanceUnder",
            0,
            Range.of(-3, 10),
            "queues with processors to spare are balanced from a difference of 2^this",
            code),
        Parameter.count(
            "balanceOver", -3, Range.of(-3, 10), "the others from a difference of 2^this", code),
        Parameter.toggle("smtPowerSavings", false, "fill cores that are in use first", code),
        Fidelity.parameter("whether oddities of the code are kept", "assumed"));
  }

  /** What is meant by these settings, which {@link #declared} describes. */
  public static Credit2Parameters of(Parameters p) {
    return new Credit2Parameters(
        p.durationNs("creditInit"),
        p.durationNs("creditMin"),
        p.durationNs("carryoverMax"),
        p.durationNs("minTimer"),
        p.durationNs("migrateResist"),
        p.durationNs("migrateCompensation"),
        p.durationNs("ratelimit"),
        p.durationNs("ratelimitTolerance"),
        p.durationNs("capPeriod"),
        RunQueues.valueOf(p.choice("runQueue").toUpperCase(Locale.ROOT)),
        p.intCount("cpusPerRunQueue"),
        p.intCount("loadWindowShift"),
        p.intCount("loadPrecisionShift"),
        p.intCount("balanceUnder"),
        p.intCount("balanceOver"),
        p.on("smtPowerSavings"),
        Fidelity.of(p));
  }

  /** All defaults. */
  public static Credit2Parameters defaults() {
    return of(Parameters.defaults(declared()));
  }

  boolean asCoded() {
    return fidelity.isAsCoded();
  }

  /** Credit of the idle unit: below everybody's. Unit: ns. */
  long idleCreditNs() {
    return -creditMinNs - 1;
  }

  /** What a reset clips credit to. Unit: ns. */
  long creditMaxNs() {
    return creditInitNs + carryoverMaxNs;
  }
}
