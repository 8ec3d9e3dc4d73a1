package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million events of real-time threads above fair ones allocate nothing. */
@Tag("allocation")
class ClassStackAllocationTest {
  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private final Site site = new Simulation(1).site("host");

  private Multiplexer bounded(RealTimeParameters parameters) {
    return new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
        .hardware(new Topology(Shape.of(1, 4, 2), 1_000_000_000))
        .policy(
            pool ->
                new ClassStack(
                    pool, parameters, inner -> new Eevdf(inner, EevdfParameters.EEVDF_LATEST)));
  }

  @Test
  void allocatesNothingPerEvent() {
    allocatesNothing(bounded(RealTimeParameters.STANDARD));
  }

  @Test
  void throttlingAllocatesNothing() {
    allocatesNothing(bounded(new RealTimeParameters(2 * MS, 20 * MS, 0, false)));
  }

  @Test
  void theFairServerAllocatesNothing() {
    allocatesNothing(bounded(new RealTimeParameters(950 * MS, 1_000 * MS, 0, true)));
  }

  private void allocatesNothing(Multiplexer mux) {
    Group plain = mux.group("plain", null, 100, Group.Quota.NONE);
    BusyThreads threads = new BusyThreads(mux, new SplittableRandom(1));
    for (int i = 0; i < 6; i++) {
      threads.hog("hog" + i, i % 2 == 0 ? null : plain);
      threads.sleeper("a" + i, null, i);
      threads.sleeper("b" + i, null, 0);
      threads.sleeper("c" + i, null, 1);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
