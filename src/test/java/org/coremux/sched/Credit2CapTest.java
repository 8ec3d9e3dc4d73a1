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
import net.jqwik.api.constraints.IntRange;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** Caps of credit2: schedulers.md 4.5 and 4.6; the bench checks that no budget is lost. */
class Credit2CapTest {
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

  /** In K periods at most K + 1 budgets, and what each unit may overrun before it must stop. */
  @Property(tries = 40)
  void noWindowSeesMoreThanTheBound(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 350) int cap) {
    Credit2Bench b = Credit2Bench.flat(4);
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
    long totalNs = 10 * MS * cap / 100;
    List<Long> used = new ArrayList<>();
    for (int step = 1; step <= 200; step++) {
      b.model.run(step * 2_500L * US);
      used.add(members.stream().mapToLong(Credit2Bench::ran).sum());
    }
    long overrunNs = Math.min(count, 4) * MS;
    for (int from = 0; from < used.size(); from++) {
      for (int periods = 1; from + 4 * periods < used.size(); periods += 3) {
        assertThat(used.get(from + 4 * periods) - used.get(from))
            .isLessThanOrEqualTo((periods + 1) * totalNs + overrunNs);
      }
    }
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
