package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Gangs allocate nothing, however they come and go. */
@Tag("allocation")
class GangAllocationTest {
  private static final long MS = TestLevel.MS;

  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private final Site site = new Simulation(1).site("test");
  private final Multiplexer host =
      new Multiplexer(
              site,
              "host",
              new TraceHash(),
              new TestLevel.Costs(2_000, 0, 1_000),
              new SplittableRandom(1))
          .hardware(Topology.flat(8))
          .policy(pool -> new Gang(pool, new GangParameters(5 * MS, false, true)));

  private void sleeper(String name, Group group, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            null,
            now -> {
              self[0].compute(random.nextLong(1, 4 * MS));
              host.block(self[0]);
              site.arm(wake, now + random.nextLong(1, 2 * MS));
            });
    self[0].compute(random.nextLong(1, 4 * MS));
    host.admit(self[0]);
    host.start(self[0]);
    host.wake(self[0]);
  }

  @Test
  void aMillionEventsAllocateNothing() {
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 6; k++) {
      Group group = host.group("vm" + k, null, 256, Group.Quota.NONE);
      for (int i = 0; i < 4; i++) {
        sleeper(group + ".v" + i, group, random);
      }
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
