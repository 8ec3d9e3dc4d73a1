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

/** Announces {@link Cfs} as {@code cfs}. */
public final class CfsProvider implements SchedulerProvider {
  private static final String SECTION_9 = "Linux fair.c; schedulers.md, section 9.1";
  private static final String FEATURES = "Linux features.h; schedulers.md, section 9.1";
  private static final String V5_6 = "5.6";
  private static final String V6_1 = "6.1";

  /** Shortest latency or granularity, before it is scaled. Unit: ns. Source: fair.c. */
  private static final long SPAN_MIN_NS = 100_000;

  /** Longest latency or granularity. Unit: ns. Source: fair.c, max_sched_granularity_ns. */
  private static final long SPAN_MAX_NS = 1_000_000_000;

  @Override
  public String name() {
    return "cfs";
  }

  @Override
  public String summary() {
    return "Linux up to 6.5: who has had least by weight runs, groups, balancing";
  }

  @Override
  public String source() {
    return "Linux kernel/sched/fair.c of 5.6 and 6.1 as in schedulers.md, sections 9, 11 and 12";
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.choice(
            "version",
            V6_1,
            List.of(V5_6, V6_1),
            "the kernel whose rules it follows",
            "Linux fair.c; schedulers.md, section 9"));
    all.add(
        Parameter.duration(
            "latency",
            CfsParameters.LATENCY_NS,
            Range.of(SPAN_MIN_NS, SPAN_MAX_NS),
            "in which time each of a few runs once, before it is scaled by the number of"
                + " processors",
            SECTION_9));
    all.add(
        Parameter.duration(
            "minGranularity",
            CfsParameters.MIN_GRANULARITY_NS,
            Range.of(SPAN_MIN_NS, SPAN_MAX_NS),
            "what each of many runs at a time, before it is scaled",
            SECTION_9));
    all.add(
        Parameter.duration(
            "wakeupGranularity",
            CfsParameters.WAKEUP_GRANULARITY_NS,
            Range.of(0, SPAN_MAX_NS),
            "how far behind one must be to preempt when it wakes, before it is scaled",
            SECTION_9));
    all.add(toggle("gentleFairSleepers", true, "whether who wakes is owed half a latency only"));
    all.add(toggle("startDebit", true, "whether a new one waits for a slice"));
    all.add(toggle("nextBuddy", false, "whether whoever was woken is preferred in a long queue"));
    all.add(toggle("lastBuddy", true, "whether who was preempted in a long queue is preferred"));
    all.add(toggle("wakeupPreemption", true, "whether who wakes may preempt at once"));
    all.add(FairSettings.TICK);
    all.add(FairSettings.TICK_PHASE);
    all.add(FairSettings.BALANCE);
    all.add(FairSettings.MIGRATION_COST);
    all.add(FairSettings.BANDWIDTH_SLICE);
    all.addAll(RealTimeParameters.throttling());
    return List.copyOf(all);
  }

  @Override
  public List<Parameter> guestParameters() {
    return List.of(FairSettings.GUEST_CLASS);
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return RealTimeParameters.refuses(parameters);
  }

  private static Parameter toggle(String name, boolean standard, String meaning) {
    return Parameter.toggle(name, standard, meaning, FEATURES);
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Cfs(pool, of(parameters));
  }

  /** The parameters that the settings mean. */
  static CfsParameters of(Parameters set) {
    CfsRules rules = set.choice("version").equals(V5_6) ? CfsRules.V5_6 : CfsRules.V6_1;
    return new CfsParameters(
        new CfsRules(
            set.on("gentleFairSleepers"),
            set.on("startDebit"),
            set.on("nextBuddy"),
            set.on("lastBuddy"),
            set.on("wakeupPreemption"),
            rules.altPeriod(),
            rules.baseSlice(),
            rules.idleSlice(),
            rules.forgetsLongSleep()),
        set.durationNs("latency"),
        set.durationNs("minGranularity"),
        set.durationNs("wakeupGranularity"),
        set.durationNs("tick"),
        set.durationNs("tickPhase") % set.durationNs("tick"),
        set.on("balance"),
        set.durationNs("migrationCost"),
        set.durationNs("bandwidthSlice"));
  }
}
