package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** Announces {@link Bvt}. */
public final class BvtProvider implements SchedulerProvider {
  private static final String RECALLED = "Xen 2.0, recalled";
  private static final Range SPAN = Range.of(0, 10_000_000_000L);

  @Override
  public String name() {
    return "bvt";
  }

  @Override
  public String summary() {
    return "borrowed virtual time, Xen's first scheduler: weighted shares, and warps for latency";
  }

  @Override
  public String source() {
    return "Duda and Cheriton 1999";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.duration(
            "mcu",
            BvtParameters.MCU_NS,
            Range.of(1, 1_000_000_000L),
            "The minimum charging unit, in which run time is accounted for",
            RECALLED),
        Parameter.duration(
            "allowance",
            BvtParameters.ALLOWANCE_NS,
            SPAN,
            "The context switch allowance: how far ahead of another the current one may be",
            RECALLED));
  }

  @Override
  public List<Parameter> guestParameters() {
    return List.of(
        Parameter.duration("warp", 0, SPAN, "How far it borrows from its own future", RECALLED),
        Parameter.duration(
            "warpLimit", 0, SPAN, "For how long it may run warped, 0 for ever", RECALLED),
        Parameter.duration(
            "unwarp",
            0,
            SPAN,
            "For how long it is unwarped, or sleeps, before it warps again",
            RECALLED));
  }

  @Override
  public String refusesGroups() {
    return "each has a virtual time of its own, and a group has none";
  }

  @Override
  public Scheduler create(Pool pool, Parameters parameters) {
    return new Bvt(
        pool, new BvtParameters(parameters.durationNs("mcu"), parameters.durationNs("allowance")));
  }
}
