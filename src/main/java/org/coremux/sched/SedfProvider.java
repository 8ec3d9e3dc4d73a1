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
    return "Xen 3: earliest deadline first on each processor, slices and extra time";
  }

  @Override
  public String source() {
    return "Xen 3, sched_sedf.c, as schedulers.md 18.2 recalls it";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.choice(
            "shortBlock",
            "forfeit",
            List.of("forfeit", "keep"),
            "whether one that wakes before its period has ended has lost the rest of its slice",
            "Xen 3, sched_sedf.c, as recalled"));
  }

  @Override
  public List<Parameter> guestParameters() {
    return SedfParameters.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return SedfParameters.refuses(guests);
  }

  @Override
  public String refusesGroups() {
    return "it knows a slice for each vCPU, and no groups";
  }

  @Override
  public String refusesCaps() {
    return "what a guest may use is its slice: `scheduling: {sedf: {slice: 4 ms, period: 10 ms,"
        + " extratime: false}}`";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Sedf(pool, parameters.choice("shortBlock").equals("keep"));
  }
}
