package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Alarm;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host with guests, round robin at both levels, allocates nothing in a million events. */
@Tag("allocation")
class RoundRobinAllocationTest {
  private static final long MS = 1_000_000;

  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private final Site site = new Simulation(1).site("host");
  private final TraceHash hash = new TraceHash();
  private final SplittableRandom random = new SplittableRandom(1);

  private record Costs(long switchNs, long exitNs, long kickNs) implements LevelCosts {
    @Override
    public long switchNs(Schedulable from, Schedulable to) {
      return switchNs;
    }

    @Override
    public long kickNs(Processor from, Processor to) {
      return kickNs;
    }

    @Override
    public long exitNs(ExitReason why, Cost kind) {
      return kind == Cost.EXIT ? exitNs : 0;
    }
  }

  private Multiplexer level(String name, LevelCosts costs) {
    return new Multiplexer(site, name, hash, costs, new SplittableRandom(1));
  }

  private static Scheduler roundRobin(Pool pool) {
    return new RoundRobin(pool, new RoundRobinParameters(RoundRobinParameters.QUANTUM_NS));
  }

  private void guest(Multiplexer host, String name) {
    Schedulable[] vcpus = new Schedulable[4];
    for (int i = 0; i < vcpus.length; i++) {
      vcpus[i] = Schedulable.vcpu(name + ".v" + i, null, 256, null);
      host.admit(vcpus[i]);
      host.start(vcpus[i]);
    }
    Multiplexer guest =
        level(name, new Costs(1_000, 0, 0)).on(vcpus).policy(RoundRobinAllocationTest::roundRobin);
    for (int i = 0; i < 6; i++) {
      thread(guest, name + ".t" + i);
    }
  }

  private void thread(Multiplexer guest, String name) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            null,
            now -> {
              self[0].compute(random.nextLong(1, 4 * MS));
              guest.block(self[0]);
              guest.arm(alarm[0], self[0].processor(), now + random.nextLong(1, 4 * MS));
            });
    self[0].compute(MS);
    guest.admit(self[0]);
    guest.start(self[0]);
    alarm[0] = guest.alarm(self[0].processor(), now -> guest.wake(self[0]));
    guest.wake(self[0]);
  }

  @Test
  void allocatesNothingPerEvent() {
    Multiplexer host =
        level("host", new Costs(2_000, 1_000, 1_000))
            .hardware(new Topology(Shape.of(1, 4, 2), 1_000_000_000))
            .policy(RoundRobinAllocationTest::roundRobin);
    for (int i = 0; i < 4; i++) {
      guest(host, "guest-" + i);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
