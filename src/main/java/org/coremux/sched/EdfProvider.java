package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Edf}. */
public final class EdfProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "edf";
  }

  @Override
  public String summary() {
    return "earliest deadline first; a cap is a reservation, kept by a constant bandwidth server";
  }

  @Override
  public String source() {
    return "Liu and Layland 1973, Abeni and Buttazzo 1998";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.optionalDuration(
            "period",
            Range.of(100_000, 1_000_000_000),
            "Period of every reservation; that of the cap, 100 ms, unless said"),
        Parameter.toggle(
            "hard",
            EdfParameters.STANDARD.isHard(),
            "Whether what has used its budget up waits for the next period, so that a cap holds",
            "Linux SCHED_DEADLINE"),
        Parameter.duration(
            "quantum",
            EdfParameters.STANDARD.quantumNs(),
            Range.of(1, 10_000_000_000L),
            "Turn of those without a reservation",
            "assumed"));
  }

  @Override
  public String refusesGroups() {
    return "it knows a reservation for each guest, and no weights and no groups within them";
  }

  @Override
  public String refusesCaps() {
    return null;
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Edf(pool, EdfParameters.of(parameters));
  }
}
