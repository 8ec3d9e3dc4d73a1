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
 * What one unit of {@link Rtds} has reserved.
 *
 * @param periodNs of each so much. Unit: ns. Default 10 ms. Source: Xen rt.c
 * @param budgetNs it may run so long. Unit: ns. Default 4 ms. Source: Xen rt.c
 * @param extratime whether it goes on, below all who have budget, when the budget is used up.
 *     Default on. Source: Xen rt.c
 */
public record RtdsParameters(long periodNs, long budgetNs, boolean extratime) {
  /** Shortest period and budget. Unit: ns. Source: Xen rt.c, 10 us. */
  private static final long SHORTEST_NS = 10_000;

  /** Longest period. Unit: ns. Source: assumed. */
  private static final long LONGEST_NS = 1_000_000_000_000L;

  private static final String CODE = "Xen, rt.c; schedulers.md, section 5";

  /** What a guest gets that says nothing. Source: Xen rt.c. */
  public static final RtdsParameters STANDARD = new RtdsParameters(10_000_000, 4_000_000, true);

  /** Checks the ranges. */
  public RtdsParameters {
    if (budgetNs < SHORTEST_NS || budgetNs > periodNs) {
      throw new IllegalArgumentException(
          "budget " + budgetNs + " ns, period " + periodNs + " ns; allowed: 10 us to the period");
    }
  }

  /** What a guest may say. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.duration(
            "period",
            STANDARD.periodNs,
            Range.of(SHORTEST_NS, LONGEST_NS),
            "Period of the reservation of each of its vCPUs",
            CODE),
        Parameter.duration(
            "budget",
            STANDARD.budgetNs,
            Range.of(SHORTEST_NS, LONGEST_NS),
            "How long each of its vCPUs may run in a period",
            CODE),
        Parameter.toggle(
            "extratime",
            STANDARD.extratime,
            "Whether they get what nobody with budget wants, when theirs is used up",
            CODE));
  }

  /** The defaults where nothing is said. */
  static RtdsParameters of(Parameters said) {
    return said == null
        ? STANDARD
        : new RtdsParameters(
            said.durationNs("period"), said.durationNs("budget"), said.on("extratime"));
  }

  /** Budgets that do not fit their periods. */
  static List<Refusal> refuses(List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    for (GuestSettings guest : guests) {
      Parameters said = guest.settings();
      if (said != null && said.durationNs("budget") > said.durationNs("period")) {
        refusals.add(
            new Refusal(
                guest.guest(),
                "budget",
                "is "
                    + DurationText.of(said.durationNs("budget"))
                    + "; allowed: up to the period, "
                    + DurationText.of(said.durationNs("period"))));
      }
    }
    return refusals;
  }
}
