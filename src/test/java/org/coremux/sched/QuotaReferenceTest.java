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
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/** cpu.max under both fair policies against a slow and obvious one, change of state by change. */
class QuotaReferenceTest {
  private static final long END_NS = 500 * MS;

  /** One thread on each processor, in two groups with a quota or in none. */
  private static List<String> changes(long seed, FairLevel.Maker policy) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = random.nextInt(1, 5);
    long grainNs = new long[] {1, 50 * US, 500 * US}[random.nextInt(3)];
    FairLevel level = new FairLevel(Topology.flat(cpus), LevelCosts.NONE, policy);
    List<String> changes = new ArrayList<>();
    level.mux.trace(
        (now, p, s, from, to) ->
            changes.add(now + " " + s + " " + from + " " + to + " " + s.held()));
    Group[] groups = {group(level, "a", random), group(level, "b", random), null};
    for (int i = 0; i < cpus; i++) {
      Group group = groups[Math.max(0, random.nextInt(5) - 2)];
      if (random.nextInt(3) == 0) {
        Schedulable hog = level.sleepingHog("h" + i, group, 1024, CpuMask.of(i));
        level.at(grainNs * random.nextLong(0, 50 * MS / grainNs), () -> level.mux.wake(hog));
      } else {
        SplittableRandom own = random.split();
        long busyNs = own.nextLong(grainNs + 1, 20 * MS);
        long sleepNs = own.nextLong(grainNs + 1, 40 * MS);
        level.sleeper(
            Schedulable.thread("s" + i, group, 1024, CpuMask.of(i), now -> {}),
            () -> grainNs * own.nextLong(1, 2 + busyNs / grainNs),
            () -> grainNs * own.nextLong(1, 2 + sleepNs / grainNs));
      }
    }
    for (int i = 0; i < 10; i++) {
      Schedulable s = level.all.get(random.nextInt(level.all.size()));
      boolean stops = random.nextBoolean();
      long atNs = grainNs * random.nextLong(0, END_NS / grainNs);
      level.at(atNs, stops ? () -> level.mux.stop(s) : () -> level.mux.start(s));
    }
    level.run(END_NS);
    return changes;
  }

  private static Group group(FairLevel level, String name, SplittableRandom random) {
    long periodNs = new long[] {10 * MS, 50 * MS, 100 * MS}[random.nextInt(3)];
    long quotaNs = random.nextLong(MS, periodNs * 3 / 2);
    long burstNs = random.nextBoolean() ? 0 : random.nextLong(quotaNs);
    return level.mux.group(name, null, 100, new Group.Quota(quotaNs, periodNs, burstNs));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aQuotaIsUsedAsTheObviousOneSaysAtEveryInstant(@ForAll long seed) {
    long tickNs = (seed & 1) == 0 ? MS : 4 * MS;

    List<String> plain = changes(seed, pool -> new PlainQuota(pool, tickNs));

    assertThat(
            changes(seed, pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST.withTick(tickNs))))
        .isEqualTo(plain)
        .isNotEmpty();
    assertThat(changes(seed, pool -> new Cfs(pool, CfsParameters.CFS_6_1.withTick(tickNs))))
        .isEqualTo(plain);
  }
}
