package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.coremux.engine.Timer;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real-time threads above each policy, which goes on as if nothing had happened. */
class ClassStackTest {
  private static final long LONG_NS = 1L << 50;

  /** What is below. */
  enum Below {
    ROUND_ROBIN(pool -> new RoundRobin(pool, new RoundRobinParameters(10 * MS))),
    EEVDF(pool -> new Eevdf(pool, EevdfParameters.EEVDF_LATEST)),
    CREDIT2(pool -> new Credit2(pool, Credit2Parameters.defaults()));

    final Function<Pool, Scheduler> policy;

    Below(Function<Pool, Scheduler> policy) {
      this.policy = policy;
    }

    Function<Pool, Scheduler> stacked() {
      return pool -> new CheckedScheduler(pool, inner -> new ClassStack(inner, policy));
    }
  }

  private final TestLevel level = new TestLevel();
  private final List<String> log = new ArrayList<>();

  private Multiplexer cpus(int count, Below below) {
    Multiplexer mux = level.hardware(Topology.flat(count), TestLevel.Costs.FREE, below.stacked());
    mux.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            log.add(String.format(Locale.ROOT, "%.1f %s@%d", now / (double) MS, s, p.index()));
          }
        });
    return mux;
  }

  /** Asleep; computes so much each time that it is woken. */
  private static Schedulable thread(
      Multiplexer mux, String name, int realTime, CpuMask affinity, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            affinity,
            now -> {
              self[0].compute(workNs);
              mux.block(self[0]);
            });
    self[0].realTime(realTime);
    self[0].compute(workNs);
    return TestLevel.add(mux, self[0]);
  }

  private static Schedulable hog(Multiplexer mux, String name, CpuMask affinity) {
    Schedulable hog = thread(mux, name, 0, affinity, LONG_NS);
    mux.wake(hog);
    return hog;
  }

  private void wake(Multiplexer mux, Schedulable s, long atMs) {
    level.at(atMs * MS, () -> mux.wake(s));
  }

  @ParameterizedTest
  @EnumSource
  void aRealTimeThreadPreemptsAtOnce(Below below) {
    Multiplexer cpu = cpus(1, below);
    Schedulable hog = hog(cpu, "hog", null);
    wake(cpu, thread(cpu, "rt", 1, null, 2 * MS), 3);

    level.run(20 * MS);

    assertThat(log).containsExactly("0.0 hog@0", "3.0 rt@0", "5.0 hog@0");
    cpu.settleBooks();
    assertThat(hog.timeNs(RunState.RUNNING)).isEqualTo(18 * MS);
  }

  @ParameterizedTest
  @EnumSource
  void theHighestRunsFirstAndEqualsInTheirOrder(Below below) {
    Multiplexer cpu = cpus(1, below);
    hog(cpu, "hog", null);
    wake(cpu, thread(cpu, "low", 1, null, 5 * MS), 1);
    wake(cpu, thread(cpu, "first", 50, null, 2 * MS), 2);
    wake(cpu, thread(cpu, "second", 50, null, 2 * MS), 3);
    wake(cpu, thread(cpu, "top", 99, null, MS), 3);

    level.run(20 * MS);

    assertThat(log)
        .containsExactly(
            "0.0 hog@0",
            "1.0 low@0",
            "2.0 first@0",
            "3.0 top@0",
            "4.0 first@0",
            "5.0 second@0",
            "7.0 low@0",
            "11.0 hog@0");
  }

  @Test
  void theOneDisplacedGoesOnWithItsSlice() {
    Multiplexer cpu = cpus(1, Below.ROUND_ROBIN);
    hog(cpu, "a", null);
    hog(cpu, "b", null);
    wake(cpu, thread(cpu, "rt", 1, null, 2 * MS), 3);

    level.run(25 * MS);

    assertThat(log.subList(0, 4)).containsExactly("0.0 a@0", "3.0 rt@0", "5.0 a@0", "12.0 b@0");
  }

  @ParameterizedTest
  @EnumSource
  void whoIsDisplacedIsNotWaitedForElsewhere(Below below) {
    Multiplexer cpus = cpus(2, below);
    Schedulable one = hog(cpus, "one", null);
    Schedulable two = hog(cpus, "two", null);
    wake(cpus, thread(cpus, "rt", 1, CpuMask.of(0), 100 * MS), 5);

    level.run(205 * MS);

    cpus.settleBooks();
    long all = one.timeNs(RunState.RUNNING) + two.timeNs(RunState.RUNNING);
    assertThat(all).isEqualTo(2 * 205 * MS - 100 * MS);
  }

  @ParameterizedTest
  @EnumSource
  void affinityHolds(Below below) {
    Multiplexer cpus = cpus(2, below);
    hog(cpus, "zero", CpuMask.of(0));
    Schedulable one = thread(cpus, "one", 3, CpuMask.of(1), 4 * MS);
    Schedulable other = thread(cpus, "other", 2, CpuMask.of(1), 4 * MS);
    wake(cpus, one, 1);
    wake(cpus, other, 2);

    level.run(20 * MS);

    assertThat(log).containsExactly("0.0 zero@0", "1.0 one@1", "5.0 other@1");
  }

  @ParameterizedTest
  @EnumSource
  void anIdleProcessorIsTakenBeforeAFairThreadIsDisplaced(Below below) {
    Multiplexer cpus = cpus(2, below);
    hog(cpus, "hog", CpuMask.of(0));
    wake(cpus, thread(cpus, "rt", 1, null, 4 * MS), 1);

    level.run(20 * MS);

    assertThat(log).containsExactly("0.0 hog@0", "1.0 rt@1");
  }

  /** Whatever happens: nobody is lost, and no processor idles beside one that could run there. */
  @ParameterizedTest
  @EnumSource
  void nobodyIsLost(Below below) {
    for (int seed = 0; seed < 20; seed++) {
      randomRun(below, seed);
    }
  }

  private static void randomRun(Below below, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TestLevel level = new TestLevel();
    int count = 1 + random.nextInt(4);
    Multiplexer mux = level.hardware(Topology.flat(count), TestLevel.Costs.FREE, below.stacked());
    List<Schedulable> all = new ArrayList<>();
    List<Schedulable> waiting = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(8); i++) {
      int realTime = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
      CpuMask affinity = random.nextInt(4) == 0 ? CpuMask.of(random.nextInt(count)) : null;
      all.add(sleeper(level, mux, realTime, affinity, random));
    }
    long untilNs = 300 * MS;
    level.run(untilNs);

    mux.settleBooks();
    for (Schedulable s : all) { // a fair one may starve only under real-time ones
      long aloneNs = s.timeNs(RunState.RUNNING) + s.timeNs(RunState.RUNNABLE);
      assertThat(aloneNs).as("%s of seed %d", s, seed).isPositive();
      if (s.timeNs(RunState.RUNNING) == 0) {
        waiting.add(s);
      }
    }
    for (Schedulable s : waiting) {
      long otherNs = 0;
      for (Schedulable other : all) {
        boolean above = other.realTime() > s.realTime() || s.realTime() == 0;
        otherNs += above ? other.timeNs(RunState.RUNNING) : 0;
      }
      assertThat(otherNs).as("%s of seed %d", s, seed).isGreaterThan(untilNs / 2);
    }
    for (int i = 0; i < count; i++) {
      idlesOnlyAlone(mux, i, all, seed);
    }
  }

  private static void idlesOnlyAlone(Multiplexer mux, int cpu, List<Schedulable> all, int seed) {
    Pool pool = mux.pool();
    if (!pool.isIdle(pool.processor(cpu))) {
      return;
    }
    for (Schedulable s : all) {
      boolean waits = s.state() == RunState.RUNNABLE && s.allows(pool.processor(cpu));
      boolean isTop = s.realTime() > 0;
      assertThat(waits && isTop).as("%s beside idle %d, seed %d", s, cpu, seed).isFalse();
    }
  }

  private static Schedulable sleeper(
      TestLevel level, Multiplexer mux, int realTime, CpuMask affinity, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer[] timer = new Timer[1];
    String name = (realTime == 0 ? "fair" : "rt" + realTime) + "-" + random.nextInt(1_000);
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            affinity,
            now -> {
              self[0].compute(1 + random.nextInt((int) (4 * MS)));
              mux.block(self[0]);
              long sleepNs = random.nextInt(4) == 0 ? 0 : random.nextInt((int) (12 * MS));
              level.site.arm(timer[0], now + sleepNs);
            });
    timer[0] = new Timer(now -> mux.wake(self[0]));
    self[0].realTime(realTime);
    self[0].compute(1 + random.nextInt((int) (4 * MS)));
    TestLevel.add(mux, self[0]);
    level.site.arm(timer[0], random.nextInt((int) (5 * MS)));
    return self[0];
  }
}
