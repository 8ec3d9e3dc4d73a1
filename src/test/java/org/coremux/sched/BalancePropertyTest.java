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

      int domain = random.nextInt(levels);

      int moved = balancer.pass(puller, domain, 1 + random.nextInt(32));

      checkPass(level, balancer.domains().groupOf(puller.index, domain), before, moved);
      for (Schedulable s : level.all) {
        assertThat(s.affinity() == null || s.affinity().contains(level.entity(s).queue.cpu))
            .as("%s on %d", s, level.entity(s).queue.cpu)
            .isTrue();
      }
    }
  }

  /**
   * Of those between which somebody moved, the squares sum up to no more than before, of loads or
   * of tasks. A 32nd of load counts as equal: these are averages.
   */
  private static void checkPass(FairLevel level, CpuMask group, long[][] before, int moved) {
    double[] was = new double[2];
    double[] is = new double[2];
    long came = 0;
    for (FairCpu cpu : level.fair().hierarchy().cpus) {
      long[] now = metric(level, cpu);
      long more = now[1] - before[cpu.index][1];
      came += Math.max(0, more);
      assertThat(more <= 0 || group.contains(cpu.index)).as("came to %d", cpu.index).isTrue();
      assertThat(more >= 0 || cpu.tasks() > 0).as("left on %d", cpu.index).isTrue();
      for (int i = 0; i < 2 && more != 0; i++) {
        was[i] += (double) before[cpu.index][i] * before[cpu.index][i];
        is[i] += (double) now[i] * now[i];
      }
    }
    assertThat(came).isEqualTo(Math.max(0, moved));
    assertThat(is[0] <= was[0] * 33 / 32 || is[1] <= was[1]).as("%s, then %s", was, is).isTrue();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void nobodyWaitsForLongWhileAProcessorOfTheCacheIdles(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FairLevel level = level(random, machine(random, 1), MS);
    crowd(level, random, true);
    level.run(60 * MS);

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
