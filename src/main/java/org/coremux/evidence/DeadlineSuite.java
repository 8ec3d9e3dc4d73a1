package org.coremux.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.coremux.evidence.TaskSet.Task;
import org.coremux.sched.ClassStack;
import org.coremux.sched.Edf;
import org.coremux.sched.EdfParameters;
import org.coremux.sched.RealTimeParameters;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;

/**
 * Periodic tasks that are due by the end of their periods: fixed priorities, the earliest deadline
 * first, and reservations, each against what is known of them exactly. Nothing here is drawn but
 * the tasks of random sets, from a fixed seed.
 */
final class DeadlineSuite {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final double NS_PER_MS = 1e6;

  private static final String RESPONSES = "Joseph and Pandya 1986";
  private static final String LIU_LAYLAND = "Liu and Layland 1973";
  private static final String GFB = "Goossens, Funk and Baruah 2003";
  private static final String CBS = "Abeni and Buttazzo 1998";
  private static final String MISSES = "deadlines missed";

  /** Sets of random tasks. */
  private static final int SETS = 20;

  private final List<Experiment> all = new ArrayList<>();

  static List<Experiment> experiments(Lab lab) {
    DeadlineSuite suite = new DeadlineSuite();
    suite.responses("3/7 3/12 5/20", set(3, 7, 3, 12, 5, 20));
    suite.responses("10/40 10/60 30/100", set(10, 40, 10, 60, 30, 100));
    suite.responses("10/20 10/40 20/80", set(10, 20, 10, 40, 20, 80));
    suite.liuLayland();
    suite.shorterPeriodFails();
    suite.earliestDeadline("2/5 4/7", set(2, 5, 4, 7));
    suite.earliestDeadline("10/20 10/40 20/80", set(10, 20, 10, 40, 20, 80));
    suite.earliestDeadline("3/10 5/15 11/30", set(3, 10, 5, 15, 11, 30));
    suite.earliestDeadline("2/5 4/7 2/25", set(2, 5, 4, 7, 2, 25));
    suite.randomSets();
    suite.severalProcessors();
    suite.dhall();
    suite.reservation(true);
    suite.reservation(false);
    suite.greedyAlone();
    return suite.all;
  }

  /** Costs and periods in turn. Unit: ms. */
  private static TaskSet set(long... costsAndPeriods) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < costsAndPeriods.length; i += 2) {
      tasks.add(new Task(costsAndPeriods[i] * MS, costsAndPeriods[i + 1] * MS));
    }
    return new TaskSet(tasks);
  }

  private void add(String model, String parameters, List<Claim> claims, Experiment.Trial trial) {
    all.add(new Experiment(TheorySuite.DEADLINES, model, parameters, claims, 1, trial));
  }

  private static Claim none(String metric, String source) {
    return new Claim(metric, "", Claim.Kind.EXACTLY, 0, source);
  }

  private static Claim some(String metric, String source) {
    return new Claim(metric, "", Claim.Kind.AT_LEAST, 1, source);
  }

  // ---- fixed priorities ----

  /** The tasks as real-time threads, the first most urgent. */
  private static ObservedLevel fixedPriorities(TaskSet set) {
    RoundRobinParameters below = new RoundRobinParameters(RoundRobinParameters.QUANTUM_NS);
    RealTimeParameters all = RealTimeParameters.UNBOUNDED; // the theory knows no throttling
    ObservedLevel level =
        new ObservedLevel(
            1, pool -> new ClassStack(pool, all, fair -> new RoundRobin(fair, below)));
    for (int i = 0; i < set.tasks().size(); i++) {
      level.periodic("task" + i, null, set.tasks().size() - i, set.tasks().get(i));
    }
    level.hog("beside", null, 1);
    level.run(SECOND);
    return level;
  }

  private void responses(String tasks, TaskSet set) {
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < set.tasks().size(); i++) {
      double worstMs = set.worstResponseNs(i).orElseThrow() / NS_PER_MS;
      String metric = "worst response of priority " + (set.tasks().size() - i);
      claims.add(new Claim(metric, "ms", Claim.Kind.EXACTLY, worstMs, RESPONSES));
    }
    add(
        "fixed priority",
        tasks + " ms",
        claims,
        run ->
            fixedPriorities(set).members().stream()
                .limit(set.tasks().size())
                .mapToDouble(member -> member.longestResponseNs() / NS_PER_MS)
                .toArray());
  }

  private void liuLayland() {
    add(
        "rate monotonic",
        SETS + " sets of 4 at the bound of 0.757",
        List.of(none(MISSES, LIU_LAYLAND)),
        run -> {
          double misses = 0;
          for (int i = 0; i < SETS; i++) {
            double bound = new TaskSet(random(i, 4, 0.5)).liuLaylandBound();
            List<Task> tasks = new ArrayList<>(random(i, 4, bound));
            tasks.sort(Comparator.comparingLong(Task::periodNs));
            misses += misses(fixedPriorities(new TaskSet(tasks)));
          }
          return new double[] {misses};
        });
  }

  private void shorterPeriodFails() {
    TaskSet set = set(2, 5, 4, 7);
    Claim.Kind kind = set.worstResponseNs(1).isEmpty() ? Claim.Kind.AT_LEAST : Claim.Kind.EXACTLY;
    add(
        "rate monotonic",
        "2/5 4/7 ms, utilisation 0.971",
        List.of(new Claim(MISSES, "", kind, kind == Claim.Kind.AT_LEAST ? 1 : 0, RESPONSES)),
        run -> new double[] {misses(fixedPriorities(set))});
  }

  private static double misses(ObservedLevel level) {
    return level.members().stream().mapToLong(ObservedLevel.Member::misses).sum();
  }

  // ---- earliest deadline first ----

  /** The tasks, each with its cost reserved in each of its periods. */
  private static void reserve(ObservedLevel level, TaskSet set) {
    for (int i = 0; i < set.tasks().size(); i++) {
      Task task = set.tasks().get(i);
      level.periodic("task" + i, level.capped("task" + i, task.costNs(), task.periodNs()), 0, task);
    }
  }

  /** The same beside threads that always compute. */
  private static ObservedLevel earliestDeadline(int processors, TaskSet set) {
    ObservedLevel level =
        new ObservedLevel(processors, pool -> new Edf(pool, EdfParameters.STANDARD));
    reserve(level, set);
    for (int i = 0; i < processors; i++) {
      level.hog("beside" + i, null, 1);
    }
    level.run(SECOND);
    return level;
  }

  private void earliestDeadline(String tasks, TaskSet set) {
    add(
        "EDF",
        "%s ms, utilisation %.3f".formatted(tasks, set.utilisation()),
        List.of(set.fitsOneProcessor() ? none(MISSES, LIU_LAYLAND) : some(MISSES, LIU_LAYLAND)),
        run -> new double[] {misses(earliestDeadline(1, set))});
  }

  private void randomSets() {
    for (double utilisation : new double[] {1, 1.05}) {
      boolean fits = utilisation <= 1;
      add(
          "EDF",
          "%d sets of 5, utilisation %.2f".formatted(SETS, utilisation),
          List.of(
              fits
                  ? none("sets with a miss", LIU_LAYLAND)
                  : new Claim("sets with a miss", "", Claim.Kind.EXACTLY, SETS, LIU_LAYLAND)),
          run -> {
            int missing = 0;
            for (int i = 0; i < SETS; i++) {
              TaskSet set = new TaskSet(random(i, 5, utilisation));
              missing += misses(earliestDeadline(1, set)) > 0 ? 1 : 0;
            }
            return new double[] {missing};
          });
    }
  }

  /** So many tasks of that utilisation together, by a seed; rounded so that it is not exceeded. */
  private static List<Task> random(int seed, int count, double utilisation) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] parts = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      parts[i] = 0.2 + random.nextDouble();
      sum += parts[i];
    }
    List<Task> tasks = new ArrayList<>();
    for (double part : parts) {
      long periodNs = random.nextLong(5, 50) * MS;
      tasks.add(new Task((long) (part / sum * utilisation * periodNs), periodNs));
    }
    return tasks;
  }

  private void severalProcessors() {
    add(
        "global EDF",
        SETS + " sets of 6 on 2 pCPUs",
        List.of(none("misses within the bound", GFB)),
        run -> {
          double misses = 0;
          for (int i = 0; i < SETS; i++) {
            TaskSet set = new TaskSet(random(i, 6, 1.5));
            misses += set.fits(2) ? misses(earliestDeadline(2, set)) : 0;
          }
          return new double[] {misses};
        });
  }

  /** Two light tasks that are due first make a heavy one late, with a third of the time idle. */
  private void dhall() {
    TaskSet set = set(2, 10, 2, 10, 10, 11);
    add(
        "global EDF",
        "Dhall's effect: 2/10 2/10 10/11 ms on 2 pCPUs",
        List.of(some(MISSES, "Dhall and Liu 1978")),
        run -> new double[] {misses(earliestDeadline(2, set))});
  }

  // ---- reservations ----

  /** One that always wants more beside tasks that need the rest. */
  private void reservation(boolean isHard) {
    add(
        "CBS",
        "greedy 4/10 beside 3/10 and 6/20 ms" + (isHard ? ", hard" : ", soft"),
        List.of(
            new Claim("share of the greedy one", "", Claim.Kind.EXACTLY, 0.4, CBS),
            none("others' deadlines missed", CBS),
            new Claim("most in any 10 ms", "ms", Claim.Kind.AT_MOST, 8, "a budget either side")),
        run -> {
          ObservedLevel level = level(isHard);
          ObservedLevel.Member greedy =
              level.hog("greedy", level.capped("greedy", 4 * MS, 10 * MS), 1);
          reserve(level, set(3, 10, 6, 20));
          level.run(SECOND);
          return new double[] {
            (double) greedy.ranNs() / SECOND,
            misses(level),
            greedy.mostWithinNs(10 * MS) / NS_PER_MS
          };
        });
  }

  private void greedyAlone() {
    supply(true, new Claim("share", "", Claim.Kind.EXACTLY, 0.4, CBS));
    supply(false, new Claim("share", "", Claim.Kind.EXACTLY, 1, CBS));
  }

  private void supply(boolean isHard, Claim claim) {
    add(
        "CBS",
        "greedy 4/10 ms alone" + (isHard ? ", hard" : ", soft"),
        List.of(claim),
        run -> {
          ObservedLevel level = level(isHard);
          ObservedLevel.Member greedy =
              level.hog("greedy", level.capped("greedy", 4 * MS, 10 * MS), 1);
          level.run(SECOND);
          return new double[] {(double) greedy.ranNs() / SECOND};
        });
  }

  private static ObservedLevel level(boolean isHard) {
    EdfParameters parameters = new EdfParameters(0, isHard, EdfParameters.STANDARD.quantumNs());
    return new ObservedLevel(1, pool -> new Edf(pool, parameters));
  }
}
