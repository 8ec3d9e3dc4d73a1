package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.DurationText;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;

/**
 * How much real-time threads leave to others.
 *
 * @param runtimeNs they run for so long together on each processor; the period for no bound. Unit:
 *     ns. Default 950 ms. Source: Linux, sched_rt_runtime_us
 * @param periodNs of each so much. Unit: ns. Default 1 s. Source: Linux, sched_rt_period_us
 * @param tickNs at whose multiples it is noticed that they have; 0 for at once. Unit: ns
 * @param fairServer whether fair threads have the rest reserved, and only if they want it, instead
 *     of throttling. Default off, as Linux up to 6.11
 */
public record RealTimeParameters(long runtimeNs, long periodNs, long tickNs, boolean fairServer) {
  /** As Linux up to 6.11, exactly. */
  public static final RealTimeParameters STANDARD =
      new RealTimeParameters(950_000_000, 1_000_000_000, 0, false);

  /** Without bound, as sched_rt_runtime_us of -1. */
  public static final RealTimeParameters UNBOUNDED =
      new RealTimeParameters(1_000_000_000, 1_000_000_000, 0, false);

  private static final String SERVER = "fairServer";
  private static final String RUNTIME = "rtRuntime";
  private static final String PERIOD = "rtPeriod";

  /** Shortest runtime. Unit: ns. Source: assumed. */
  private static final long RUNTIME_NS_MIN = 1_000_000;

  /** Shortest period. Unit: ns. Source: assumed; some ticks. */
  private static final long PERIOD_NS_MIN = 10_000_000;

  /** Longest period. Unit: ns. Source: assumed. */
  private static final long PERIOD_NS_MAX = 10_000_000_000L;

  /** What fair threads have reserved of each period. Unit: ns. Source: Linux 6.8, fair_server. */
  static final long FAIR_RUNTIME_NS = 50_000_000;

  /** The period of that. Unit: ns. Source: Linux 6.8, fair_server. */
  static final long FAIR_PERIOD_NS = 1_000_000_000;

  /** Checks the ranges. */
  public RealTimeParameters {
    if (periodNs <= 0 || runtimeNs <= 0 || runtimeNs > periodNs || tickNs < 0) {
      throw new IllegalArgumentException(
          RUNTIME
              + " of "
              + runtimeNs
              + " ns; allowed: over 0, up to the "
              + PERIOD
              + ", "
              + periodNs
              + " ns, at ticks of 0 ns or more, not "
              + tickNs);
    }
  }

  /** What keeps real-time threads within this. */
  RealTimeBound bound(Pool pool) {
    if (fairServer) {
      return new FairServer(pool);
    }
    return runtimeNs == periodNs ? RealTimeBound.NONE : new RealTimeThrottle(pool, this);
  }

  /** What these settings of a policy say, in which a bound that is reached is noticed at once. */
  public static RealTimeParameters of(Parameters p) {
    return of(p, STANDARD.tickNs);
  }

  /** The same, noticed at ticks; a policy that does not say anything has the standard bound. */
  static RealTimeParameters of(Parameters p, long tickNs) {
    if (!declares(p, RUNTIME)) {
      return STANDARD;
    }
    boolean isServed = declares(p, SERVER) && p.on(SERVER);
    return new RealTimeParameters(runtimeNs(p), periodNs(p), tickNs, isServed);
  }

  /** Whether these settings have a bound at all. */
  static boolean isBounded(Parameters p) {
    return p.durationNs(RUNTIME) != Parameter.OFF;
  }

  /** How long of each period; all of it without a bound. Unit: ns. */
  static long runtimeNs(Parameters p) {
    return isBounded(p) ? p.durationNs(RUNTIME) : periodNs(p);
  }

  /** Unit: ns. */
  static long periodNs(Parameters p) {
    return p.durationNs(PERIOD);
  }

  /** The bound in the words of who sets it. */
  static String bound(Parameters p) {
    return RUNTIME
        + " "
        + DurationText.of(runtimeNs(p))
        + " of "
        + PERIOD
        + " "
        + DurationText.of(periodNs(p));
  }

  private static boolean declares(Parameters p, String name) {
    for (Parameter declared : p.declared()) {
      if (declared.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** What does not fit together, before a run. */
  static List<Refusal> refuses(Parameters p) {
    return runtimeNs(p) <= periodNs(p)
        ? List.of()
        : List.of(
            new Refusal(
                "",
                RUNTIME,
                "is "
                    + DurationText.of(runtimeNs(p))
                    + "; allowed: up to the "
                    + PERIOD
                    + ", "
                    + DurationText.of(periodNs(p))
                    + ", or "
                    + Parameter.OFF_WORD));
  }

  /** What can be set of throttling. */
  static List<Parameter> throttling() {
    return List.of(
        Parameter.duration(
                RUNTIME,
                STANDARD.runtimeNs,
                Range.of(RUNTIME_NS_MIN, PERIOD_NS_MAX),
                "how long real-time threads may run on each pCPU in a period; off, or -1, for no"
                    + " bound",
                "Linux, sched_rt_runtime_us, without RT_RUNTIME_SHARE; schedulers.md, section 13")
            .orOff(),
        Parameter.duration(
            PERIOD,
            STANDARD.periodNs,
            Range.of(PERIOD_NS_MIN, PERIOD_NS_MAX),
            "after which real-time threads may run again",
            "Linux, sched_rt_period_us; schedulers.md, section 13"));
  }

  /** The same, and that fair threads can be served instead, as kernels of today do. */
  static List<Parameter> declared() {
    List<Parameter> all = new ArrayList<>(throttling());
    all.add(
        Parameter.toggle(
            SERVER,
            false,
            "whether fair threads that starve get 50 ms of each second, instead of the bound",
            "Linux, fair_server since 6.8, alone since 6.12; schedulers.md, section 13"));
    return List.copyOf(all);
  }
}
