package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Parameters;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slices, extra time and those who are held allocate nothing in a million events. */
@Tag("allocation")
class SedfAllocationTest {
  private static final long END_NS = 100_000_000 * MS;

  @Test
  void allocatesNothingPerEvent() {
    Site site = new Simulation(1).site("host");
    Multiplexer mux =
        new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
            .hardware(Topology.flat(2))
            .policy(pool -> new Sedf(pool, SedfParameters.STANDARD));
    BusyThreads threads = new BusyThreads(mux, new SplittableRandom(1));
    for (int i = 0; i < 4; i++) {
      Group group = mux.group("g" + i, null, 256, Group.Quota.NONE);
      group.settings(
          Parameters.of(
              new SedfProvider().guestParameters(),
              Map.of("slice", 2 * MS, "period", 10 * MS, "extratime", i % 2 == 0)));
      threads.hog("hog" + i, group);
      threads.sleeper("sleeper" + i, group, 0);
      threads.sleeper("other" + i, null, 0);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
