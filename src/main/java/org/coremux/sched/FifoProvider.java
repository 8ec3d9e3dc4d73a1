package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Fifo}. */
public final class FifoProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "fifo";
  }

  @Override
  public String summary() {
    return "first come, first served: who has a processor keeps it until it blocks or yields";
  }

  @Override
  public String source() {
    return "POSIX SCHED_FIFO at one priority";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public String refusesGroups() {
    return "it looks at no weights and no caps";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Fifo(pool);
  }
}
