package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/** Random hogs and sleepers; each run holds the contract, the books and the queues' invariants. */
class EevdfPropertyTest {
  private static final EevdfParameters[] VERSIONS = {
    EevdfParameters.EEVDF_6_6, EevdfParameters.EEVDF_6_12, EevdfParameters.EEVDF_LATEST
  };

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void holdsEveryInvariantWhateverRuns(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int cores) {
    SplittableRandom random = new SplittableRandom(seed);
    Topology machine =
        new Topology(Shape.of(1 + random.nextInt(2), cores, 1 + random.nextInt(2)), 1_000_000_000);
    EevdfLevel level = new EevdfLevel(machine, random(random), costs(random));
    Group[] groups = groups(level, random);
    for (int i = 0; i < 3 + random.nextInt(8); i++) {
      Group group = groups[random.nextInt(groups.length)];
      int weight = NiceWeights.of(random.nextInt(-5, 15));
      CpuMask affinity =
          random.nextInt(4) == 0 ? CpuMask.of(random.nextInt(machine.cpuCount())) : null;
      if (random.nextInt(3) == 0) {
        level.mux.wake(level.sleepingHog("h" + i, group, weight, affinity));
      } else {
        level.sleeper(
            Schedulable.thread("s" + i, group, weight, affinity, now -> {}),
            () -> random.nextLong(1, 5 * MS),
            () -> random.nextLong(1, 8 * MS));
      }
    }
    meddle(level, random);

    level.run(400 * MS);

    assertThat(level.site.events()).isPositive();
  }

  private static EevdfParameters random(SplittableRandom random) {
    return VERSIONS[random.nextInt(3)]
        .withHrtick(random.nextInt(4) == 0)
        .withTick(random.nextBoolean() ? MS : 4 * MS);
  }

  /** Free, or switches and kicks that take their time, so that what was decided comes late. */
  private static LevelCosts costs(SplittableRandom random) {
    long switchNs = random.nextInt(3) * 1_000;
    long kickNs = random.nextInt(3) * 1_500;
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

  private static Group[] groups(EevdfLevel level, SplittableRandom random) {
    Group plain = level.group("plain", random.nextInt(1, 1_000));
    Group capped = level.capped("capped", random.nextInt(5, 150), 100);
    Group inner = level.mux.group("inner", capped, 50, Group.Quota.NONE);
    Group twice = level.mux.group("twice", capped, 100, new Group.Quota(20 * MS, 50 * MS, 0));
    return new Group[] {null, plain, capped, inner, twice};
  }

  /** Pauses, resumes and yields at random times, from outside. */
  private static void meddle(EevdfLevel level, SplittableRandom random) {
    for (int i = 0; i < 60; i++) {
      int what = random.nextInt(4);
      Schedulable s = level.all.get(random.nextInt(level.all.size()));
      Schedulable to = level.all.get(random.nextInt(level.all.size()));
      level.at(
          random.nextLong(1, 400 * MS),
          () -> {
            if (what == 0) {
              level.mux.stop(s);
            } else if (what == 1) {
              level.mux.start(s);
            } else if (s.state() == RunState.RUNNING && s.held() == null && s.isRunnable()) {
              level.mux.yield(s, what == 2 ? null : to);
            }
          });
    }
  }

  /**
   * Every dispatch on one processor is that of a slow model: exact rational virtual times, a scan
   * of all.
   */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void picksWhomAScanOfExactVirtualTimesPicks(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int hogs) {
    SplittableRandom random = new SplittableRandom(seed);
    EevdfLevel level = EevdfLevel.of(1);
    List<Schedulable> all = new ArrayList<>();
    for (int i = 0; i < hogs; i++) {
      all.add(level.hog("h" + i, null, 1 << 8 + random.nextInt(5)));
    }
    SlowQueue slow = new SlowQueue(all, level.eevdf);

    level.run(300 * MS);

    assertThat(level.log).isEqualTo(slow.dispatches(300));
  }

  /** Hogs alone, on ticks of 4 ms: at each the protection is over, and a new choice is made. */
  private static final class SlowQueue {
    private static final long SLICE = EevdfParameters.EEVDF_LATEST.sliceNs(1);
    private final List<Schedulable> all;
    private final BigInteger[] ran; // times 1024 / weight; the weights are powers of two
    private final BigInteger[] deadline;
    private final List<Integer> order = new ArrayList<>();

    SlowQueue(List<Schedulable> all, Eevdf eevdf) {
      this.all = all;
      ran = new BigInteger[all.size()];
      deadline = new BigInteger[all.size()];
      for (int i = 0; i < all.size(); i++) {
        ran[i] = BigInteger.ZERO;
        deadline[i] = virtual(SLICE, i).shiftRight(1);
        order.add(i);
        assertThat(eevdf.entity(all.get(i)).deadline).isEqualTo(deadline[i].longValue());
      }
    }

    private BigInteger virtual(long ns, int i) {
      return BigInteger.valueOf(ns * 1024 / all.get(i).weight());
    }

    private boolean isEligible(int i) {
      BigInteger sum = BigInteger.ZERO;
      BigInteger weights = BigInteger.ZERO;
      for (int j = 0; j < all.size(); j++) {
        BigInteger w = BigInteger.valueOf(all.get(j).weight());
        sum = sum.add(w.multiply(ran[j]));
        weights = weights.add(w);
      }
      return ran[i].multiply(weights).compareTo(sum) <= 0;
    }

    /** The current one counts last at equal deadlines; the others as they were queued. */
    private int pick(int current) {
      int best = -1;
      for (int i : order) {
        if (i != current
            && isEligible(i)
            && (best < 0 || deadline[i].compareTo(deadline[best]) < 0)) {
          best = i;
        }
      }
      boolean goesOn = current >= 0 && isEligible(current);
      boolean earlier = goesOn && (best < 0 || deadline[current].compareTo(deadline[best]) < 0);
      return earlier ? current : best;
    }

    List<String> dispatches(int untilMs) {
      List<String> log = new ArrayList<>();
      int current = -1;
      for (int ms = 0; ms <= untilMs; ms += 4) {
        if (current >= 0) {
          ran[current] = ran[current].add(virtual(4 * MS, current));
          if (ran[current].compareTo(deadline[current]) >= 0) {
            deadline[current] = ran[current].add(virtual(SLICE, current));
          }
        }
        int next = pick(current);
        if (next != current) {
          if (current >= 0) {
            order.add(current);
          }
          order.remove((Integer) next);
          current = next;
          log.add(ms + ".000 " + all.get(next) + "@0");
        }
      }
      return log;
    }
  }
}
