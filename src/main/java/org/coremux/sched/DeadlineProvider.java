package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Pool;
import org.coremux.mux.Refusal;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces Linux with its deadline class in use: deadline over real-time over a fair policy. */
public final class DeadlineProvider implements SchedulerProvider {
  /** What may be below, the standard one first. */
  private static final List<SchedulerProvider> FAIR =
      List.of(new EevdfProvider(), new CfsProvider());

  private static final List<String> COMMON = List.of("tick", "tickless", "hrtick");

  @Override
  public String name() {
    return "deadline";
  }

  @Override
  public String summary() {
    return "Linux SCHED_DEADLINE: reservations, earliest deadline first, over real-time over fair";
  }

  @Override
  public String source() {
    return "Linux deadline.c of about 5.10, as schedulers.md 13 has it; Abeni and Buttazzo 1998";
  }

  @Override
  public List<Parameter> parameters() {
    List<String> names = new ArrayList<>();
    for (SchedulerProvider provider : FAIR) {
      names.add(provider.name());
    }
    List<Parameter> all = new ArrayList<>(DeadlineParameters.declared());
    all.addAll(RealTimeParameters.declared());
    all.add(
        Parameter.choice(
            "fair",
            FAIR.get(0).name(),
            names,
            "the policy of those who have reserved nothing",
            "Linux: EEVDF since 6.6, CFS before"));
    return List.copyOf(all);
  }

  @Override
  public List<Parameter> guestParameters() {
    return DeadlineParameters.ofGuests();
  }

  @Override
  public List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>(RealTimeParameters.refuses(parameters));
    refusals.addAll(DeadlineParameters.refuses(processors, parameters, guests));
    return refusals;
  }

  @Override
  public boolean hasRealTime() {
    return true;
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    DeadlineParameters own = DeadlineParameters.of(parameters);
    DeadlineClass deadlines = new DeadlineClass(pool, own);
    RealTimeParameters realTime = RealTimeParameters.of(parameters, own.tickNs());
    return new ClassStack(
        pool,
        deadlines,
        below ->
            new ClassStack(
                below,
                new RealTimeClass(below, realTime.bound(below), deadlines::runsOn),
                lowest -> fair(lowest, parameters)));
  }

  /** The fair policy, with what it has in common with this one set alike. */
  private static Scheduler fair(Pool pool, Parameters parameters) {
    for (SchedulerProvider provider : FAIR) {
      if (provider.name().equals(parameters.choice("fair"))) {
        Map<String, Object> alike = new TreeMap<>();
        for (Parameter own : provider.parameters()) {
          if (COMMON.contains(own.name())) {
            alike.put(own.name(), parameters.orNull(own.name()));
          }
        }
        return provider.create(pool, Parameters.of(provider.parameters(), alike));
      }
    }
    throw new IllegalArgumentException("there is no fair policy " + parameters.choice("fair"));
  }
}
