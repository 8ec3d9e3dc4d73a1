package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Alarm;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TraceHash;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every installed policy, at two levels, with hogs, sleepers, yields, weights, affinities and,
 * where it can, caps, allocates nothing in a million events.
 */
@Tag("allocation")
class PolicyAllocationTest {
  private static final long MS = 1_000_000;

  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  private static final int GUESTS = 8;
  private static final int VCPUS = 4;

  private final Site site = new Simulation(1).site("host");
  private final TraceHash hash = new TraceHash();
  private final SplittableRandom random = new SplittableRandom(1);

  static List<String> names() {
    return InstalledPolicy.all().stream().map(InstalledPolicy::name).toList();
  }

  private Multiplexer level(String name) {
    return new Multiplexer(
        site, name, hash, new TestLevel.Costs(2_000, 1_000, 1_000), new SplittableRandom(1));
  }

  @ParameterizedTest
  @MethodSource("names")
  void allocatesNothingPerEvent(String name) {
    assertAllocatesNothing(InstalledPolicy.named(name));
  }

  @Test
  void allocatesNothingPerEventWithAQueueForEachProcessor() {
    assertAllocatesNothing(InstalledPolicy.named("round-robin").with(Map.of("queues", "per-cpu")));
  }

  private void assertAllocatesNothing(InstalledPolicy policy) {
    Multiplexer host =
        level("host")
            .hardware(new Topology(Shape.of(2, 2, 2), 1_000_000_000))
            .policy(policy::create);
    for (int g = 0; g < GUESTS; g++) {
      Group.Quota quota = new Group.Quota(150 * MS, 100 * MS, 0);
      boolean isCapped = policy.caps() && g % 4 == 0;
      Group group = policy.guest(host, "g" + g, 128 << g % 3, isCapped ? quota : Group.Quota.NONE);
      CpuMask affinity = g % 4 == 1 ? CpuMask.range(0, 3) : null;
      for (int i = 0; i < VCPUS; i++) {
        member(host, policy, group, affinity, i == 0 && g % 2 == 0);
      }
    }
    nested(host, policy);

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }

  /** A guest whose own system schedules by the same policy. */
  private void nested(Multiplexer host, InstalledPolicy policy) {
    Schedulable[] vcpus = new Schedulable[2];
    Group guest = policy.guest(host, "nested", 256, Group.Quota.NONE);
    for (int i = 0; i < vcpus.length; i++) {
      vcpus[i] = Schedulable.vcpu("nested.v" + i, guest, 256, null);
      host.admit(vcpus[i]);
      host.start(vcpus[i]);
    }
    Multiplexer inner = level("nested").on(vcpus).policy(policy::create);
    Group threads = policy.guest(inner, "threads", 256, Group.Quota.NONE);
    for (int i = 0; i < VCPUS; i++) {
      member(inner, policy, threads, null, false);
    }
  }

  private void member(
      Multiplexer mux, InstalledPolicy policy, Group group, CpuMask affinity, boolean isHog) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        policy.vcpu(
            group.name(),
            group,
            affinity,
            now -> {
              self[0].compute(random.nextLong(1, 2 * MS));
              if (isHog) {
                mux.yield(self[0], null);
              } else {
                mux.block(self[0]);
                mux.arm(alarm[0], self[0].processor(), now + random.nextLong(1, 4 * MS));
              }
            });
    self[0].compute(random.nextLong(1, 2 * MS));
    mux.admit(self[0]);
    mux.start(self[0]);
    alarm[0] = mux.alarm(self[0].processor(), now -> mux.wake(self[0]));
    mux.wake(self[0]);
  }
}
