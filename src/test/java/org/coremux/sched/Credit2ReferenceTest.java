package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.Credit2Bench.MS;
import static org.coremux.sched.Credit2Bench.US;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/** Credit2 against a slow and obvious one, change of state by change of state. */
class Credit2ReferenceTest {
  private static final long UNTIL_NS = 400 * MS;

  /** A random scenario; the same seed makes the same for both. */
  private static final class Scenario {
    final List<String> log = new ArrayList<>();
    final SplittableRandom random;
    final TestLevel model = new TestLevel();
    final Multiplexer host;
    final long grainNs;
    final int cpus;

    Scenario(long seed, Function<Pool, Scheduler> policy) {
      random = new SplittableRandom(seed);
      int threads = random.nextInt(1, 3);
      Topology topology =
          new Topology(Shape.of(1, random.nextInt(1, 6), threads), 1_000_000_000, 65_536);
      cpus = topology.cpuCount();
      TestLevel.Costs costs =
          new TestLevel.Costs(random.nextInt(2) * 2L * US, 0, random.nextInt(2) * US);
      // a coarse grain makes much happen in the same instant
      grainNs = new long[] {1, 50 * US, 500 * US}[random.nextInt(3)];
      host = model.hardware(topology, costs, pool -> new CheckedScheduler(pool, policy));
      host.trace((now, p, s, from, to) -> log.add(now + " " + s + " " + from + " " + to + " " + p));
      Group[] groups = {
        null,
        host.group("capped", null, 256, quota(random.nextInt(3, 120))),
        host.group("other", null, 256, quota(random.nextInt(50, 400)))
      };
      int count = random.nextInt(1, 4 * cpus + 3);
      for (int k = 0; k < count; k++) {
        thread("t" + k, groups[Math.max(0, random.nextInt(6) - 3)]);
      }
    }

    private static Group.Quota quota(int percent) {
      return new Group.Quota(percent * MS, 100 * MS, 0);
    }

    private void thread(String name, Group group) {
      int weight = new int[] {16, 64, 128, 256, 256, 256, 300, 512, 1024}[random.nextInt(9)];
      CpuMask affinity = null;
      if (random.nextInt(4) == 0) {
        affinity = CpuMask.range(0, random.nextInt(cpus));
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

    List<String> run() {
      model.run(UNTIL_NS);
      return log;
    }
  }

  @Property(tries = 300)
  void decidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    long ratelimitNs = new long[] {0, MS, MS, 5 * MS}[(int) (seed & 3)];
    Credit2Parameters parameters =
        Credit2Parameters.of(
            Parameters.of(Credit2Parameters.declared(), Map.of("ratelimit", ratelimitNs)));

    List<String> fast = new Scenario(seed, pool -> new Credit2(pool, parameters)).run();
    List<String> plain = new Scenario(seed, pool -> new PlainCredit2(pool, ratelimitNs)).run();

    assertThat(fast).isEqualTo(plain);
    assertThat(fast).isNotEmpty();
  }
}
