package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TraceHash;
import org.coremux.platform.PlatformCosts;
import org.coremux.sched.CheckedScheduler;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** KVM's costs on a running multiplexer; at 1 GHz a cycle is a nanosecond. */
class PlatformCostsTest {
  private static final long CLOCK_HZ = 1_000_000_000L;
  private static final long MS = 1_000_000;

  private final Simulation simulation = new Simulation(1);
  private final Site site = simulation.site("test");
  private final TraceHash hash = new TraceHash();
  private final PlatformCosts kvm = Platforms.preset("kvm").costs(CLOCK_HZ);
  private final Multiplexer host =
      level("host", kvm.host())
          .hardware(new Topology(Shape.of(1, 1, 1), CLOCK_HZ))
          .policy(roundRobin());
  private final Schedulable a = vcpu("A");
  private final Schedulable b = vcpu("B");
  private final Multiplexer guestA = guest("A", a);
  private final Multiplexer guestB = guest("B", b);

  private static Function<Pool, Scheduler> roundRobin() {
    return pool ->
        new CheckedScheduler(
            pool, inner -> new RoundRobin(inner, new RoundRobinParameters(10 * MS)));
  }

  private Multiplexer level(String name, LevelCosts costs) {
    return new Multiplexer(site, name, hash, costs, new SplittableRandom(1));
  }

  private Schedulable vcpu(String name) {
    Schedulable vcpu = Schedulable.vcpu(name, null, 256, null);
    host.admit(vcpu);
    host.start(vcpu);
    return vcpu;
  }

  private Multiplexer guest(String name, Schedulable vcpu) {
    return level(name, kvm.guest()).on(vcpu).policy(roundRobin());
  }

  /** A thread that computes for so long and then blocks for ever. */
  private Schedulable burst(Multiplexer guest, String name, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, null, 256, null, now -> guest.block(self[0]));
    self[0].compute(workNs);
    guest.admit(self[0]);
    guest.start(self[0]);
    return self[0];
  }

  private void run(long untilNs) {
    simulation.runUntil(untilNs);
    host.settleBooks();
    guestA.settleBooks();
    guestB.settleBooks();
  }

  @Test
  void whoTakesAPreemptedVcpusPlacePaysItsExitToo() {
    Schedulable first = burst(guestA, "a", 1_000 * MS);
    Schedulable second = burst(guestB, "b", 1_000 * MS);
    guestA.wake(first);
    guestB.wake(second);
    run(39 * MS);
    // A at 0 from idle (3,512) and at 20 ms for B (3,512 + 1,300); B at 10 and 30 ms for A.
    assertThat(a.overheadNs(Cost.SWITCH)).isEqualTo(3_512 + 4_812);
    assertThat(b.overheadNs(Cost.SWITCH)).isEqualTo(2 * 4_812);
    assertThat(a.overheadNs(Cost.EXIT)).isZero();
    // The guest switched to its thread once.
    assertThat(first.overheadNs(Cost.SWITCH)).isEqualTo(1_848);
  }

  @Test
  void aVcpuThatHaltsPaysItsOwnExit() {
    Schedulable first = burst(guestA, "a", 2 * MS);
    Schedulable second = burst(guestB, "b", 1_000 * MS);
    guestA.wake(first);
    guestB.wake(second);
    run(9 * MS);
    assertThat(a.exits(ExitReason.HALT)).isEqualTo(1);
    assertThat(a.overheadNs(Cost.EXIT)).isEqualTo(1_300);
    // A had left guest mode itself: B pays the switch alone.
    assertThat(b.overheadNs(Cost.SWITCH)).isEqualTo(3_512);
  }
}
