package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.DurationText;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.mux.Schedulable;

/**
 * What {@link Sedf} can be told.
 *
 * @param forfeits whether one that blocks and wakes within its period has lost what was left of its
 *     slice. Default on. Source: Xen 3, sched_sedf.c, as recalled
 * @param extraTurnNs how long one runs on extra time before another may. Unit: ns. Default 500 us.
 *     Source: Xen 3, sched_sedf.c, EXTRA_QUANTUM, as recalled
 * @param domain0 what each vCPU of the control domain has. Default 15 ms of 20 ms, with extra time.
 *     Source: Xen 3, sched_sedf.c, as recalled
 */
public record SedfParameters(boolean forfeits, long extraTurnNs, Reservation domain0) {
  /** Shortest period. Unit: ns. Source: Xen 3, sched_sedf.c, PERIOD_MIN, as recalled. */
  private static final long PERIOD_NS_MIN = 10_000;

  /** Longest period. Unit: ns. Source: Xen 3, sched_sedf.c, PERIOD_MAX, as recalled. */
  private static final long PERIOD_NS_MAX = 10_000_000_000L;

  /** A whole pCPU. Unit: millionths of one. */
  private static final long ONE = 1_000_000;

  private static final String SOURCE = "Xen 3, sched_sedf.c, as recalled; schedulers.md 18.2";
  private static final String FORFEIT = "forfeit";

  /** As in Xen 3. */
  public static final SedfParameters STANDARD =
      new SedfParameters(true, 500_000, new Reservation(20_000_000, 15_000_000, true));

  /** Checks the range. */
  public SedfParameters {
    if (extraTurnNs <= 0) {
      throw new IllegalArgumentException("turns of " + extraTurnNs + " ns; allowed: over 0");
    }
  }

  /**
   * What a vCPU has of its processor.
   *
   * @param periodNs in each of which it has a slice. Unit: ns. Default 100 ms
   * @param sliceNs how long it runs in a period before all others wait longer. Unit: ns. Default 0
   * @param extratime whether it may run when nobody has a slice. Default on
   */
  public record Reservation(long periodNs, long sliceNs, boolean extratime) {
    /** Of whoever says nothing. Source: Xen 3, sched_sedf.c, as recalled. */
    public static final Reservation STANDARD = new Reservation(100_000_000, 0, true);

    /** Checks the ranges. */
    public Reservation {
      if (periodNs <= 0 || sliceNs < 0 || sliceNs > periodNs) {
        throw new IllegalArgumentException(
            "a slice of " + sliceNs + " ns in a period of " + periodNs + " ns");
      }
    }

    private static Reservation of(Parameters said) {
      return new Reservation(
          said.durationNs("period"), said.durationNs("slice"), said.on("extratime"));
    }
  }

  // ---- what can be said ----

  /** Of the policy. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.choice(
            "shortBlock",
            FORFEIT,
            List.of(FORFEIT, "keep"),
            "What becomes of the rest of a slice when its vCPU blocks and wakes within the period",
            SOURCE),
        Parameter.duration(
            "extraTurn",
            STANDARD.extraTurnNs,
            Range.of(1_000, 1_000_000_000),
            "How long one runs on extra time before the next",
            SOURCE),
        Parameter.duration(
            "domain0Period",
            STANDARD.domain0.periodNs,
            Range.of(PERIOD_NS_MIN, PERIOD_NS_MAX),
            "The period of each vCPU of Domain 0",
            SOURCE),
        Parameter.duration(
            "domain0Slice",
            STANDARD.domain0.sliceNs,
            Range.of(0, PERIOD_NS_MAX),
            "What each vCPU of Domain 0 has of its period",
            SOURCE));
  }

  /** Of a guest. */
  static List<Parameter> declaredOfGuests() {
    Reservation standard = Reservation.STANDARD;
    return List.of(
        Parameter.duration(
            "period",
            standard.periodNs,
            Range.of(PERIOD_NS_MIN, PERIOD_NS_MAX),
            "Period in which each of its vCPUs has a slice",
            SOURCE),
        Parameter.duration(
            "slice",
            standard.sliceNs,
            Range.of(0, PERIOD_NS_MAX),
            "What each of its vCPUs has of a period; with none it lives on extra time",
            SOURCE),
        Parameter.toggle(
            "extratime",
            standard.extratime,
            "Whether its vCPUs may run when nobody has a slice",
            SOURCE));
  }

  static SedfParameters of(Parameters parameters) {
    return new SedfParameters(
        parameters.choice("shortBlock").equals(FORFEIT),
        parameters.durationNs("extraTurn"),
        new Reservation(
            parameters.durationNs("domain0Period"), parameters.durationNs("domain0Slice"), true));
  }

  /** What a vCPU has. */
  Reservation of(Schedulable s) {
    Parameters said = InnermostSettings.of(s);
    if (said != null) {
      return Reservation.of(said);
    }
    return InnermostSettings.isDomain0(s) ? domain0 : Reservation.STANDARD;
  }

  // ---- before a run ----

  /** Slices longer than their periods, and more of them than there are processors. */
  static List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    refuseLong("domain0Slice", "", parameters.durationNs("domain0Period"), parameters, refusals);
    for (GuestSettings guest : guests) {
      Parameters said = guest.settings();
      if (said != null) {
        refuseLong("slice", guest.guest(), said.durationNs("period"), said, refusals);
        if (said.durationNs("slice") == 0 && !said.on("extratime")) {
          refusals.add(
              new Refusal(
                  guest.guest(),
                  "extratime",
                  "is off, and there is no `slice`, so it would never run; allowed: one of them"));
        }
      }
    }
    return refusals.isEmpty() ? tooMuch(processors, of(parameters), guests) : refusals;
  }

  private static void refuseLong(
      String name, String guest, long periodNs, Parameters said, List<Refusal> refusals) {
    if (said.durationNs(name) > periodNs) {
      String is = "is " + DurationText.of(said.durationNs(name));
      String allowed = "; allowed: up to the period, " + DurationText.of(periodNs);
      refusals.add(new Refusal(guest, name, is + allowed));
    }
  }

  /** The first guest with which slices take more than there is. */
  private static List<Refusal> tooMuch(
      int processors, SedfParameters parameters, List<GuestSettings> guests) {
    long allowed = processors * ONE;
    long sum = 0;
    for (GuestSettings guest : guests) {
      Reservation each =
          guest.settings() != null
              ? Reservation.of(guest.settings())
              : guest.guest().equals(InnermostSettings.DOMAIN0)
                  ? parameters.domain0
                  : Reservation.STANDARD;
      long own = guest.vcpus() * (each.sliceNs * ONE / each.periodNs);
      sum += own;
      if (sum > allowed) {
        boolean isOfHost = guest.settings() == null;
        return List.of(
            new Refusal(
                isOfHost ? "" : guest.guest(),
                isOfHost ? "domain0Slice" : "slice",
                "is too much: the slices of "
                    + guest.guest()
                    + " and all before it take "
                    + percent(sum)
                    + " of a pCPU; allowed: "
                    + percent(allowed)
                    + ", of which "
                    + percent(allowed - sum + own)
                    + " are left for it"));
      }
    }
    return List.of();
  }

  private static String percent(long share) {
    long tenths = share * 1_000 / ONE;
    return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " %";
  }
}
