package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** To give away cores allocates nothing, whatever the policy. */
@Tag("allocation")
class CoreSchedulingAllocationTest {
  private static final long MS = TestLevel.MS;

  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private static long fewestBytes(Function<Pool, Scheduler> create) {
    Site site = new Simulation(1).site("test");
    Multiplexer host =
        new Multiplexer(
                site,
                "host",
                new TraceHash(),
                new TestLevel.Costs(2_000, 0, 1_000),
                new SplittableRandom(1))
            .hardware(new Topology(Shape.of(2, 4, 2), 1_000_000_000))
            .policy(pool -> Granularity.CORE.around(pool, Granularity.RENDEZVOUS_NS, create));
    BusyThreads busy = new BusyThreads(host, new SplittableRandom(1));
    for (int g = 0; g < 12; g++) {
      Group.Quota quota = g % 4 == 0 ? new Group.Quota(50 * MS, 100 * MS, 0) : Group.Quota.NONE;
      Group guest = host.group("g" + g, null, 100, quota);
      for (int k = 0; k <= g % 4; k++) {
        busy.sleeper("s" + g + "." + k, guest, 0);
      }
    }
    busy.hog("hog", host.group("hog", null, 100, Group.Quota.NONE));
    return Allocation.fewestBytes(site, END_NS);
  }

  @Test
  void aroundCredit2() {
    assertThat(fewestBytes(pool -> new Credit2(pool, Credit2Parameters.defaults()))).isZero();
  }

  @Test
  void aroundEevdf() {
    assertThat(fewestBytes(pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST))).isZero();
  }
}
