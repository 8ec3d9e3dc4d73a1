package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.List;
import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table that is gone through again and again allocates nothing in a million events. */
@Tag("allocation")
class Arinc653AllocationTest {
  private static final long END_NS = 100_000_000 * MS;

  @Test
  void allocatesNothingPerEvent() {
    Site site = new Simulation(1).site("host");
    Multiplexer mux =
        new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
            .hardware(Topology.flat(2))
            .policy(pool -> new Arinc653(pool, new ArincTable(List.of(), 0)));
    BusyThreads threads = new BusyThreads(mux, new SplittableRandom(1));
    for (int i = 0; i < 4; i++) {
      threads.hog("hog" + i, null);
      threads.sleeper("sleeper" + i, null, 0);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
