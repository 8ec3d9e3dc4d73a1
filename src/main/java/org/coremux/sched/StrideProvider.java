package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Stride}. */
public final class StrideProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "stride";
  }

  @Override
  public String summary() {
    return "proportional shares to within a quantum: the least pass runs, and advances by a stride";
  }

  @Override
  public String source() {
    return "Waldspurger and Weihl 1995";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.duration(
            "quantum",
            StrideParameters.QUANTUM_NS,
            Range.of(1, 10_000_000_000L),
            "What a client is allocated at a time",
            "assumed"));
  }

  @Override
  public String refusesGroups() {
    return "a client holds tickets of its own, and none within a group";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Stride(pool, new StrideParameters(parameters.durationNs("quantum")));
  }
}
