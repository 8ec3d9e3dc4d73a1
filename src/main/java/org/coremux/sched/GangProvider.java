package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Gang}. */
public final class GangProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "gang";
  }

  @Override
  public String summary() {
    return "strict gangs: all vCPUs of a VM run in the same slots, or none";
  }

  @Override
  public String source() {
    return "Ousterhout, Scheduling techniques for concurrent systems, ICDCS 1982; ESX 2";
  }

  @Override
  public List<Parameter> parameters() {
    return GangParameters.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    for (GuestSettings guest : guests) {
      if (guest.vcpus() > processors) {
        refusals.add(new Refusal(guest.guest(), "", why(guest, processors)));
      }
    }
    return refusals;
  }

  private static String why(GuestSettings guest, int processors) {
    return guest.guest()
        + " has "
        + guest.vcpus()
        + " vCPUs, which never run all at once on "
        + processors
        + " pCPUs; allowed: up to "
        + processors;
  }

  @Override
  public String refusesGroups() {
    return "each gang gets equal slots; it looks at no weights and no caps";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Gang(pool, GangParameters.of(parameters));
  }
}
