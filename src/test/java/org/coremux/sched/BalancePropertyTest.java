package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.FairLevel.MS;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.QuietChange;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/** What holds of balancing whatever waits where: schedulers.md, section 11, invariants. */
class BalancePropertyTest {
  /** Ticks so rare that nobody balances but the test. Unit: ns. */
  private static final long NEVER_NS = 1_000_000 * MS;

  private static Topology machine(SplittableRandom random, int sockets) {
    Shape shape = Shape.of(sockets, random.nextInt(1, 5), 1 + random.nextInt(2));
    return new Topology(shape, 1_000_000_000);
  }

  private static FairLevel level(SplittableRandom random, Topology machine, long tickNs) {
    FairLevel.Maker policy =
        switch (random.nextInt(3)) {
          case 0 -> pool -> new Cfs(pool, CfsParameters.CFS_6_1.withTick(tickNs));
          case 1 -> pool -> new Eevdf(pool, EevdfParameters.EEVDF_6_6.withTick(tickNs));
          default -> pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST.withTick(tickNs));
        };
    return new FairLevel(machine, LevelCosts.NONE, policy);
  }

  /** Hogs of any weight, each on a random processor and after that where {@code later} says. */
  private static void crowd(FairLevel level, SplittableRandom random, boolean anywhere) {
    int cpus = level.fair().hierarchy().cpus.length;
    for (int i = random.nextInt(1, 3 * cpus + 2); i > 0; i--) {
      int cpu = random.nextInt(random.nextInt(1, cpus + 1)); // the first ones are busier
      int weight = NiceWeights.of(random.nextInt(-10, 11));
      Schedulable s = level.sleepingHog("h" + i, null, weight, CpuMask.of(cpu));
      level.mux.wake(s);
      CpuMask more = CpuMask.of(cpu, random.nextInt(cpus), random.nextInt(cpus));
      CpuMask later = anywhere || random.nextInt(3) > 0 ? null : more;
      level.at(MS, () -> QuietChange.allow(s, later));
    }
    level.run(20 * MS);
  }

  /** How much load and how many tasks are there. */
  private static long[] metric(FairLevel level, FairCpu cpu) {
    return new long[] {level.fair().hierarchy().loads.load(cpu), cpu.tasks()};
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aPassNeverIncreasesTheImbalanceNorViolatesAffinity(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel level = level(random, machine(random, random.nextInt(1, 3)), NEVER_NS);
    crowd(level, random, false);
    Balancer balancer = level.fair().balancer();
    FairCpu[] cpus = level.fair().hierarchy().cpus;
    for (int i = 0; i < 20; i++) {
      FairCpu puller = cpus[random.nextInt(cpus.length)];
      int levels = balancer.domains().of(puller.index).length;
      if (levels == 0) {
        return;
      }
      long[][] before = new long[cpus.length][];
      for (FairCpu cpu : cpus) {
        before[cpu.index] = metric(level, cpu);
      }

      int moved = balancer.pass(puller, random.nextInt(levels), 1 + random.nextInt(32));

      checkPass(level, puller, before, moved);
      for (Schedulable s : level.all) {
        assertThat(s.affinity() == null || s.affinity().contains(level.entity(s).queue.cpu))
            .as("%s on %d", s, level.entity(s).queue.cpu)
            .isTrue();
      }
    }
  }

  /** Of loads a 32nd counts as equal: they are averages. */
  private static void checkPass(FairLevel level, FairCpu puller, long[][] before, int moved) {
    long[] own = before[puller.index];
    long[] after = metric(level, puller);
    assertThat(after[1] - own[1]).isEqualTo(Math.max(0, moved));
    for (FairCpu cpu : level.fair().hierarchy().cpus) {
      long[] there = before[cpu.index];
      if (cpu != puller && cpu.tasks() != there[1]) {
        long[] now = metric(level, cpu);
        long uncertain = (there[0] + own[0]) / 32;
        boolean lighter = Math.abs(now[0] - after[0]) <= Math.abs(there[0] - own[0]) + uncertain;
        boolean fewer = Math.abs(now[1] - after[1]) <= Math.abs(there[1] - own[1]);
        assertThat(lighter || fewer).as("from %d to %d", cpu.index, puller.index).isTrue();
        assertThat(cpu.tasks()).isPositive();
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void nobodyWaitsForLongWhileAProcessorOfTheCacheIdles(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel level = level(random, machine(random, 1), MS);
    crowd(level, random, true);

    FairCpu[] cpus = level.fair().hierarchy().cpus;
    int idle = 0;
    int waiting = 0;
    for (FairCpu cpu : cpus) {
      idle += cpu.tasks() == 0 ? 1 : 0;
      waiting += Math.max(0, cpu.tasks() - 1);
    }
    assertThat(Math.min(idle, waiting)).isZero();
    long running = level.all.stream().filter(s -> s.state() == RunState.RUNNING).count();
    assertThat(running).isEqualTo(Math.min(level.all.size(), cpus.length));
  }
}
