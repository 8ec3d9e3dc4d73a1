package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.FairLevel.MS;

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

/** A million events of every kind allocate nothing. */
@Tag("allocation")
class CfsAllocationTest {
  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private final Site site = new Simulation(1).site("host");
  private final Multiplexer mux =
      new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
          .hardware(new Topology(Shape.of(1, 4, 2), 1_000_000_000))
          .policy(pool -> new Cfs(pool, CfsParameters.CFS_6_1));

  @Test
  void allocatesNothingPerEvent() {
    Group capped = mux.group("capped", null, 200, new Group.Quota(150 * MS, 100 * MS, 0));
    Group inner = mux.group("inner", capped, 100, Group.Quota.NONE);
    Group plain = mux.group("plain", null, 100, Group.Quota.NONE);
    BusyThreads threads = new BusyThreads(mux, new SplittableRandom(1));
    for (int i = 0; i < 6; i++) {
      threads.hog("hog" + i, i % 2 == 0 ? null : plain);
      threads.sleeper("a" + i, capped, 0);
      threads.sleeper("b" + i, inner, 0);
      threads.sleeper("c" + i, plain, 0);
      threads.sleeper("d" + i, null, 0);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
