package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;

/** What can be set of both of Linux's fair policies, and what a guest may say of itself. */
final class FairSettings {
  /** Key of a guest: its scheduling class. */
  static final String CLASS = "class";

  /** Key of a guest: its own slice. */
  static final String SLICE = "slice";

  private static final String NORMAL = "normal";
  private static final String BATCH = "batch";
  private static final String IDLE = "idle";

  static final Parameter TICK =
      Parameter.duration(
          "tick",
          EevdfParameters.TICK_NS,
          Range.of(EevdfParameters.TICK_MIN_NS, EevdfParameters.TICK_MAX_NS),
          "the time between ticks, at which slices and quotas are looked at",
          "HZ=250; schedulers.md, section 1.4");

  static final Parameter TICK_PHASE =
      Parameter.duration(
          "tickPhase",
          0,
          Range.of(0, EevdfParameters.TICK_MAX_NS),
          "when the first tick is, after the start of the run; of longer ones the rest",
          "assumed");

  static final Parameter BALANCE =
      Parameter.toggle("balance", true, "whether processors take work from each other", "assumed");

  static final Parameter MIGRATION_COST =
      Parameter.duration(
          "migrationCost",
          EevdfParameters.MIGRATION_COST_NS,
          Range.of(0, 1_000_000_000),
          "for how long one that ran counts as cache-hot",
          "sched_migration_cost; schedulers.md, section 9.1");

  static final Parameter BANDWIDTH_SLICE =
      Parameter.duration(
          "bandwidthSlice",
          EevdfParameters.BANDWIDTH_SLICE_NS,
          Range.of(1_000, 1_000_000_000),
          "how much of a cap's quota a processor takes at a time",
          "sched_cfs_bandwidth_slice; schedulers.md, section 9.1");

  /** What a guest may say under either. */
  static final Parameter GUEST_CLASS =
      Parameter.choice(
          CLASS,
          NORMAL,
          List.of(NORMAL, BATCH, IDLE),
          "the class of its threads; idle counts for its group too, as cpu.idle does since 5.15",
          "SCHED_BATCH and SCHED_IDLE; schedulers.md, section 9");

  private FairSettings() {}

  /** What is said of the group, or of the nearest one around it; null for nothing. */
  static Parameters of(Group group) {
    Parameters said = InnermostSettings.of(group);
    return said != null && isForFair(said) ? said : null;
  }

  /** Whether it is said to a fair policy, and not to a class above it. */
  private static boolean isForFair(Parameters said) {
    for (Parameter declared : said.declared()) {
      if (declared.name().equals(CLASS)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the group's members run only while nobody else wants to, as good as. */
  static boolean isIdle(Group group) {
    Parameters own = of(group);
    return own != null && own.choice(CLASS).equals(IDLE);
  }

  /** Whether the group's members preempt when they wake. */
  static boolean mayPreempt(Group group) {
    Parameters own = of(group);
    return own == null || own.choice(CLASS).equals(NORMAL);
  }

  /** The slice of the group's members; 0 for the policy's. Unit: ns. */
  static long sliceNs(Group group) {
    Parameters own = of(group);
    return own != null && own.has(SLICE) ? own.durationNs(SLICE) : 0;
  }
}
