package org.coremux.sched;

import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
 * Random hogs and sleepers of a few domains, that yield, wake before they are switched out, and
 * end; the same seed makes the same for every policy of Xen.
 */
final class RandomThreads {
  private final List<String> log = new ArrayList<>();
  private final SplittableRandom random;
  private final TestLevel model = new TestLevel();
  private final Multiplexer host;
  private final long grainNs;
  private final int cpus;

  RandomThreads(long seed, Topology topology, Function<Pool, Scheduler> policy) {
    random = new SplittableRandom(seed);
    cpus = topology.cpuCount();
    TestLevel.Costs costs =
        new TestLevel.Costs(random.nextInt(2) * 2L * US, 0, random.nextInt(2) * US);
    // a coarse grain makes much happen in the same instant
    grainNs = new long[] {1, 50 * US, 500 * US}[random.nextInt(3)];
    host = model.hardware(topology, costs, pool -> new CheckedScheduler(pool, policy));
    host.trace((now, p, s, from, to) -> log.add(now + " " + s + " " + from + " " + to + " " + p));
    Group[] groups = {
      null, domain("capped", random.nextInt(3, 120)), domain("other", random.nextInt(50, 400))
    };
    int count = random.nextInt(1, 3 * cpus + 3);
    for (int k = 0; k < count; k++) {
      thread("t" + k, groups[Math.max(0, random.nextInt(6) - 3)]);
    }
  }

  private Group domain(String name, int capPercent) {
    Group group = host.group(name, null, 256, new Group.Quota(capPercent * MS, 100 * MS, 0));
    if (random.nextInt(3) == 0) {
      int first = random.nextInt(cpus);
      String preferred = first + "-" + random.nextInt(first, cpus);
      group.settings(Parameters.of(SoftAffinity.declared(), Map.of("softAffinity", preferred)));
    }
    return group;
  }

  private void thread(String name, Group group) {
    int weight = new int[] {16, 64, 128, 256, 256, 256, 300, 512, 1024}[random.nextInt(9)];
    CpuMask affinity = null;
    if (random.nextInt(4) == 0) {
      int first = random.nextInt(cpus);
      affinity = CpuMask.range(first, random.nextInt(first, cpus));
    }
    SplittableRandom own = random.split();
    long busyNs = grainNs * Math.max(2, own.nextLong(100 * US, 30 * MS) / grainNs);
    long sleepNs = grainNs * Math.max(2, own.nextLong(100 * US, 20 * MS) / grainNs);
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            weight,
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

  /** Runs to that time; every change of state on the way, with where and when. */
  List<String> run(long untilNs) {
    model.run(untilNs);
    return log;
  }
}
