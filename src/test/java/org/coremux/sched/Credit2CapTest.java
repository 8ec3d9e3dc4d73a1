package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.Credit2Bench.MS;
import static org.coremux.sched.Credit2Bench.US;
import static org.coremux.sched.Credit2Bench.ran;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caps of credit2: schedulers.md 4.5 and 4.6; the bench checks that no budget is lost. */
class Credit2CapTest {
  private static final long PERIOD_NS = 10 * MS;

  /** No run is limited to less, whatever its budget: the ratelimit. */
  private static final long LEAST_RUN_NS = MS;

  private final Credit2Bench bench = Credit2Bench.flat(1);

  private Schedulable cappedHog(Credit2Bench b, String name, Group group) {
    Schedulable s = b.hog(name, group, 256, null);
    b.host.wake(s);
    return s;
  }

  @Test
  void aHogWithACapOf50PercentRunsAndIsParkedFor5MsInTurn() {
    Schedulable s = bench.hog("hog", bench.capped("half", 50), 256, null);
    List<String> log = new ArrayList<>();
    bench.host.trace((now, p, who, from, to) -> log.add(now / US + " " + to));

    bench.host.wake(s);
    bench.model.run(29 * MS);

    assertThat(log)
        .containsExactly(
            "0 RUNNABLE",
            "0 RUNNING",
            "5000 RUNNABLE",
            "10000 RUNNING",
            "15000 RUNNABLE",
            "20000 RUNNING",
            "25000 RUNNABLE");
  }

  @Test
  void parkedTimeIsRunnableTimeHeldByTheCap() {
    Schedulable s = cappedHog(bench, "hog", bench.capped("half", 50));

    bench.model.run(1_000 * MS);

    assertThat(ran(s)).isEqualTo(500 * MS);
    assertThat(s.timeNs(RunState.RUNNABLE)).isEqualTo(500 * MS);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(500 * MS);
  }

  @Test
  void whatIsOverrunIsCarriedAsDebtAndNeverForgiven() {
    // 0.5 ms a period, but no run is shorter than the ratelimit of 1 ms
    Schedulable s = cappedHog(bench, "hog", bench.capped("small", 5));

    bench.model.run(10_000 * MS);

    assertThat(bench.share(s)).isCloseTo(0.05, within(0.0002));
    assertThat(ran(s)).isLessThanOrEqualTo(500 * MS + MS);
  }

  @Test
  void unitsOfADomainShareItsBudget() {
    Credit2Bench b = Credit2Bench.flat(4);
    Group group = b.capped("two cpus", 200);
    List<Schedulable> all = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      all.add(cappedHog(b, "hog" + k, group));
    }

    b.model.run(10_000 * MS);

    for (Schedulable s : all) {
      assertThat(b.share(s)).isCloseTo(0.5, within(0.005));
    }
  }

  @Test
  void aParkedUnitGoesOnWhenAnotherGivesItsBudgetBack() {
    Credit2Bench b = Credit2Bench.flat(2);
    Group group = b.capped("one", 60);
    Schedulable[] giver = new Schedulable[1];
    giver[0] =
        Schedulable.thread(
            "giver",
            group,
            256,
            null,
            now -> {
              giver[0].compute(MS);
              b.host.block(giver[0]);
            });
    giver[0].compute(1_500 * US);
    b.add(giver[0]);
    Schedulable hog = b.hog("hog", group, 256, null);
    b.model.at(2 * MS, () -> b.host.wake(hog));
    b.model.at(4 * MS, () -> b.host.wake(giver[0]));

    b.model.run(9 * MS);

    // quotas of 3 ms of 6: the hog takes one at 2, the giver the other at 4; the hog is parked
    // at 5 and goes on at 5.5 when the giver sleeps and returns 1.5
    assertThat(ran(giver[0])).isEqualTo(1_500 * US);
    assertThat(ran(hog)).isEqualTo(4_500 * US);
    assertThat(hog.heldNs(Hold.CAP)).isEqualTo(500 * US + 2 * MS);
  }

  @Test
  void oneThatIsParkedWhileItSleepsOrEndsLosesNothing() {
    Credit2Bench b = Credit2Bench.flat(2);
    SplittableRandom random = new SplittableRandom(3);
    Group group = b.capped("small", 30);
    for (int k = 0; k < 5; k++) {
      b.onOff("s" + k, group, 256, null, 3 * MS, random);
    }
    Schedulable[] once = new Schedulable[1];
    once[0] = Schedulable.thread("once", group, 256, null, now -> b.host.exit(once[0]));
    once[0].compute(20 * MS);
    b.add(once[0]);
    b.host.wake(once[0]);

    b.model.run(5_000 * MS);

    assertThat(ran(once[0])).isEqualTo(20 * MS);
    assertThat(once[0].state()).isEqualTo(RunState.OFFLINE);
  }

  /**
   * What a domain may use at most in a window of K periods that begins x ns after a refill.
   *
   * <p>Let H be what is in the domain's pool and what its units hold, and N the most units that
   * hold something at once: those that run, and where switches take time those being saved. Between
   * refills H falls by exactly what is used. A refill clips the pool to the total, but not what
   * units hold, at most a quota each: after it H is at most total + N * quota. It adds at most the
   * total less what was left in the pool. So what nobody took lapses; but what a unit took just
   * before and gives back soon after is there beside the new total, until the next refill.
   *
   * <p>H never falls to -N * leastRun, where leastRun = max(500 us, ratelimit): a unit may go on
   * only while it holds something, for no longer than that or leastRun, so each overruns by less
   * than leastRun; and while the pool owes that, nobody takes more. Hence
   *
   * <ul>
   *   <li>what is used before the first refill is at most N * (period - x);
   *   <li>H after that refill is at most total + N * quota;
   *   <li>the two together are at most 2 * total + N * quota;
   *   <li>each later refill adds at most total;
   *   <li>what is used after the last refill is at most N * x;
   *   <li>what is owed at the end is less than N * leastRun;
   * </ul>
   *
   * and all that is used is at most (K - 1) * total + N * (quota + leastRun) + min(total, N *
   * (period - x)) + min(total, N * x); for the worst x, (K + 1) * total + N * (quota + leastRun).
   */
  private static long boundNs(long totalNs, long quotaNs, int runs, int periods, long afterNs) {
    long heldAndOwedNs = runs * (quotaNs + LEAST_RUN_NS - 1);
    long beforeFirstNs = Math.min(totalNs, runs * (PERIOD_NS - afterNs));
    long afterLastNs = Math.min(totalNs, runs * afterNs);
    return (periods - 1) * totalNs + heldAndOwedNs + beforeFirstNs + afterLastNs;
  }

  /** From the beginning on: a budget a period, and what has been overrun and is owed. */
  private static long grantedNs(long totalNs, int runs, long untilNs) {
    long periods = (untilNs + PERIOD_NS - 1) / PERIOD_NS;
    return periods * totalNs + runs * (LEAST_RUN_NS - 1);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void noWindowSeesMoreThanTheBound(
      @ForAll long seed,
      @ForAll @IntRange(min = 3, max = 350) int cap,
      @ForAll @LongRange(max = 2_499_999) long phaseNs) {
    Credit2Bench b = Credit2Bench.flat(4).unchecked(); // no budget is lost: the reference's test
    SplittableRandom random = new SplittableRandom(seed);
    Group group = b.capped("domain", cap);
    List<Schedulable> members = new ArrayList<>();
    int count = random.nextInt(1, 7);
    for (int k = 0; k < count; k++) {
      members.add(b.onOff("m" + k, group, 256, null, random.nextLong(MS, 40 * MS), random));
    }
    for (int k = 0; k < 3; k++) {
      b.onOff("o" + k, 512, null, 5 * MS, random);
    }
    long totalNs = PERIOD_NS * cap / 100;
    long quotaNs = Math.max(totalNs / count, 500 * US);
    int runs = Math.min(count, 4);
    long[] used = new long[120];
    for (int step = 0; step < used.length; step++) {
      long nowNs = step * PERIOD_NS / 4 + phaseNs;
      b.model.run(nowNs);
      used[step] = members.stream().mapToLong(Credit2Bench::ran).sum();
      assertThat(used[step]).isLessThanOrEqualTo(grantedNs(totalNs, runs, nowNs));
    }
    long mostNs = Long.MIN_VALUE;
    for (int from = 0; from < used.length; from++) {
      long afterNs = from % 4 * PERIOD_NS / 4 + phaseNs;
      for (int periods = 1; from + 4 * periods < used.length; periods++) {
        long usedNs = used[from + 4 * periods] - used[from];
        mostNs = Math.max(mostNs, usedNs - boundNs(totalNs, quotaNs, runs, periods, afterNs));
      }
    }
    assertThat(mostNs).isNotPositive();
  }

  /**
   * One takes its quota 14 us before the refill at 70 ms and gives 3.4 ms of it back soon after, so
   * the two use 33.9 ms from 75 to 105 ms: more than four totals of 7.7 ms and two shortest runs.
   */
  @Test
  void theBoundHoldsForOneThatHoldsBudgetAcrossARefill() {
    noWindowSeesMoreThanTheBound(-213277, 77, 0);
  }

  /**
   * Two units wake just before two refills, for 2 ns: what they take is held while the pool is
   * filled, and given back. Then they use all that, and nap when only a few ns are left of it: the
   * run after that is as long as any.
   */
  @ParameterizedTest
  @CsvSource({"50, 1", "50, 2", "30, 3"})
  void theBoundIsReached(int cap, int periods) {
    long totalNs = PERIOD_NS * cap / 100;
    long allNs = (periods + 1) * totalNs / 2 + totalNs / 2;

    long missedNs =
        missedNs(cap, periods, new long[] {2, 2, allNs - 10}, new long[] {2, 2, allNs - 20});

    assertThat(missedNs).isBetween(0L, 50L);
  }

  /** A quota is less than the shortest run: a unit must nap for each that it takes. */
  @Test
  void theBoundIsReachedWithTheSmallestQuota() {
    long quotaNs = 500 * US;

    long missedNs =
        missedNs(
            5,
            1,
            new long[] {2, 2, quotaNs - 20, quotaNs - 20, quotaNs - 50},
            new long[] {2, 2, quotaNs - 10});

    assertThat(missedNs).isBetween(0L, 100L);
  }

  /** What two units fall short of the bound, in a window that begins a quota before a refill. */
  private static long missedNs(int cap, int periods, long[] one, long[] other) {
    Credit2Bench b = Credit2Bench.flat(2);
    Group group = b.capped("domain", cap);
    long totalNs = PERIOD_NS * cap / 100;
    long quotaNs = Math.max(totalNs / 2, 500 * US);
    long beforeNs = quotaNs + 100 * US;
    long beginNs = 3 * PERIOD_NS - beforeNs;
    List<Schedulable> both =
        List.of(napping(b, "one", group, one), napping(b, "other", group, other));
    for (long at : new long[] {PERIOD_NS - 1, 2 * PERIOD_NS - 1, beginNs}) {
      b.model.at(at, () -> both.forEach(b.host::wake));
    }
    b.model.run(beginNs);
    long earlierNs = both.stream().mapToLong(Credit2Bench::ran).sum();
    b.model.run(beginNs + periods * PERIOD_NS);
    long usedNs = both.stream().mapToLong(Credit2Bench::ran).sum() - earlierNs;
    long boundNs = boundNs(totalNs, quotaNs, 2, periods, PERIOD_NS - beforeNs);
    assertThat(boundNs).isEqualTo((periods + 1) * totalNs + 2 * (quotaNs + LEAST_RUN_NS - 1));
    return boundNs - usedNs;
  }

  /** Two bursts when it is woken; from the third on it naps for 1 ns after each; then a hog. */
  private static Schedulable napping(Credit2Bench b, String name, Group group, long[] bursts) {
    Schedulable[] self = new Schedulable[1];
    int[] done = new int[1];
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            null,
            now -> {
              done[0]++;
              self[0].compute(done[0] < bursts.length ? bursts[done[0]] : 1_000 * MS);
              b.host.block(self[0]);
              if (done[0] > 2) {
                b.model.at(now + 1, () -> b.host.wake(self[0]));
              }
            });
    self[0].compute(bursts[0]);
    return b.add(self[0]);
  }

  @Test
  void aHigherCapGivesMore() {
    long before = 0;
    for (int cap = 10; cap <= 100; cap += 10) {
      Credit2Bench b = Credit2Bench.flat(1);
      Schedulable s = cappedHog(b, "hog", b.capped("domain", cap));
      b.hog("other", 256);
      b.model.run(2_000 * MS);
      assertThat(ran(s)).isBetween(before, 2_000 * MS * cap / 100 + MS);
      before = ran(s);
    }
    assertThat(before).isEqualTo(1_000 * MS);
  }

  @Test
  void groupsInGroupsAndBurstsAreRefused() {
    Group outer = bench.host.group("outer", null, 256, Group.Quota.NONE);
    Group inner = bench.host.group("inner", outer, 256, Group.Quota.NONE);
    Group bursty =
        bench.host.group("bursty", null, 256, new Group.Quota(50 * MS, 100 * MS, 10 * MS));

    assertThatThrownBy(() -> bench.hog("a", inner, 256, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inner: credit2");
    assertThatThrownBy(() -> bench.hog("b", bursty, 256, null)).hasMessageContaining("bursty");
  }
}
