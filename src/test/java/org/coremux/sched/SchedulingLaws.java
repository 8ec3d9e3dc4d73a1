package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.coremux.sched.LawHost.Plan;
import org.coremux.sched.LawHost.Trait;
import org.coremux.sched.Promise.Law;

/**
 * The laws of schedulers.md, section 21, each for one policy and one random case: it says what is
 * wrong, or nothing. {@link Promises} has the bounds, and who is excused from what.
 */
final class SchedulingLaws {
  private static final long MS = 1_000_000;

  /** For how long shares are looked at. Unit: ns. */
  private static final long SHARES_NS = 2_000 * MS;

  /** So many standard deviations a draw may be off: once in half a billion. */
  private static final double SIGMAS = 6;

  /** So many cases beside one that a tie decides, of which one may be another such. */
  private static final int TIE_CASES = 50;

  private SchedulingLaws() {}

  /** Laws 1 to 4: books, one place for each, the same again, and nobody idle beside work. */
  static void keepsBooksAndWorks(InstalledPolicy policy, long seed) {
    Plan plan = Plan.of(seed, Trait.AFFINITIES, Trait.CAPS, Trait.COSTS, Trait.DISTURBED);
    LawHost host = new LawHost(policy, plan);
    Promise promise = Promises.of(policy);
    LawWatch watch = new LawWatch(host, promise);
    assertThatCode(() -> host.run(watch)).as("%s", host).doesNotThrowAnyException();

    if (promise.keeps(Law.WORK_CONSERVATION)) {
      long passingNs = host.costs.switchNs() + host.costs.kickNs(); // as often as there are others
      assertThat(watch.longestIdleNs)
          .as("%s: ns idle beside work", host)
          .isLessThanOrEqualTo(promise.idleNs + host.mux.processorCount() * passingNs);
    }
    LawHost again = new LawHost(policy, plan).run();
    assertThat(again.hash.value()).as("%s, again", host).isEqualTo(host.hash.value());
  }

  /** Law 5: what hogs of random weights get. */
  static void sharesByWeight(InstalledPolicy policy, long seed) {
    Promise promise = Promises.of(policy);
    int[] weights = weights(seed, 1);
    long[] ran = hogs(policy, seed, weights);
    long all = promise.looksAtWeights ? Arrays.stream(weights).sum() : weights.length;
    assertThat(Arrays.stream(ran).sum()).as("%s works", policy.name()).isEqualTo(SHARES_NS);
    for (int i = 0; i < weights.length; i++) {
      double share = promise.looksAtWeights ? (double) weights[i] / all : 1.0 / all;
      assertThat((double) ran[i])
          .as("%s, seed %s: hog %s of weights %s", name(policy), seed, i, Arrays.toString(weights))
          .isCloseTo(share * SHARES_NS, within(boundNs(promise, share)));
    }
  }

  private static double boundNs(Promise promise, double share) {
    return promise.isLottery
        ? SIGMAS * Math.sqrt(share * (1 - share) * promise.shareNs * SHARES_NS)
        : promise.shareNs;
  }

  private static String name(InstalledPolicy policy) {
    return policy.name();
  }

  private static int[] weights(long seed, int times) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] weights = new int[random.nextInt(2, 9)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = times * random.nextInt(128, 1025);
    }
    return weights;
  }

  /** Law 3: hogs that come in another order get the same, but for a turn. */
  static void sharesInAnyOrder(InstalledPolicy policy, long seed) {
    int cpus = new SplittableRandom(seed + 1).nextInt(2, 5);
    inAnyOrder(policy, seed, cpus, Promises.of(policy).orderNs);
  }

  /** Law 3 on one processor, for those whose shares depend on who is where. */
  static void sharesInAnyOrderOnOne(InstalledPolicy policy, long seed) {
    inAnyOrder(policy, seed, 1, Promises.of(policy).orderOnOneNs);
  }

  private static void inAnyOrder(InstalledPolicy policy, long seed, int cpus, long boundNs) {
    int[] weights = weights(seed, 1);
    int[] order = shuffled(seed, weights.length);
    long[] once = hogs(policy, seed, weights, cpus);
    int[] other = Arrays.stream(order).map(i -> weights[i]).toArray();
    long[] again = hogs(policy, seed, other, cpus);
    for (int i = 0; i < order.length; i++) {
      assertThat((double) again[i])
          .as("%s, seed %s, %s cpus: %s of %s", name(policy), seed, cpus, i, weights.length)
          .isCloseTo(once[order[i]], within((double) boundNs));
    }
  }

  private static int[] shuffled(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(i + 1);
      order[i] = order[at];
      order[at] = i;
    }
    return order;
  }

  private static long[] hogs(InstalledPolicy policy, long seed, int[] weights) {
    return hogs(policy, seed, weights, 1);
  }

  private static long[] hogs(InstalledPolicy policy, long seed, int[] weights, int cpus) {
    HogRun run = new HogRun(policy, seed, cpus);
    for (int weight : weights) {
      run.hog(weight, 0);
    }
    return run.run(SHARES_NS);
  }

  /**
   * Law 6: a capped hog gets its cap when it is alone, no more beside others, and grows with it.
   */
  static void capsHold(InstalledPolicy policy, long seed) {
    if (!policy.caps()) {
      return;
    }
    SplittableRandom random = new SplittableRandom(seed);
    long percent = random.nextLong(5, 80);
    long more = percent + random.nextLong(10, 20);
    long alone = capped(policy, seed, percent, 0);
    double capNs = SHARES_NS / 100 * percent;
    double boundNs = Promises.of(policy).capNs + capNs / 10;

    assertThat((double) alone)
        .as("%s, seed %s: alone under a cap of %s %%", policy.name(), seed, percent)
        .isCloseTo(capNs, within(boundNs));
    assertThat((double) capped(policy, seed, percent, random.nextInt(1, 4)))
        .as("%s, seed %s: beside others under a cap of %s %%", policy.name(), seed, percent)
        .isLessThanOrEqualTo(capNs + boundNs);
    assertThat(capped(policy, seed, more, 0))
        .as("%s, seed %s: %s %% after %s %%", policy.name(), seed, more, percent)
        .isGreaterThanOrEqualTo(alone);
  }

  /** Law 11 of caps: one that is taken away is gone, and given again it holds as before. */
  static void capsComeAndGo(InstalledPolicy policy, long seed) {
    if (!policy.caps()) {
      return;
    }
    long percent = new SplittableRandom(seed).nextLong(5, 80);
    double boundNs = 1.1 * Promises.of(policy).capNs;
    HogRun run = new HogRun(policy, seed).hog(256, percent);
    long capped = run.run(SHARES_NS)[0];
    long free = run.cap(0).run(2 * SHARES_NS)[0] - capped;
    long again = run.cap(percent).run(3 * SHARES_NS)[0] - free - capped;

    assertThat((double) free)
        .as("%s, seed %s: after a cap of %s %%", policy.name(), seed, percent)
        .isCloseTo(SHARES_NS, within(boundNs));
    assertThat((double) again)
        .as("%s, seed %s: again under a cap of %s %%", policy.name(), seed, percent)
        .isCloseTo(capped, within(2 * boundNs));
  }

  private static long capped(InstalledPolicy policy, long seed, long percent, int others) {
    HogRun run = new HogRun(policy, seed).hog(256, percent);
    for (int i = 0; i < others; i++) {
      run.hog(256, 0);
    }
    return run.run(SHARES_NS)[0];
  }

  /** Law 9: who woke has its turn when each of those ahead has had one. */
  static void wakesInTurn(InstalledPolicy policy, long seed) {
    Promise promise = Promises.of(policy);
    LawHost host =
        new LawHost(policy, Plan.of(seed, Trait.ONE_PROCESSOR, Trait.EQUAL_WEIGHTS, Trait.COSTS))
            .run();
    long turnNs = promise.turnNs + 2 * host.costs.switchNs();
    assertThat(host.log.longestWaitNs())
        .as("%s: ns from a wake-up to a processor", host)
        .isLessThanOrEqualTo(host.units.size() * turnNs + host.costs.kickNs());
  }

  /** Law 11: wake-ups of those that run or wait never reach a policy: CheckedScheduler sees it. */
  static void saysTheSameTwice(InstalledPolicy policy, long seed) {
    Plan plan = Plan.of(seed, Trait.AFFINITIES, Trait.CAPS, Trait.DISTURBED);
    LawHost once = new LawHost(policy, plan).run();
    LawHost twice = new LawHost(policy, plan.with(Trait.ASKED_TWICE));
    assertThatCode(twice::run).as("%s", twice).doesNotThrowAnyException();
    assertThat(once.log.difference(twice.log, 1)).as("%s", twice).isNull();
  }

  /** Law 12: everything takes twice as long, and nothing else changes. */
  static void scalesWithTime(InstalledPolicy policy, long seed) {
    scales(policy, seed, Trait.AFFINITIES, Trait.COSTS, Trait.SINGLE);
  }

  /** Law 12 on one processor, for those whose balancing has constants of its own. */
  static void scalesWithTimeOnOne(InstalledPolicy policy, long seed) {
    scales(policy, seed, Trait.ONE_PROCESSOR, Trait.COSTS, Trait.SINGLE);
  }

  /**
   * Where a tie may be rounded, a case may differ: by no more than a tie is worth for anybody, and
   * as good as alone.
   */
  private static void scales(InstalledPolicy policy, long seed, Trait... traits) {
    Plan plan = Plan.of(seed, traits);
    LawHost usual = new LawHost(policy, plan).run();
    LawHost slow = new LawHost(policy, plan.slower(2)).run();
    String difference = usual.log.difference(slow.log, 2);
    if (difference == null) {
      return;
    }
    long tieNs = Promises.of(policy).tieNs;
    assertThat(tieNs).as("%s: %s", usual, difference).isPositive();
    for (int i = 0; i < usual.units.size(); i++) {
      assertThat((double) slow.ranNs(i) / 2)
          .as("%s: %s; what unit %s ran", usual, difference, i)
          .isCloseTo(usual.ranNs(i), within((double) tieNs));
    }
    long others =
        LongStream.rangeClosed(seed + 1, seed + TIE_CASES)
            .filter(other -> differs(policy, Plan.of(other, traits)))
            .count();
    assertThat(others).as("%s: %s; and so do others", usual, difference).isLessThanOrEqualTo(1);
  }

  private static boolean differs(InstalledPolicy policy, Plan plan) {
    ScheduleLog slow = new LawHost(policy, plan.slower(2)).run().log;
    return new LawHost(policy, plan).run().log.difference(slow, 2) != null;
  }

  /** Law 13: three times the weights are the same shares. */
  static void scalesWithWeights(InstalledPolicy policy, long seed) {
    Promise promise = Promises.of(policy);
    int[] weights = weights(seed, 1);
    long[] once = hogs(policy, seed, weights);
    long[] thrice = hogs(policy, seed, weights(seed, 3));
    double all = Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      double boundNs = promise.looksAtWeights ? 2 * boundNs(promise, weights[i] / all) : 0;
      assertThat((double) thrice[i])
          .as("%s, seed %s: hog %s of weights %s", name(policy), seed, i, Arrays.toString(weights))
          .isCloseTo(once[i], within(boundNs));
    }
  }

  /** Law 14: one that never runs, of equal weight and the last to come, moves nothing. */
  static void idleGuestMovesNothing(InstalledPolicy policy, long seed) {
    Plan plan = Plan.of(seed, Trait.EQUAL_WEIGHTS, Trait.AFFINITIES, Trait.COSTS, Trait.DISTURBED);
    LawHost without = new LawHost(policy, plan).run();
    LawHost with = new LawHost(policy, plan.with(Trait.IDLE_GUEST)).run();
    assertThat(without.log.difference(with.log, 1)).as("%s", with).isNull();
  }
}
