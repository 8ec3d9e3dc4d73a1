package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.ReservedLevel.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Timer;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;

/** What holds of all policies with reservations: schedulers.md, section 21. */
class ReservationPropertyTest {
  private static final List<String> ALL = List.of("rtds", "deadline", "sedf", "edf");
  private static final List<String> GLOBAL = List.of("rtds", "deadline", "edf");
  private static final String SLEEPS = "sleeps";
  private static final long US = 1_000;

  /** Budgets and periods in ns. */
  private record Task(long budgetNs, long periodNs) {}

  private static ReservedLevel level(int cpus, String policy) {
    Map<String, ?> parameters = policy.equals("deadline") ? Map.of("hrtick", true) : Map.of();
    return new ReservedLevel(cpus, policy, parameters);
  }

  /** Tasks whose utilisations are random shares of the total, each at most all of a processor. */
  private static List<Task> tasks(SplittableRandom random, double total, long grainNs) {
    int count = random.nextInt(2, 7);
    double[] parts = random.doubles(count, 0.1, 1).toArray();
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    List<Task> tasks = new ArrayList<>();
    for (double part : parts) {
      long periodNs = random.nextLong(2, 20) * MS;
      long budgetNs = (long) (part / sum * total * periodNs) / grainNs * grainNs;
      tasks.add(new Task(Math.max(grainNs, Math.min(budgetNs, periodNs)), periodNs));
    }
    return tasks;
  }

  private static double utilisation(List<Task> tasks) {
    return tasks.stream().mapToDouble(t -> (double) t.budgetNs / t.periodNs).sum();
  }

  private static long misses(ReservedLevel level, List<Task> tasks, long untilMs) {
    List<ReservedLevel.Jobs> all = new ArrayList<>();
    for (Task task : tasks) {
      String name = "t" + all.size();
      all.add(
          level
          .new Jobs(
              name,
              level.reserving(name, task.budgetNs, task.periodNs),
              task.budgetNs,
              task.periodNs));
    }
    level.run(untilMs);
    return all.stream().mapToLong(ReservedLevel.Jobs::misses).sum();
  }

  private static String pick(List<String> policies, int seed) {
    return policies.get(Math.floorMod(seed, policies.size()));
  }

  @Property
  void oneProcessorMeetsAllDeadlinesUpToAllOfIt(@ForAll int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Task> tasks = tasks(random, random.nextDouble(0.3, 0.999), 10 * US);
    if (utilisation(tasks) <= 1) {
      assertThat(misses(level(1, pick(ALL, seed)), tasks, 200)).as(tasks.toString()).isZero();
    }
  }

  @Property
  void manyProcessorsMeetAllDeadlinesWithinTheBoundOfGoossensFunkAndBaruah(
      @ForAll int seed, @ForAll @IntRange(min = 2, max = 4) int cpus) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Task> tasks = tasks(random, random.nextDouble(0.5, cpus), 10 * US);
    double most = tasks.stream().mapToDouble(t -> (double) t.budgetNs / t.periodNs).max().orElse(0);
    if (utilisation(tasks) <= cpus - (cpus - 1) * most) {
      assertThat(misses(level(cpus, pick(GLOBAL, seed)), tasks, 200)).as(tasks.toString()).isZero();
    }
  }

  @Property
  void whoAsksForMoreThanThereIsMissesDeadlines(@ForAll int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Task> tasks = tasks(random, random.nextDouble(1.3, 1.6), 10 * US);
    if (utilisation(tasks) > 1.2) {
      assertThat(misses(level(1, pick(ALL, seed)), tasks, 400)).isPositive();
    }
  }

  /** Whatever they do: a deferrable server is bound to its periods. */
  @Property
  void rtdsWithoutExtratimeRunsNoLongerThanItsBudgetInAnyPeriod(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 3) int cpus) {
    SplittableRandom random = new SplittableRandom(seed);
    ReservedLevel level = level(cpus, "rtds");
    for (Task task : tasks(random, 1.5 * cpus, 10 * US)) {
      String name = "t" + task;
      Schedulable s = restless(level, name, task, random.split());
      long[] before = new long[1];
      Timer[] check = new Timer[1];
      check[0] =
          new Timer(
              now -> {
                long ran = level.ranNs(s);
                assertThat(ran - before[0]).as(name).isLessThanOrEqualTo(task.budgetNs);
                before[0] = ran;
                level.model.site.arm(check[0], now + task.periodNs);
              });
      level.model.site.arm(check[0], task.periodNs);
    }
    level.run(150);
  }

  /** The supply of a constant bandwidth server: a budget for each period, and one carried in. */
  @Property
  void noServerSuppliesMoreThanItsBudgetsAndOneCarriedIn(@ForAll int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReservedLevel level = level(2, pick(ALL, seed));
    List<Task> tasks = tasks(random, 1.5, 10 * US);
    List<Schedulable> threads = new ArrayList<>();
    for (Task task : tasks) {
      threads.add(restless(level, "t" + threads.size(), task, random.split()));
    }
    long untilMs = random.nextLong(20, 150);

    level.run(untilMs);

    for (int i = 0; i < tasks.size(); i++) {
      long periods = untilMs * MS / tasks.get(i).periodNs + 2;
      assertThat(level.ranNs(threads.get(i))).isLessThanOrEqualTo(periods * tasks.get(i).budgetNs);
    }
  }

  /** Computes and sleeps at random. */
  private static Schedulable restless(
      ReservedLevel level, String name, Task task, SplittableRandom own) {
    Multiplexer host = level.host;
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            level.reserving(name, task.budgetNs, task.periodNs),
            1024,
            null,
            now -> {
              self[0].compute(own.nextLong(1, 6 * MS));
              host.block(self[0]);
              level.model.site.arm(wake, now + own.nextLong(1, 8 * MS));
            });
    self[0].compute(own.nextLong(1, 6 * MS));
    host.admit(self[0]);
    host.start(self[0]);
    level.model.site.arm(wake, own.nextLong(1, 8 * MS));
    return self[0];
  }

  // ---- the same, otherwise ----

  private static List<String> hogs(ReservedLevel level, List<Task> tasks, long scale) {
    for (Task task : tasks) {
      String name = "t" + level.host.roster().indices();
      level.hog(name, level.reserving(name, scale * task.budgetNs, scale * task.periodNs));
    }
    List<String> changes = new ArrayList<>();
    level.host.trace(
        (now, p, s, from, to) -> {
          if (!s.name().equals(SLEEPS)) {
            changes.add(now / scale + " " + s + " " + to + " " + p);
          }
        });
    level.model.run(scale * 100 * MS);
    return changes;
  }

  /** Rounding of 2^10 ns in SCHED_DEADLINE is why periods are whole ms and the factor is 2. */
  @Property
  void timesTwiceAsLongMakeAllHappenTwiceAsLate(@ForAll int seed) {
    List<Task> tasks = tasks(new SplittableRandom(seed), 1.2, 10 * US);
    String policy = pick(ALL, seed);

    assertThat(hogs(level(2, policy), tasks, 2)).isEqualTo(hogs(level(2, policy), tasks, 1));
  }

  @Property
  void wakingOneThatWantsToRunChangesNothing(@ForAll int seed) {
    List<Task> tasks = tasks(new SplittableRandom(seed), 1.2, 10 * US);
    ReservedLevel level = level(2, pick(ALL, seed));
    for (long at = 1; at < 100; at++) {
      level.model.at(
          at * 997 * US,
          () -> {
            for (int i = 0; i < level.host.roster().indices(); i++) {
              level.host.wake(level.host.roster().at(i));
            }
          });
    }

    assertThat(hogs(level, tasks, 1)).isEqualTo(hogs(level(2, pick(ALL, seed)), tasks, 1));
  }

  @Property
  void oneMoreThatSleepsChangesNothing(@ForAll int seed) {
    List<Task> tasks = tasks(new SplittableRandom(seed), 1.2, 10 * US);
    ReservedLevel level = level(2, pick(ALL, seed));
    level.model.at(0, () -> level.sleepingHog(SLEEPS, level.reserving(SLEEPS, MS, 5 * MS), null));

    assertThat(hogs(level, tasks, 1)).isEqualTo(hogs(level(2, pick(ALL, seed)), tasks, 1));
  }
}
