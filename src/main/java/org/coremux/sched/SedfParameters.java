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
 * What a unit of {@link Sedf} asks for.
 *
 * <p>Source: Xen 3, sched_sedf.c, as schedulers.md 18.2 recalls it.
 *
 * @param periodNs of each so much. Unit: ns. Default 100 ms, of Domain 0 20 ms
 * @param sliceNs it is sure to run so long. Unit: ns. Default 0, of Domain 0 15 ms
 * @param extratime whether it has a share of what is left. Default on
 * @param weight without extratime a share of what is not reserved as slices; with it the share of
 *     what is left, 128 being that of one who has reserved all. 0, the default, for neither
 */
public record SedfParameters(long periodNs, long sliceNs, boolean extratime, int weight) {
  private static final String SOURCE = "Xen 3, sched_sedf.c; schedulers.md, section 18.2";

  /** Shortest slice and period. Unit: ns. Source: Xen 3, as recalled: 10 us. */
  static final long SHORTEST_NS = 10_000;

  /** Longest period. Unit: ns. Source: assumed. */
  private static final long LONGEST_NS = 10_000_000_000L;

  /** What a guest gets that says nothing. */
  public static final SedfParameters STANDARD = new SedfParameters(100_000_000, 0, true, 0);

  /** What Domain 0 gets. */
  public static final SedfParameters DOMAIN0 = new SedfParameters(20_000_000, 15_000_000, true, 0);

  /** Checks the ranges. */
  public SedfParameters {
    if (periodNs < SHORTEST_NS || sliceNs < 0 || sliceNs > periodNs || weight < 0) {
      throw new IllegalArgumentException(
          "slice " + sliceNs + " ns, period " + periodNs + " ns, weight " + weight);
    }
  }

  /** What a guest may say. */
  static List<Parameter> declared() {
    return List.of(
        Parameter.duration(
            "period",
            STANDARD.periodNs,
            Range.of(SHORTEST_NS, LONGEST_NS),
            "Period of the slice of each of its vCPUs",
            SOURCE),
        Parameter.duration(
            "slice",
            STANDARD.sliceNs,
            Range.of(0, LONGEST_NS),
            "How long each of its vCPUs is sure to run in a period",
            SOURCE),
        Parameter.toggle(
            "extratime", STANDARD.extratime, "Whether they get a share of what is left", SOURCE),
        Parameter.count(
            "weight",
            STANDARD.weight,
            Range.of(0, 65_535),
            "Instead of a slice: with extratime the share of what is left, 128 being that of one"
                + " who has reserved all; without it the share of what is not reserved",
            SOURCE));
  }

  /** What it says, or the defaults. */
  static SedfParameters of(Schedulable s) {
    Parameters said = InnermostSettings.of(s);
    if (said == null) {
      return InnermostSettings.isDomain0(s) ? DOMAIN0 : STANDARD;
    }
    return new SedfParameters(
        said.durationNs("period"),
        said.durationNs("slice"),
        said.on("extratime"),
        said.intCount("weight"));
  }

  /** Slices that do not fit, or that are asked for in two ways. */
  static List<Refusal> refuses(List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    for (GuestSettings guest : guests) {
      Parameters said = guest.settings();
      if (said == null) {
        continue;
      }
      long sliceNs = said.durationNs("slice");
      if (sliceNs > said.durationNs("period")) {
        String why =
            "is "
                + DurationText.of(sliceNs)
                + "; allowed: up to the period, "
                + DurationText.of(said.durationNs("period"));
        refusals.add(new Refusal(guest.guest(), "slice", why));
      } else if (sliceNs > 0 && said.count("weight") > 0) {
        String why = "is given beside a slice; allowed: one of them";
        refusals.add(new Refusal(guest.guest(), "weight", why));
      }
    }
    return refusals;
  }
}
