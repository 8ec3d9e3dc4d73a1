package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Sedf}. */
public final class SedfProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "sedf";
  }

  @Override
  public String summary() {
    return "Xen 3: earliest deadline first on each processor, with slices and extra time";
  }

  @Override
  public String source() {
    return "Xen 3, sched_sedf.c, as schedulers.md 18.2 recalls it";
  }

  @Override
  public List<Parameter> parameters() {
    return SedfParameters.declared();
  }

  @Override
  public List<Parameter> guestParameters() {
    return SedfParameters.declaredOfGuests();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return SedfParameters.refuses(processors, parameters, guests);
  }

  @Override
  public String refusesGroups() {
    return "it knows a slice for each vCPU, and no groups";
  }

  @Override
  public String refusesCaps() {
    return "what a vCPU may use is its slice, as in `scheduling: {sedf: {period: 100 ms, slice:"
        + " 40 ms, extratime: false}}`";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Sedf(pool, SedfParameters.of(parameters));
  }
}
