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
  private static final String GLOBAL = "global";
  private static final String PER_CPU = "per-cpu";

  @Override
  public String name() {
    return "round-robin";
  }

  @Override
  public String summary() {
    return "first in first out, a fixed quantum; one queue, or one for each pCPU with stealing";
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
            "assumed"),
        Parameter.choice(
            "queues",
            GLOBAL,
            List.of(GLOBAL, PER_CPU),
            "one queue for all, or one for each pCPU, which steals from the longest when it idles",
            "assumed; schedulers.md, section 18.6"));
  }

  @Override
  public String refusesGroups() {
    return "it looks at no weights and no caps";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    long quantumNs = parameters.durationNs("quantum");
    boolean perCpu = parameters.choice("queues").equals(PER_CPU);
    return new RoundRobin(pool, new RoundRobinParameters(quantumNs, perCpu));
  }
}
