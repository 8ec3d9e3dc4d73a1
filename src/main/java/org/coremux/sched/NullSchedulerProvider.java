package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link NullScheduler}. */
public final class NullSchedulerProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "null";
  }

  @Override
  public String summary() {
    return "Xen's for embedded systems: each vCPU has a processor of its own, or none";
  }

  @Override
  public String source() {
    return "Xen, xen/common/sched/null.c at c447b7308b13 (2026), as schedulers.md 7 has it";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public List<Parameter> guestParameters() {
    return SoftAffinity.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return SoftAffinity.refusals(guests);
  }

  @Override
  public String refusesGroups() {
    return "it looks at no weights and no caps";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new NullScheduler(pool);
  }
}
