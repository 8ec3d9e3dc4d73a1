package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Arinc653}. */
public final class Arinc653Provider implements SchedulerProvider {
  private static final String WHY = "who runs when is said by its table alone";

  @Override
  public String name() {
    return "arinc653";
  }

  @Override
  public String summary() {
    return "Xen's partitions: a table says who runs when, and what is not used is lost";
  }

  @Override
  public String source() {
    return "Xen, xen/common/sched/arinc653.c, as schedulers.md 6 has it";
  }

  @Override
  public List<Parameter> parameters() {
    return ArincTable.declared();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return ArincTable.refuses(parameters, guests);
  }

  @Override
  public String refusesGroups() {
    return WHY;
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Arinc653(pool, ArincTable.of(parameters));
  }
}
