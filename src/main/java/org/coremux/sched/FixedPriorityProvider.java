package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link FixedPriority}. */
public final class FixedPriorityProvider implements SchedulerProvider {
  private static final String BY_TURNS = "round-robin";

  @Override
  public String name() {
    return "priority";
  }

  @Override
  public String summary() {
    return "fixed priorities, preemptive; within a level by turns or first come, first served";
  }

  @Override
  public String source() {
    return "POSIX SCHED_RR and SCHED_FIFO";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.choice(
            "order",
            BY_TURNS,
            List.of(BY_TURNS, "fifo"),
            "How those of one level follow each other",
            "POSIX.1-2017"),
        Parameter.duration(
            "quantum",
            FixedPriorityParameters.QUANTUM_NS,
            Range.of(1, 10_000_000_000L),
            "How long a turn is",
            "Linux RR_TIMESLICE, recalled"));
  }

  @Override
  public List<Parameter> guestParameters() {
    return List.of(
        Parameter.count(
            "level",
            FixedPriorityParameters.LEVEL_MIN,
            Range.of(FixedPriorityParameters.LEVEL_MIN, FixedPriorityParameters.LEVEL_MAX),
            "How urgent it is; the higher the more",
            "Linux SCHED_FIFO"));
  }

  @Override
  public String refusesGroups() {
    return "it looks at levels, and at no weights and no caps";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new FixedPriority(
        pool,
        new FixedPriorityParameters(
            parameters.choice("order").equals(BY_TURNS), parameters.durationNs("quantum")));
  }
}
