package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.DurationText;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;

/**
 * What {@link DeadlineClass} can be told.
 *
 * @param tickNs at whose multiples a budget that is used up is noticed; 0 for at once. Unit: ns.
 *     Default 4 ms, as HZ=250 without HRTICK_DL
 * @param reclaims whether a task uses up its budget more slowly while others leave theirs, by GRUB
 *     (SCHED_FLAG_RECLAIM). Default off. Source: Linux deadline.c
 * @param bandwidth what may be reserved of each processor: as much as real-time threads may run,
 *     all of it where they have no bound. Unit: 2^-20. Default 0.95. Source: Linux,
 *     sched_rt_runtime_us and sched_rt_period_us
 */
public record DeadlineParameters(long tickNs, boolean reclaims, long bandwidth) {
  /** Utilisations are in 2^-20. Source: Linux, BW_SHIFT. */
  static final int BW_SHIFT = 20;

  private static final String SOURCE = "Linux, deadline.c; schedulers.md, section 13";

  /** Shortest budget. Unit: ns. Source: Linux, 2^DL_SCALE. */
  private static final long RUNTIME_NS_MIN = 1_024;

  /** Shortest period. Unit: ns. Source: Linux, sched_deadline_period_min_us, 100. */
  private static final long PERIOD_NS_MIN = 100_000;

  /** Longest period. Unit: ns. Source: Linux, sched_deadline_period_max_us, 2^22. */
  private static final long PERIOD_NS_MAX = 4_194_304_000L;

  /** Checks the ranges. */
  public DeadlineParameters {
    if (tickNs < 0 || bandwidth <= 0) {
      throw new IllegalArgumentException(
          "tick " + tickNs + " ns; allowed: from 0, at a bandwidth over 0, not " + bandwidth);
    }
  }

  static DeadlineParameters of(Parameters p) {
    boolean isExact = p.on("hrtick") || p.on("tickless");
    return new DeadlineParameters(
        isExact ? 0 : p.durationNs("tick"), p.on("reclaim"), bandwidth(p));
  }

  private static long bandwidth(Parameters p) {
    return share(RealTimeParameters.runtimeNs(p), RealTimeParameters.periodNs(p));
  }

  /** Unit: 2^-20. */
  private static long share(long runtimeNs, long periodNs) {
    return (runtimeNs << BW_SHIFT) / periodNs;
  }

  /**
   * What one task has reserved.
   *
   * @param runtimeNs it may run so long. Unit: ns
   * @param deadlineNs within so long. Unit: ns
   * @param periodNs of each so much. Unit: ns
   */
  record Reserved(long runtimeNs, long deadlineNs, long periodNs) {
    static Reserved of(Parameters said) {
      long periodNs = said.durationNs("period");
      long deadlineNs = said.has("deadline") ? said.durationNs("deadline") : periodNs;
      return new Reserved(said.durationNs("runtime"), deadlineNs, periodNs);
    }

    /** Share of one processor. Unit: 2^-20. */
    long utilisation() {
      return share(runtimeNs, periodNs);
    }
  }

  /** What a guest may say. */
  static List<Parameter> ofGuests() {
    return List.of(
        Parameter.requiredDuration(
            "runtime",
            Range.of(RUNTIME_NS_MIN, PERIOD_NS_MAX),
            "How long each of its vCPUs may run in a period"),
        Parameter.optionalDuration(
            "deadline",
            Range.of(RUNTIME_NS_MIN, PERIOD_NS_MAX),
            "Until when in a period it has run so long; the period unless said"),
        Parameter.requiredDuration(
            "period", Range.of(PERIOD_NS_MIN, PERIOD_NS_MAX), "After which it may run again"));
  }

  /** What can be set beside the parameters of the fair policy below. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.duration(
            "tick",
            EevdfParameters.TICK_NS,
            Range.of(EevdfParameters.TICK_MIN_NS, EevdfParameters.TICK_MAX_NS),
            "the time between ticks, at which budgets and slices are looked at",
            "HZ=250; schedulers.md, section 1.4"),
        Parameter.toggle(
            "tickless", false, "whether there are no ticks, and budgets end exactly", "nohz_full"),
        Parameter.toggle(
            "hrtick",
            false,
            "whether budgets and slices end exactly instead of at ticks",
            "Linux features.h, HRTICK and HRTICK_DL"),
        Parameter.toggle(
            "reclaim",
            false,
            "whether tasks use up their budgets more slowly while others leave theirs",
            SOURCE));
  }

  /** What does not fit: in itself, or beside what others have reserved. */
  static List<Refusal> refuses(int processors, Parameters p, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    long left = RealTimeParameters.isBounded(p) ? processors * bandwidth(p) : Long.MAX_VALUE;
    for (GuestSettings guest : guests) {
      if (guest.settings() == null) {
        continue;
      }
      Reserved reserved = Reserved.of(guest.settings());
      String deadline = guest.settings().has("deadline") ? "deadline" : "period";
      if (reserved.deadlineNs > reserved.periodNs) {
        String why = more(reserved.deadlineNs, "period", reserved.periodNs);
        refusals.add(new Refusal(guest.guest(), "deadline", why));
      } else if (reserved.runtimeNs > reserved.deadlineNs) {
        String why = more(reserved.runtimeNs, deadline, reserved.deadlineNs);
        refusals.add(new Refusal(guest.guest(), "runtime", why));
      } else {
        long asked = guest.vcpus() * reserved.utilisation();
        if (asked > left) {
          refusals.add(new Refusal(guest.guest(), "runtime", tooMuch(guest, reserved, left, p)));
        } else {
          left -= asked;
        }
      }
    }
    return refusals;
  }

  private static String more(long ns, String than, long allowedNs) {
    return "is "
        + DurationText.of(ns)
        + "; allowed: up to the "
        + than
        + ", "
        + DurationText.of(allowedNs);
  }

  private static String tooMuch(GuestSettings guest, Reserved reserved, long left, Parameters p) {
    long fitsNs = (left / guest.vcpus() * reserved.periodNs) >> BW_SHIFT;
    String vcpus = guest.vcpus() == 1 ? "" : " for each of " + guest.vcpus() + " vCPUs";
    return "is "
        + DurationText.of(reserved.runtimeNs)
        + " of "
        + DurationText.of(reserved.periodNs)
        + vcpus
        + ", more than is left of "
        + RealTimeParameters.bound(p)
        + " on each pCPU; allowed: "
        + (fitsNs < RUNTIME_NS_MIN ? "none" : "up to " + DurationText.of(fitsNs / 1_000 * 1_000));
  }
}
