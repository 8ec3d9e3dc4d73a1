package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link RoundRobin}. */
public final class RoundRobinProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "round-robin";
  }

  @Override
  public String summary() {
    return "one queue, first in first out, a fixed quantum";
  }

  @Override
  public String source() {
    return "Kleinrock 1964";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.duration(
            "quantum",
            RoundRobinParameters.QUANTUM_NS,
            Range.of(1, 10_000_000_000L),
            "How long one runs before the next has its turn",
            "assumed"));
  }

  @Override
  public String refusesGroups() {
    return "it looks at no weights and no caps";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new RoundRobin(pool, new RoundRobinParameters(parameters.durationNs("quantum")));
  }
}
