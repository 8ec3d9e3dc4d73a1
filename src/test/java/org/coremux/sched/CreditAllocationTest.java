package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Parameters;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Credit allocates nothing, with caps, stealing and preferred CPUs. */
@Tag("allocation")
class CreditAllocationTest {
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
          .hardware(new Topology(Shape.of(2, 8, 2), 1_000_000_000))
          .policy(
              pool ->
                  new Credit(
                      pool, CreditParameters.of(Parameters.defaults(CreditParameters.declared()))));

  private void sleeper(String name, Group group, int weight, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            weight,
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
    Group capped = host.group("capped", null, 256, new Group.Quota(300 * MS, 100 * MS, 0));
    Group picky =
        host.group("picky", null, 256, Group.Quota.NONE)
            .settings(Parameters.of(SoftAffinity.declared(), Map.of("softAffinity", "0-7")));
    for (int k = 0; k < 96; k++) {
      sleeper("s" + k, k % 8 == 0 ? capped : k % 8 == 1 ? picky : null, 64 << k % 4, random);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
