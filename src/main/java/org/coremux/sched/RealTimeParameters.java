package org.coremux.sched;

import java.util.List;
import java.util.Optional;
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

  static RealTimeParameters of(Parameters p, long tickNs) {
    return new RealTimeParameters(
        p.durationNs(RUNTIME), p.durationNs(PERIOD), tickNs, p.on("fairServer"));
  }

  /** What is wrong with how they go together, if anything is. */
  static Optional<Refusal> refusal(Parameters p) {
    return p.durationNs(RUNTIME) <= p.durationNs(PERIOD)
        ? Optional.empty()
        : Optional.of(
            new Refusal("", PERIOD, "is shorter than " + RUNTIME + "; allowed: at least that"));
  }

  /** What can be set. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.duration(
            RUNTIME,
            STANDARD.runtimeNs,
            Range.of(RUNTIME_NS_MIN, PERIOD_NS_MAX),
            "how long real-time threads may run on each pCPU in a period; all of it for no bound",
            "Linux, sched_rt_runtime_us, without RT_RUNTIME_SHARE; schedulers.md, section 13"),
        Parameter.duration(
            PERIOD,
            STANDARD.periodNs,
            Range.of(PERIOD_NS_MIN, PERIOD_NS_MAX),
            "after which real-time threads may run again",
            "Linux, sched_rt_period_us; schedulers.md, section 13"),
        Parameter.toggle(
            "fairServer",
            false,
            "whether fair threads that starve get 50 ms of each second, instead of the bound",
            "Linux, fair_server since 6.8, alone since 6.12; schedulers.md, section 13"));
  }
}
