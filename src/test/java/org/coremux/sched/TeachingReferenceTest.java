package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/** Stride and BVT against slow and obvious ones, change of state by change of state. */
class TeachingReferenceTest {
  private static final long US = TestLevel.US;
  private static final long MS = TestLevel.MS;
  private static final long UNTIL_NS = 120 * MS;

  /** A random scenario; the same seed makes the same for both. */
  private static final class Scenario {
    final List<String> log = new ArrayList<>();
    final TestLevel model = new TestLevel();
    final SplittableRandom random;
    final Multiplexer host;
    final long grainNs;

    Scenario(long seed, BiFunction<Pool, Long, Scheduler> policy) {
      random = new SplittableRandom(seed);
      int cpus = random.nextInt(1, 4);
      TestLevel.Costs costs =
          new TestLevel.Costs(random.nextInt(2) * 2L * US, 0, random.nextInt(2) * US);
      grainNs = new long[] {1, 50 * US, 500 * US}[random.nextInt(3)];
      long parameter = new long[] {100 * US, MS, 5 * MS}[random.nextInt(3)];
      host =
          model.hardware(
              Topology.flat(cpus),
              costs,
              pool -> new CheckedScheduler(pool, inner -> policy.apply(inner, parameter)));
      model.site.afterInstant(null);
      host.trace((now, p, s, from, to) -> log.add(now + " " + s + " " + from + " " + to + " " + p));
      int count = random.nextInt(1, 3 * cpus + 3);
      for (int k = 0; k < count; k++) {
        thread("t" + k, cpus);
      }
    }

    private void thread(String name, int cpus) {
      int weight = new int[] {64, 100, 256, 256, 300, 1024}[random.nextInt(6)];
      boolean pinned = random.nextInt(4) == 0;
      CpuMask affinity = pinned ? CpuMask.range(0, random.nextInt(cpus)) : null;
      Group group = host.group(name, null, weight, Group.Quota.NONE);
      if (random.nextInt(3) == 0) {
        group.settings(warp());
      }
      SplittableRandom own = random.split();
      long busyNs = own.nextLong(100 * US, 8 * MS);
      long sleepNs = own.nextLong(100 * US, 8 * MS);
      Schedulable[] self = new Schedulable[1];
      Timer wake = new Timer(now -> host.wake(self[0]));
      self[0] =
          Schedulable.thread(
              name,
              group,
              weight,
              affinity,
              now -> {
                self[0].compute(grain(busyNs, own));
                int next = own.nextInt(8);
                if (next > 0) {
                  host.block(self[0]);
                }
                if (next == 1) {
                  host.wake(self[0]); // before it has been switched out
                } else if (next > 1) {
                  model.site.arm(wake, now + grain(sleepNs, own));
                }
              });
      self[0].compute(own.nextInt(4) == 0 ? TestLevel.FOREVER_NS : grain(busyNs, own));
      TestLevel.add(host, self[0]);
      model.site.arm(wake, grain(5 * MS, own));
    }

    private Parameters warp() {
      return Parameters.of(
          new BvtProvider().guestParameters(),
          Map.of(
              "warp",
              random.nextLong(1, 20) * MS,
              "warpLimit",
              random.nextLong(0, 4) * MS,
              "unwarp",
              random.nextLong(0, 20) * MS));
    }

    private long grain(long mostNs, SplittableRandom own) {
      return grainNs * own.nextLong(1, Math.max(2, mostNs / grainNs));
    }

    List<String> run() {
      model.run(UNTIL_NS);
      return log;
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void strideAllocatesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    List<String> fast =
        new Scenario(seed, (pool, ns) -> new Stride(pool, new StrideParameters(ns))).run();
    List<String> plain = new Scenario(seed, PlainStride::new).run();

    assertThat(fast).as("seed %s", seed).isEqualTo(plain).isNotEmpty();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void bvtDecidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    List<String> fast =
        new Scenario(seed, (pool, ns) -> new Bvt(pool, new BvtParameters(100 * US, ns))).run();
    List<String> plain = new Scenario(seed, (pool, ns) -> new PlainBvt(pool, 100 * US, ns)).run();

    assertThat(fast).as("seed %s", seed).isEqualTo(plain).isNotEmpty();
  }
}
