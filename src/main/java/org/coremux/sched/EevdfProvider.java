package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Eevdf} as {@code eevdf}. */
public final class EevdfProvider implements SchedulerProvider {
  private static final String SECTION_10 = "Linux fair.c; schedulers.md, section 10";
  private static final String LATEST = "latest";
  private static final String V6_6 = "6.6";
  private static final String V6_12 = "6.12";
  private static final String V6_17 = "6.17";
  private static final String V7 = "7.x";

  /** Shortest slice of one's own. Unit: ns. Source: schedulers.md, section 10.1. */
  private static final long SLICE_MIN_NS = 100_000;

  /** Longest slice of one's own. Unit: ns. Source: schedulers.md, section 10.1. */
  private static final long SLICE_MAX_NS = 100_000_000;

  private static EevdfParameters preset(String version) {
    return switch (version) {
      case V6_6 -> EevdfParameters.EEVDF_6_6;
      case V6_12 -> EevdfParameters.EEVDF_6_12;
      case V6_17 -> EevdfParameters.EEVDF_6_17;
      case V7 -> EevdfParameters.EEVDF_LATEST.withHrtick(true);
      default -> EevdfParameters.EEVDF_LATEST;
    };
  }

  @Override
  public String name() {
    return "eevdf";
  }

  @Override
  public String summary() {
    return "Linux since 6.6: earliest eligible virtual deadline first, groups, balancing";
  }

  @Override
  public String source() {
    return "I. Stoica, H. Abdel-Wahab, 1995; Linux fair.c as in schedulers.md, sections 10 to 12";
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(own());
    all.addAll(RealTimeParameters.declared());
    return List.copyOf(all);
  }

  private static List<Parameter> own() {
    return List.of(
        Parameter.choice(
            "version",
            LATEST,
            List.of(V6_6, V6_12, V6_17, LATEST, V7),
            "the kernel whose rules it follows; latest is 6.18, and 7.x the same with hrtick on",
            SECTION_10),
        Parameter.optionalDuration(
            "slice",
            Range.of(SLICE_MIN_NS, SLICE_MAX_NS),
            "the base slice, before it is scaled by the number of processors; the version's own"
                + " unless given"),
        FairSettings.TICK,
        FairSettings.TICK_PHASE,
        Parameter.toggle(
            "tickless", false, "whether there are no ticks, and slices end exactly", "nohz_full"),
        Parameter.toggle(
            "hrtick", false, "whether slices end exactly instead of at ticks", SECTION_10),
        Parameter.toggle(
            "lazy",
            false,
            "whether a preemption waits for the next tick (not with hrtick)",
            "PREEMPT_LAZY, 6.13"),
        FairSettings.BALANCE,
        FairSettings.MIGRATION_COST,
        FairSettings.BANDWIDTH_SLICE);
  }

  @Override
  public List<Parameter> guestParameters() {
    return List.of(
        FairSettings.GUEST_CLASS,
        Parameter.optionalDuration(
            FairSettings.SLICE,
            Range.of(SLICE_MIN_NS, SLICE_MAX_NS),
            "the slice of its threads, as sched_attr.runtime since 6.12; the policy's unless"
                + " given"));
  }

  /** Before 6.12 a thread has no slice of its own; a bound for real-time threads has to fit. */
  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>(RealTimeParameters.refuses(parameters));
    if (preset(parameters.choice("version")).rules().ownSlice()) {
      return refusals;
    }
    for (GuestSettings guest : guests) {
      if (guest.settings() != null && guest.settings().has(FairSettings.SLICE)) {
        String why = "is set, which Linux " + parameters.choice("version") + " cannot; since 6.12";
        refusals.add(new Refusal(guest.guest(), FairSettings.SLICE, why));
      }
    }
    return refusals;
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Eevdf(pool, of(parameters));
  }

  /** The parameters that the settings mean. */
  static EevdfParameters of(Parameters set) {
    EevdfParameters preset = preset(set.choice("version"));
    return new EevdfParameters(
        preset.rules().withLazy(set.on("lazy")),
        set.has("slice") ? set.durationNs("slice") : preset.baseSliceNs(),
        set.on("tickless") ? EevdfParameters.NO_TICK : set.durationNs("tick"),
        set.durationNs("tickPhase") % set.durationNs("tick"),
        set.on("tickless") || set.on("hrtick") || preset.hrtick(),
        set.on("balance"),
        set.durationNs("migrationCost"),
        set.durationNs("bandwidthSlice"));
  }
}
