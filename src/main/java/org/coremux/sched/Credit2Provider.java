package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Credit2}. */
public final class Credit2Provider implements SchedulerProvider {
  @Override
  public String name() {
    return "credit2";
  }

  @Override
  public String summary() {
    return "Xen's default: credit by weight, a run queue per socket, caps by budget";
  }

  @Override
  public String source() {
    return "Xen, xen/common/sched/credit2.c at c447b7308b13 (2026), as schedulers.md 4 has it";
  }

  @Override
  public List<Parameter> parameters() {
    return Credit2Parameters.declared();
  }

  @Override
  public List<Parameter> guestParameters() {
    return SoftAffinity.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = SoftAffinity.refusals(guests);
    refusals.addAll(Ratelimit.refusals(parameters));
    if (parameters.durationNs("minTimer") > parameters.durationNs("creditInit")) {
      refusals.add(new Refusal("", "minTimer", "is longer than creditInit; allowed: at most that"));
    }
    return refusals;
  }

  /** A domain is a cap; weights are those of its units, which all have the domain's. */
  @Override
  public String refusesGroups() {
    return "it knows domains, and no groups within them";
  }

  @Override
  public String refusesCaps() {
    return null;
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Credit2(pool, Credit2Parameters.of(parameters));
  }
}
