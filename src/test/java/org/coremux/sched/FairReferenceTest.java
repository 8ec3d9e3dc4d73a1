package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.FairLevel.MS;
import static org.coremux.sched.FairLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/** CFS and EEVDF against slow and obvious ones, change of state by change of state. */
class FairReferenceTest {
  private static final long END_NS = 200 * MS;
  private static final EevdfParameters[] EEVDF = {
    EevdfParameters.EEVDF_6_6,
    EevdfParameters.EEVDF_6_12,
    EevdfParameters.EEVDF_6_17,
    EevdfParameters.EEVDF_LATEST
  };

  /** All changes of state of a random scenario; the same seed makes the same one. */
  private static List<String> changes(long seed, FairLevel.Maker policy) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = random.nextInt(1, 4);
    long grainNs = new long[] {1, 50 * US, 500 * US}[random.nextInt(3)];
    FairLevel level = new FairLevel(Topology.flat(cpus), costs(random), policy);
    List<String> changes = new ArrayList<>();
    level.mux.trace(
        (now, p, s, from, to) -> changes.add(now + " " + s + " " + from + " " + to + " " + p));
    int count = random.nextInt(1, 6 * cpus + 6); // long queues too, for those preempted last
    for (int i = 0; i < count; i++) {
      int weight = NiceWeights.of(random.nextInt(3) == 0 ? random.nextInt(-8, 12) : 0);
      CpuMask cpu = CpuMask.of(random.nextInt(cpus));
      if (random.nextInt(3) == 0) {
        Schedulable hog = level.sleepingHog("h" + i, null, weight, cpu);
        level.at(grainNs * random.nextLong(0, 20 * MS / grainNs), () -> level.mux.wake(hog));
      } else {
        SplittableRandom own = random.split();
        long busyNs = own.nextLong(grainNs + 1, 6 * MS);
        long sleepNs = own.nextLong(grainNs + 1, 12 * MS);
        level.sleeper(
            Schedulable.thread("s" + i, null, weight, cpu, now -> {}),
            () -> grainNs * own.nextLong(1, 2 + busyNs / grainNs),
            () -> grainNs * own.nextLong(1, 2 + sleepNs / grainNs));
      }
    }
    meddle(level, random, grainNs);
    level.run(END_NS);
    return changes;
  }

  private static LevelCosts costs(SplittableRandom random) {
    long switchNs = random.nextInt(3) * US;
    long kickNs = random.nextInt(3) * US;
    return new LevelCosts() {
      @Override
      public long switchNs(Schedulable from, Schedulable to) {
        return switchNs;
      }

      @Override
      public long kickNs(Processor from, Processor to) {
        return kickNs;
      }
    };
  }

  /** Stops, starts, yields. */
  private static void meddle(FairLevel level, SplittableRandom random, long grainNs) {
    for (int i = 0; i < 40; i++) {
      int what = random.nextInt(5);
      Schedulable s = level.all.get(random.nextInt(level.all.size()));
      Schedulable to = level.all.get(random.nextInt(level.all.size()));
      level.at(
          grainNs * random.nextLong(0, END_NS / grainNs),
          () -> {
            if (what == 0) {
              level.mux.stop(s);
            } else if (what == 1) {
              level.mux.start(s);
            } else if (s.state() == RunState.RUNNING && s.isRunnable()) {
              level.mux.yield(s, what == 2 || s == to ? null : to);
            }
          });
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void cfsDecidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    long tickNs = (seed & 1) == 0 ? MS : 4 * MS;
    boolean modern = (seed & 2) == 0;
    CfsParameters parameters =
        (modern ? CfsParameters.CFS_6_1 : CfsParameters.CFS_5_6)
            .withTick(tickNs)
            .withBalance(false);

    List<String> fast = changes(seed, pool -> new Cfs(pool, parameters));
    List<String> plain = changes(seed, pool -> new PlainCfs(pool, tickNs, modern));

    assertThat(fast).isEqualTo(plain).isNotEmpty();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void eevdfDecidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    long tickNs = (seed & 1) == 0 ? MS : 4 * MS;
    int version = (int) (seed >> 1 & 3);
    EevdfParameters parameters = EEVDF[version].withTick(tickNs).withBalance(false);

    List<String> fast = changes(seed, pool -> new Eevdf(pool, parameters));
    List<String> plain =
        changes(seed, pool -> new PlainEevdf(pool, tickNs, PlainEevdf.Version.values()[version]));

    assertThat(fast).isEqualTo(plain).isNotEmpty();
  }
}
