package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The model of ESXi allocates nothing once its queues have been as long as they get. */
@Tag("allocation")
class EsxiAllocationTest {
  private static final long MS = TestLevel.MS;

  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private final Site site = new Simulation(1).site("test");
  private final TraceHash hash = new TraceHash();
  private final Multiplexer host =
      level("host")
          .hardware(new Topology(Shape.of(2, 4, 2), 1_000_000_000))
          .policy(pool -> new Esxi(pool, EsxiParameters.defaults()));

  private Multiplexer level(String name) {
    return new Multiplexer(
        site, name, hash, new TestLevel.Costs(2_000, 0, 1_000), new SplittableRandom(1));
  }

  private static Scheduler roundRobin(Pool pool) {
    return new RoundRobin(pool, new RoundRobinParameters(RoundRobinParameters.QUANTUM_NS));
  }

  private void vm(Group group, int weight, SplittableRandom random) {
    Schedulable[] vcpus = new Schedulable[4];
    for (int i = 0; i < vcpus.length; i++) {
      vcpus[i] = Schedulable.vcpu(group + ".v" + i, group, weight, null);
      host.admit(vcpus[i]);
      host.start(vcpus[i]);
    }
    Multiplexer guest = level(group.name()).on(vcpus).policy(EsxiAllocationTest::roundRobin);
    for (int i = 0; i < 4; i++) {
      sleeper(guest, group + ".t" + i, random);
    }
  }

  private void sleeper(Multiplexer guest, String name, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> guest.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            null,
            now -> {
              self[0].compute(random.nextLong(1, 8 * MS));
              guest.block(self[0]);
              site.arm(wake, now + random.nextLong(1, 2 * MS));
            });
    self[0].compute(random.nextLong(1, 4 * MS));
    guest.admit(self[0]);
    guest.start(self[0]);
    guest.wake(self[0]);
  }

  @Test
  void aMillionEventsAllocateNothing() {
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 8; k++) {
      Group.Quota quota = k == 3 ? new Group.Quota(150 * MS, 100 * MS, 0) : Group.Quota.NONE;
      vm(host.group("vm" + k, null, 256, quota), 64 << k % 4, random);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
