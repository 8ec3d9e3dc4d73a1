package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Credit}. */
public final class CreditProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "credit";
  }

  @Override
  public String summary() {
    return "Xen's older default: boost, under and over, a queue per CPU, credits every 30 ms";
  }

  @Override
  public String source() {
    return "Xen, xen/common/sched/credit.c at c447b7308b13 (2026), as schedulers.md 3 has it";
  }

  @Override
  public List<Parameter> parameters() {
    return CreditParameters.declared();
  }

  @Override
  public List<Parameter> guestParameters() {
    return SoftAffinity.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = SoftAffinity.refusals(guests);
    refusals.addAll(Ratelimit.refusals(parameters));
    if (parameters.durationNs("ratelimit") > parameters.durationNs("tslice")) {
      refusals.add(new Refusal("", "ratelimit", "is longer than a tslice; allowed: at most that"));
    }
    return refusals;
  }

  /** A domain is a weight and a cap; its units all have the domain's weight. */
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
    return new Credit(pool, CreditParameters.of(parameters));
  }
}
