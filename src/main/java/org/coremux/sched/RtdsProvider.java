package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Rtds}. */
public final class RtdsProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "rtds";
  }

  @Override
  public String summary() {
    return "Xen's real-time policy: global earliest deadline first, a budget in each period";
  }

  @Override
  public String source() {
    return "Xen, xen/common/sched/rt.c at c447b7308b13 (2026), as schedulers.md 5 has it";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Fidelity.parameter(
            "whether renewals come late, or ask no processor, where that is so in the code",
            "Xen, rt.c; schedulers.md, section 5"));
  }

  @Override
  public List<Parameter> guestParameters() {
    return RtdsParameters.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return RtdsParameters.refuses(guests);
  }

  @Override
  public String refusesGroups() {
    return "it knows a budget for each vCPU, and no weights and no groups";
  }

  @Override
  public String refusesCaps() {
    return "what a guest may use is its budget: `scheduling: {rtds: {budget: 4 ms, period: 10 ms,"
        + " extratime: false}}`";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Rtds(pool, Fidelity.of(parameters));
  }
}
