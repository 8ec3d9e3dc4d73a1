package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;

/**
 * What {@link Esxi} can be told. Defaults are those of {@link #declared}, which says where each is
 * from: names and values of options are facts, what they do here is the model's.
 *
 * @param quantumNs how long one runs before another of the same standing has its turn. Unit: ns
 * @param boundLagQuanta so many quanta of unused time one may save up while it sleeps
 * @param preemptionBonusNs by how much one that wakes has to be behind to preempt. Unit: ns
 * @param cosched what happens to a VM whose vCPUs progress unevenly
 * @param costopNs a vCPU so far ahead of the slowest sibling stops; 0 for never. Unit: ns
 * @param costartNs less far ahead than this it may go on. Unit: ns
 * @param pollNs from one look at that to the next. Unit: ns
 * @param handOff whether one that stops hands its pCPU over to the slowest sibling near by
 * @param limitThresholdNs so far ahead of its limit a VM may be before it stops. Unit: ns
 * @param entitlementNs from one computation of entitlements to the next. Unit: ns
 * @param rebalance how often pCPUs look whether others have somebody for them
 * @param candidates how many pCPUs are looked at
 * @param threads what threads of a core cost each other
 *     <p>Source: each with {@link #declared}; schedulers.md, section 15.
 */
public record EsxiParameters(
    long quantumNs,
    int boundLagQuanta,
    long preemptionBonusNs,
    Cosched cosched,
    long costopNs,
    long costartNs,
    long pollNs,
    boolean handOff,
    long limitThresholdNs,
    long entitlementNs,
    Rebalance rebalance,
    Candidates candidates,
    Threads threads) {

  /** Hundredths of a percent in a whole. */
  static final int WHOLE = 10_000;

  /** The longest time. Unit: ns. Source: assumed. */
  private static final long TIME_NS_MAX = 100_000_000_000L;

  /** Most pCPUs that are looked at. Source: assumed. */
  private static final int CANDIDATES_MAX = 64;

  /** Where names and values of options come from. */
  private static final String DUMP = "ESXi 7/8, esxcli system settings advanced: Cpu.";

  /** What happens to a VM whose vCPUs progress unevenly. */
  public enum Cosched {
    /** Those ahead stop, one by one. Source: ESX 4 and later. */
    RELAXED,
    /** All stop, and start again together. Source: ESX 3. */
    RELAXED3X,
    /** The same, and no lead is allowed at all. Source: ESX 2. */
    STRICT
  }

  /**
   * How often a pCPU looks at others, by how far they are: sibling threads, cores that share a
   * cache, those of the socket, all. Unit: ns.
   */
  public record Rebalance(long threadNs, long cacheNs, long packageNs, long hostNs) {}

  /**
   * What threads of a core cost each other.
   *
   * @param busyCharge what a thread is charged while its sibling is busy. Unit: hundredths of a
   *     percent of the time
   * @param wholeCoreNs one that has lost so much by it gets a whole core; 0 for never. Unit: ns
   * @param stolenAgeNs for so long what it has lost counts. Unit: ns
   */
  public record Threads(int busyCharge, long wholeCoreNs, long stolenAgeNs) {}

  /** How many pCPUs are looked at: for one that wakes, for an idle pCPU, for a fairer place. */
  public record Candidates(int wakeUp, int idle, int fairness) {
    int most() {
      return Math.max(wakeUp, Math.max(idle, fairness));
    }
  }

  /** Checks the ranges. */
  public EsxiParameters {
    if (costopNs > 0 && costartNs > costopNs) {
      throw new IllegalArgumentException(
          "costart " + costartNs + " ns; allowed: up to costop, " + costopNs + " ns");
    }
  }

  /** Everything that can be set, with its default. */
  public static List<Parameter> declared() {
    List<Parameter> all = new ArrayList<>(ofWorlds());
    all.addAll(ofThreads());
    return List.copyOf(all);
  }

  private static List<Parameter> ofWorlds() {
    return List.of(
        time("quantum", 200, 1, "how long one runs before another has its turn", "Quantum"),
        Parameter.count(
            "boundLagQuanta",
            8,
            Range.of(0, 1_000),
            "so many quanta of unused time one may save up",
            DUMP + "BoundLagQuanta"),
        Parameter.duration(
            "preemptionBonus",
            2_000_000,
            Range.of(0, TIME_NS_MAX),
            "by how much one that wakes has to be behind to preempt",
            "assumed; an option of that name existed in ESX 3"),
        Parameter.choice(
            "cosched",
            "relaxed",
            List.of("relaxed", "relaxed3x", "strict"),
            "whether vCPUs that are ahead stop alone, or all, or may not be ahead at all",
            "VMware, The CPU Scheduler in ESX 4; relaxed3x is of ESX 3, strict of ESX 2"),
        time("costop", 3, 0, "a vCPU so far ahead stops; 0 for never", "CoschedCostopThreshold"),
        time("costart", 2, 0, "less far ahead it may go on", "CoschedCostartThreshold"),
        time("coschedPoll", 1, 1, "from one look at that to the next", "CoschedPollUsec"),
        Parameter.toggle(
            "coschedHandoff",
            true,
            "whether one that stops hands its pCPU over to the slowest sibling in its cache domain",
            DUMP + "CoschedHandoffLLC"),
        time(
            "limitThreshold",
            200,
            0,
            "so far ahead of its limit a VM may be before it stops",
            "LimitEnforcementThreshold"),
        Parameter.duration(
            "entitlementPeriod",
            1_000_000_000,
            Range.of(1_000_000, TIME_NS_MAX),
            "from one computation of entitlements to the next",
            "assumed"),
        time("rebalanceThread", 5, 1, "how often sibling threads are looked at", "HTRebalance"),
        time("rebalanceCache", 20, 1, "the same for a cache domain", "L3RebalancePeriod"),
        time("rebalancePackage", 20, 1, "the same for a socket", "PackageRebalancePeriod"),
        time("rebalanceHost", 100, 1, "the same for all", "HostRebalancePeriod"),
        candidates("wakeupPcpus", "one that wakes", "WakeupMigrateIdlePcpus"),
        candidates("idlePcpus", "an idle pCPU", "PcpuMigrateIdlePcpus"),
        candidates("fairnessPcpus", "a fairer place", "FairnessRebalancePcpus"));
  }

  private static List<Parameter> ofThreads() {
    return List.of(
        Parameter.percent(
            "busyCharge",
            6_250,
            Range.of(1, WHOLE),
            "what a thread is charged while its sibling is busy",
            "recalled: 62.5 % of the time; schedulers.md 20"),
        time(
            "htWholeCore",
            800,
            0,
            "one that busy siblings have cost so much gets a core to itself; 0 for never",
            "HTWholeCoreThreshold"),
        time("htStolenAge", 8_000, 1, "how long what they cost counts", "HTStolenAgeThreshold"));
  }

  private static Parameter time(String name, long ms, long leastMs, String meaning, String option) {
    long msNs = 1_000_000;
    return Parameter.duration(
        name, ms * msNs, Range.of(leastMs * msNs, TIME_NS_MAX), meaning, DUMP + option);
  }

  private static Parameter candidates(String name, String forWhom, String option) {
    return Parameter.count(
        name,
        4,
        Range.of(0, CANDIDATES_MAX),
        "how many pCPUs are looked at for " + forWhom,
        DUMP + option);
  }

  /** What is meant by these settings, which {@link #declared} describes. */
  public static EsxiParameters of(Parameters p) {
    return new EsxiParameters(
        p.durationNs("quantum"),
        p.intCount("boundLagQuanta"),
        p.durationNs("preemptionBonus"),
        Cosched.valueOf(p.choice("cosched").toUpperCase(Locale.ROOT)),
        p.durationNs("costop"),
        p.durationNs("costart"),
        p.durationNs("coschedPoll"),
        p.on("coschedHandoff"),
        p.durationNs("limitThreshold"),
        p.durationNs("entitlementPeriod"),
        new Rebalance(
            p.durationNs("rebalanceThread"),
            p.durationNs("rebalanceCache"),
            p.durationNs("rebalancePackage"),
            p.durationNs("rebalanceHost")),
        new Candidates(
            p.intCount("wakeupPcpus"), p.intCount("idlePcpus"), p.intCount("fairnessPcpus")),
        new Threads(
            (int) p.percent("busyCharge"),
            p.durationNs("htWholeCore"),
            p.durationNs("htStolenAge")));
  }

  /** All defaults. */
  public static EsxiParameters defaults() {
    return of(Parameters.defaults(declared()));
  }

  /** Whether there is anything to be done about vCPUs that are ahead. */
  boolean isCoscheduled() {
    return costopNs > 0 || cosched == Cosched.STRICT;
  }

  /** A vCPU further ahead than this stops. Unit: ns. */
  long leadMaxNs() {
    return cosched == Cosched.STRICT ? 0 : costopNs;
  }
}
