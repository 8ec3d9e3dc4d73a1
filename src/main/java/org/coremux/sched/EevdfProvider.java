package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Eevdf} as {@code eevdf}. */
public final class EevdfProvider implements SchedulerProvider {
  private static final String SECTION_10 = "Linux fair.c; schedulers.md, section 10";
  private static final String LATEST = "latest";

  private static EevdfParameters preset(String version) {
    return switch (version) {
      case "6.6" -> EevdfParameters.EEVDF_6_6;
      case "6.12" -> EevdfParameters.EEVDF_6_12;
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
    return List.of(
        Parameter.choice(
            "version",
            LATEST,
            List.of("6.6", "6.12", LATEST),
            "the kernel whose rules it follows",
            SECTION_10),
        Parameter.optionalDuration(
            "slice",
            Range.of(100_000, 100_000_000),
            "the base slice, before it is scaled by the number of processors; the version's own"
                + " unless given"),
        Parameter.duration(
            "tick",
            EevdfParameters.TICK_NS,
            Range.of(EevdfParameters.TICK_MIN_NS, EevdfParameters.TICK_MAX_NS),
            "the time between ticks, at which slices and quotas are looked at",
            "HZ=250; schedulers.md, section 1.4"),
        Parameter.duration(
            "tickPhase",
            0,
            Range.of(0, EevdfParameters.TICK_MAX_NS),
            "when the first tick is, after the start of the run; of longer ones the rest",
            "assumed"),
        Parameter.toggle(
            "tickless", false, "whether there are no ticks, and slices end exactly", "nohz_full"),
        Parameter.toggle(
            "hrtick", false, "whether slices end exactly instead of at ticks", SECTION_10),
        Parameter.toggle(
            "lazy",
            false,
            "whether a preemption waits for the next tick (not with hrtick)",
            "PREEMPT_LAZY, 6.13"),
        Parameter.toggle(
            "balance", true, "whether processors take work from each other", "assumed"),
        Parameter.duration(
            "migrationCost",
            EevdfParameters.MIGRATION_COST_NS,
            Range.of(0, 1_000_000_000),
            "for how long one that ran counts as cache-hot",
            "sched_migration_cost; schedulers.md, section 9.1"),
        Parameter.duration(
            "bandwidthSlice",
            EevdfParameters.BANDWIDTH_SLICE_NS,
            Range.of(1_000, 1_000_000_000),
            "how much of a cap's quota a processor takes at a time",
            "sched_cfs_bandwidth_slice; schedulers.md, section 9.1"));
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
        set.on("tickless") || set.on("hrtick"),
        set.on("balance"),
        set.durationNs("migrationCost"),
        set.durationNs("bandwidthSlice"));
  }
}
