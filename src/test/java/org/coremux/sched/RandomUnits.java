package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
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

/**
 * A random scenario of units that compute, yield, block, wake at once and end, each in a group with
 * random settings: from the same seed the same for every policy, so that two can be compared.
 */
final class RandomUnits {
  private static final long US = TestLevel.US;
  private static final long MS = TestLevel.MS;

  private final List<String> log = new ArrayList<>();
  private final SplittableRandom random;
  private final TestLevel model = new TestLevel();
  private final Multiplexer host;
  private final long grainNs;
  private final int cpus;

  /**
   * @param settings those of a group, by a source of random numbers and a grain of time; null for
   *     none
   */
  RandomUnits(
      long seed,
      Function<Pool, Scheduler> policy,
      BiFunction<SplittableRandom, Long, Parameters> settings) {
    random = new SplittableRandom(seed);
    cpus = random.nextInt(1, 5);
    TestLevel.Costs costs =
        new TestLevel.Costs(random.nextInt(2) * 2L * US, 0, random.nextInt(2) * US);
    // a coarse grain makes much happen in the same instant
    grainNs = new long[] {1, 50 * US, 500 * US}[random.nextInt(3)];
    host = model.hardware(Topology.flat(cpus), costs, pool -> new CheckedScheduler(pool, policy));
    host.trace((now, p, s, from, to) -> log.add(now + " " + s + " " + from + " " + to + " " + p));
    Group[] groups = new Group[4];
    for (int i = 1; i < groups.length; i++) {
      Group group = host.group("g" + i, null, 256, Group.Quota.NONE);
      groups[i] = group.settings(settings.apply(random, Math.max(50 * US, grainNs)));
    }
    int count = random.nextInt(1, 3 * cpus + 3);
    for (int k = 0; k < count; k++) {
      thread("t" + k, groups[random.nextInt(groups.length)]);
    }
  }

  private void thread(String name, Group group) {
    CpuMask affinity = null;
    if (random.nextInt(4) == 0) {
      affinity = CpuMask.range(0, random.nextInt(cpus));
    }
    SplittableRandom own = random.split();
    long busyNs = grainNs * Math.max(2, own.nextLong(100 * US, 20 * MS) / grainNs);
    long sleepNs = grainNs * Math.max(2, own.nextLong(100 * US, 20 * MS) / grainNs);
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            1024,
            affinity,
            now -> next(self[0], wake, own, new long[] {busyNs, sleepNs, now}));
    self[0].compute(grain(busyNs, own));
    TestLevel.add(host, self[0]);
    model.site.arm(wake, grain(5 * MS, own));
  }

  private void next(Schedulable s, Timer wake, SplittableRandom own, long[] times) {
    s.compute(grain(times[0], own));
    switch (own.nextInt(8)) {
      case 0 -> host.yield(s, null);
      case 1 -> {
        host.block(s);
        host.wake(s); // before it has been switched out
      }
      case 2 -> {
        if (own.nextInt(20) == 0) {
          host.exit(s);
        }
      }
      default -> {
        host.block(s);
        model.site.arm(wake, times[2] + grain(times[1], own));
      }
    }
  }

  private long grain(long mostNs, SplittableRandom own) {
    return grainNs * own.nextLong(1, Math.max(2, mostNs / grainNs));
  }

  /** Every change of state until then. */
  List<String> run(long untilNs) {
    model.run(untilNs);
    return log;
  }
}
