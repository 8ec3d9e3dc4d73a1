package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.coremux.evidence.ObservedLevel.Member;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.sched.Credit2;
import org.coremux.sched.Credit2Parameters;
import org.coremux.sched.Edf;
import org.coremux.sched.EdfParameters;
import org.coremux.sched.Eevdf;
import org.coremux.sched.EevdfParameters;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;

/**
 * What each policy promises: how far anybody may be from its share, how long it may wait, how much
 * more than its cap it may get in a while, and that nothing idles beside work. Bounds, which the
 * worst that was seen must not pass.
 */
final class FairnessSuite {
  private static final long MS = 1_000_000;
  private static final double NS_PER_MS = 1e6;
  private static final long END_NS = 10_000 * MS;

  private static final EevdfParameters EEVDF = EevdfParameters.EEVDF_LATEST;

  /** What one asks for at a time, on one CPU, and what it may overrun that by. Unit: ns. */
  private static final long REQUEST_NS = EEVDF.sliceNs(1);

  private static final long OVERRUN_NS = EEVDF.tickNs();
  private static final Credit2Parameters CREDIT2 = Credit2Parameters.defaults();
  private static final long QUANTUM_NS = RoundRobinParameters.QUANTUM_NS;

  /** A cap of 30 % by the usual period. Unit: ns. */
  private static final long QUOTA_NS = 30 * MS;

  private static final long PERIOD_NS = 100 * MS;
  private static final int PERIODS = 10;

  private static final Function<Pool, Scheduler> EEVDF_POLICY = pool -> new Eevdf(pool, EEVDF);
  private static final Function<Pool, Scheduler> EXACT_POLICY =
      pool -> new Eevdf(pool, EEVDF.withHrtick(true));
  private static final Function<Pool, Scheduler> CREDIT2_POLICY =
      pool -> new Credit2(pool, CREDIT2);
  private static final Function<Pool, Scheduler> ROUND_ROBIN_POLICY =
      pool -> new RoundRobin(pool, new RoundRobinParameters(QUANTUM_NS));
  private static final Function<Pool, Scheduler> EDF_POLICY =
      pool -> new Edf(pool, EdfParameters.STANDARD);

  private static final String LAG = "Stoica and Abdel-Wahab 1995";

  private final List<Experiment> all = new ArrayList<>();

  static List<Experiment> experiments(Lab lab) {
    FairnessSuite suite = new FairnessSuite();
    suite.lags();
    suite.shares();
    suite.waits();
    suite.caps();
    suite.workConservation();
    return suite.all;
  }

  private void add(String model, String parameters, List<Claim> claims, Experiment.Trial trial) {
    all.add(new Experiment(TheorySuite.FAIRNESS, model, parameters, claims, 1, trial));
  }

  private static Claim atMostMs(String metric, long boundNs, String source) {
    return new Claim(metric, "ms", Claim.Kind.AT_MOST, boundNs / NS_PER_MS, source);
  }

  private static double mostMs(ObservedLevel level, ToLongFunction<Member> figure) {
    return level.members().stream().mapToLong(figure).max().orElse(0) / NS_PER_MS;
  }

  // ---- shares ----

  private static Supplier<ObservedLevel> hogs(
      int processors, Function<Pool, Scheduler> policy, int... weights) {
    return () -> {
      ObservedLevel level = new ObservedLevel(processors, policy);
      for (int i = 0; i < weights.length; i++) {
        level.hog("hog" + i, null, weights[i]);
      }
      level.run(END_NS);
      return level;
    };
  }

  /**
   * Nobody gets ahead or behind by more than one request. Where a request ends at a tick only, who
   * runs may get a tick further ahead, and whoever waits a tick of each of the others behind.
   */
  private void lags() {
    int[][] sets = {{1024, 1024, 1024, 1024, 1024}, {1024, 2048, 3072}, {15, 335, 1024}};
    String[] names = {"5 equal", "weights 1:2:3", "weights 15:335:1024"};
    for (int i = 0; i < sets.length; i++) {
      int others = sets[i].length - 1;
      lag(names[i] + ", hrtick", REQUEST_NS, REQUEST_NS, hogs(1, EXACT_POLICY, sets[i]));
      lag(
          names[i],
          REQUEST_NS + others * OVERRUN_NS,
          REQUEST_NS + OVERRUN_NS,
          hogs(1, EEVDF_POLICY, sets[i]));
    }
  }

  private void lag(String parameters, long behindNs, long aheadNs, Supplier<ObservedLevel> run) {
    add(
        "eevdf",
        parameters + ", 10 s",
        List.of(
            atMostMs("lag, most behind", behindNs, LAG), atMostMs("lag, most ahead", aheadNs, LAG)),
        replication -> {
          ObservedLevel level = run.get();
          return new double[] {
            mostMs(level, Member::mostBehindNs), mostMs(level, Member::mostAheadNs)
          };
        });
  }

  private void shares() {
    long credit2Ns = 2 * CREDIT2.creditInitNs();
    String xen = "schedulers.md 4.6";
    share("credit2", "weights 256:512:768", credit2Ns, xen, hogs(1, CREDIT2_POLICY, 256, 512, 768));
    share("credit2", "4 equal", credit2Ns, xen, hogs(1, CREDIT2_POLICY, 256, 256, 256, 256));
    String turns = "a turn each";
    share(
        "round-robin",
        "5 equal on 2 pCPUs",
        2 * QUANTUM_NS,
        turns,
        hogs(2, ROUND_ROBIN_POLICY, 1, 1, 1, 1, 1));
    share("edf", "4 without a reservation", QUANTUM_NS, turns, hogs(1, EDF_POLICY, 1, 1, 1, 1));
  }

  private void share(
      String policy, String parameters, long boundNs, String source, Supplier<ObservedLevel> run) {
    add(
        policy,
        parameters + ", 10 s",
        List.of(atMostMs("off its share, most", boundNs, source)),
        replication -> {
          ObservedLevel level = run.get();
          double ahead = mostMs(level, Member::mostAheadNs);
          return new double[] {Math.max(ahead, mostMs(level, Member::mostBehindNs))};
        });
  }

  // ---- waits ----

  private void waits() {
    add(
        "round-robin",
        "6 that compute on 1 pCPU",
        List.of(
            new Claim(
                "longest wait",
                "ms",
                Claim.Kind.EXACTLY,
                5 * QUANTUM_NS / NS_PER_MS,
                "n - 1 quanta")),
        replication ->
            new double[] {
              mostMs(hogs(1, ROUND_ROBIN_POLICY, 1, 1, 1, 1, 1, 1).get(), Member::longestWaitNs)
            });
    woken("round-robin", ROUND_ROBIN_POLICY, 3, 3 * QUANTUM_NS, "a quantum of each other one");
    woken("credit2", CREDIT2_POLICY, 1, CREDIT2.creditInitNs(), "schedulers.md 21.9");
    woken(
        "eevdf, hrtick",
        EXACT_POLICY,
        3,
        4 * REQUEST_NS + REQUEST_NS,
        LAG + ": its deadline, and one request more");
    woken("eevdf", EEVDF_POLICY, 3, 3 * (REQUEST_NS + OVERRUN_NS), "a request of each other one");
  }

  /** One that sleeps most of the time beside so many that never do. */
  private void woken(
      String policy, Function<Pool, Scheduler> create, int hogs, long boundNs, String source) {
    add(
        policy,
        "woken beside " + hogs + " that compute",
        List.of(atMostMs("longest wait", boundNs, source)),
        replication -> {
          ObservedLevel level = new ObservedLevel(1, create);
          SplittableRandom random = new SplittableRandom(1);
          Member sleeper =
              level.sleeper(
                  "sleeper",
                  null,
                  1024,
                  () -> random.nextLong(1, REQUEST_NS / 2),
                  () -> random.nextLong(MS / 5, 20 * MS));
          for (int i = 0; i < hogs; i++) {
            level.hog("hog" + i, null, 1024);
          }
          level.run(END_NS);
          return new double[] {sleeper.longestWaitNs() / NS_PER_MS};
        });
  }

  // ---- caps ----

  private void caps() {
    long keptNs = MS + OVERRUN_NS; // what a CPU keeps of a quota, and the tick at which it is seen
    cap("eevdf", EEVDF_POLICY, PERIOD_NS, keptNs, "cpu.max, schedulers.md 12.2");
    cap(
        "credit2",
        CREDIT2_POLICY,
        CREDIT2.capPeriodNs(),
        Math.max(CREDIT2.minTimerNs(), CREDIT2.ratelimitNs()),
        "schedulers.md 4.6");
    cap("edf", EDF_POLICY, PERIOD_NS, 0, "Abeni and Buttazzo 1998");
  }

  /** In so many periods no more than the quota of one period more, and what is left over. */
  private void cap(
      String policy, Function<Pool, Scheduler> create, long periodNs, long keptNs, String source) {
    long quotaNs = periodNs / PERIOD_NS * QUOTA_NS + periodNs % PERIOD_NS * QUOTA_NS / PERIOD_NS;
    long windowNs = PERIODS * periodNs;
    double share = (double) QUOTA_NS / PERIOD_NS + (double) (quotaNs + keptNs) / END_NS;
    add(
        policy,
        "cap of 30 % beside one that sleeps",
        List.of(
            atMostMs(
                "most in any %d ms".formatted(windowNs / MS),
                (PERIODS + 1) * quotaNs + keptNs,
                source),
            new Claim("share", "", Claim.Kind.AT_MOST, share, source)),
        replication -> {
          ObservedLevel level = new ObservedLevel(1, create);
          SplittableRandom random = new SplittableRandom(2);
          Member hog = level.hog("hog", level.capped("capped", QUOTA_NS, PERIOD_NS), 1024);
          level.sleeper(
              "sleeper",
              null,
              1024,
              () -> random.nextLong(1, 150 * MS),
              () -> random.nextLong(1, 150 * MS));
          level.run(END_NS);
          return new double[] {
            hog.mostWithinNs(windowNs) / NS_PER_MS, (double) hog.ranNs() / END_NS
          };
        });
  }

  // ---- work conservation ----

  private void workConservation() {
    idle("round-robin", ROUND_ROBIN_POLICY);
    idle("credit2", CREDIT2_POLICY);
    idle("edf", EDF_POLICY);
  }

  private void idle(String policy, Function<Pool, Scheduler> create) {
    add(
        policy,
        "10 that sleep and compute on 4 pCPUs",
        List.of(
            new Claim(
                "idle beside work",
                "ms",
                Claim.Kind.EXACTLY,
                0,
                "work conservation, schedulers.md 21.4")),
        replication -> {
          ObservedLevel level = new ObservedLevel(4, create);
          SplittableRandom random = new SplittableRandom(3);
          for (int i = 0; i < 10; i++) {
            level.sleeper(
                "sleeper" + i,
                null,
                256,
                () -> random.nextLong(1, 8 * MS),
                () -> random.nextLong(1, 16 * MS));
          }
          level.run(END_NS);
          return new double[] {level.idleBesideWaitingNs() / NS_PER_MS};
        });
  }
}
