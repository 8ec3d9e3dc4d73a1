package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Lottery}. */
public final class LotteryProvider implements SchedulerProvider {
  @Override
  public String name() {
    return "lottery";
  }

  @Override
  public String summary() {
    return "proportional shares in the mean: each quantum goes to the holder of a drawn ticket";
  }

  @Override
  public String source() {
    return "Waldspurger and Weihl 1994";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.duration(
            "quantum",
            LotteryParameters.QUANTUM_NS,
            Range.of(1, 10_000_000_000L),
            "For how long a winner runs",
            "Waldspurger and Weihl 1994"),
        Parameter.toggle(
            "compensation",
            true,
            "Whether who uses a part of its quantum holds more tickets until it wins again",
            "Waldspurger and Weihl 1994"));
  }

  @Override
  public String refusesGroups() {
    return "a client holds tickets of its own, and none within a group";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Lottery(
        pool,
        new LotteryParameters(parameters.durationNs("quantum"), parameters.on("compensation")));
  }
}
