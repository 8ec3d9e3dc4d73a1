package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.ReservedLevel.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of schedulers.md 5, one by one. */
class RtdsTest {
  private static ReservedLevel cpus(int count) {
    return new ReservedLevel(count, "rtds", Map.of());
  }

  private static Group extra(ReservedLevel level, String name, long budgetMs, long periodMs) {
    return level.group(name, Map.of("budget", budgetMs * MS, "period", periodMs * MS));
  }

  @Test
  void whoSaysNothingGetsFourOfTenMsAndExtratime() {
    assertThat(RtdsParameters.of(null)).isEqualTo(new RtdsParameters(10 * MS, 4 * MS, true));
    assertThat(RtdsParameters.of(Parameters.defaults(RtdsParameters.declared())))
        .isEqualTo(RtdsParameters.STANDARD);
  }

  @Test
  void deadlinesAreMultiplesOfThePeriodWheneverOneWakes() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.sleepingHog("s", level.reserving("s", 4 * MS, 10 * MS), null);
    level.wakeAt(s, 3);

    level.run(25);

    assertThat(level.log).containsExactly("3.0 s@0", "10.0 s@0", "20.0 s@0");
    assertThat(s.held()).isEqualTo(Hold.CAP);
    assertThat(level.ranNs(s)).isEqualTo(12 * MS);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo((3 + 6 + 1) * MS);
  }

  /** The slice that was armed at 8 ms ends at 12 ms although the budget was full at 10 ms. */
  @Test
  void aRenewalDoesNotArmTheSliceAnewAndATieSwitches() {
    ReservedLevel level = cpus(1);
    level.hog("a", null);
    level.hog("b", null);

    level.run(23);

    assertThat(level.log)
        .containsExactly(
            "0.0 a@0", "4.0 b@0", "8.0 a@0", "12.0 b@0", "16.0 a@0", "18.0 b@0", "22.0 a@0");
  }

  @Test
  void whoHasBudgetComesBeforeWhoIsOnExtratime() {
    ReservedLevel level = new ReservedLevel(1, "rtds", Map.of("fidelity", "intended"));
    level.hog("short", extra(level, "short", 2, 10));
    level.hog("long", extra(level, "long", 50, 100));

    level.run(22.5);

    // at 10 ms the deadline of the first is 20, and its level 0 again
    assertThat(level.log)
        .containsExactly(
            "0.0 short@0",
            "2.0 long@0",
            "10.0 short@0",
            "12.0 long@0",
            "20.0 short@0",
            "22.0 long@0");
  }

  /** It is the most urgent from 10 ms on, but nothing was depleted, and so nobody is asked. */
  @Test
  void asCodedOneThatIsRenewedWhileItWaitsOnExtratimeAsksNobody() {
    ReservedLevel level = cpus(1);
    level.hog("short", extra(level, "short", 2, 10));
    level.hog("long", extra(level, "long", 50, 100));

    level.run(53);

    assertThat(level.log).containsExactly("0.0 short@0", "2.0 long@0", "52.0 short@0");
  }

  @Test
  void aBudgetThatIsNotUsedIsKeptUntilTheDeadlineAndCanBeUsedTwiceInARow() { // P12
    ReservedLevel level = cpus(1);
    level.hog("other", extra(level, "other", 10, 100));
    Schedulable s = level.sleepingHog("s", level.reserving("s", 4 * MS, 10 * MS), null);
    level.wakeAt(s, 6);

    level.run(19);

    assertThat(level.log).containsExactly("0.0 other@0", "6.0 s@0", "14.0 other@0");
  }

  @Test
  void aWakerAsksAnIdleProcessorFirstItsOwnAndElseTheLeastUrgent() {
    ReservedLevel level = cpus(2);
    level.hog("a", extra(level, "a", 5, 50));
    level.hog("b", extra(level, "b", 5, 60));
    Schedulable s = level.burst("s", level.reserving("s", MS, 10 * MS), MS);
    Schedulable equal = level.burst("equal", level.reserving("equal", MS, 60 * MS), MS);
    level.wakeAt(s, 1);
    level.wakeAt(equal, 2);

    level.run(3);

    assertThat(level.log)
        .contains("0.0 a@0", "0.0 b@1", "1.0 s@1", "2.0 b@1")
        .doesNotContain("2.0 equal@0", "2.0 equal@1"); // just as urgent: nobody is asked
  }

  @Test
  void affinitiesHoldAtEveryDispatch() {
    ReservedLevel level = cpus(2);
    Schedulable pinned =
        level.sleepingHog("pinned", level.reserving("pinned", 5 * MS, 10 * MS), CpuMask.of(1));
    level.hog("free", level.reserving("free", 10 * MS, 20 * MS));
    level.wakeAt(pinned, 1);

    level.run(30);

    assertThat(level.log).contains("1.0 pinned@1").noneMatch(line -> line.endsWith("pinned@0"));
  }

  @Test
  void whatIsOverrunIsForgiven() {
    ReservedLevel level = new ReservedLevel(1, "rtds", Map.of(), new TestLevel.Costs(15_000, 0, 0));
    Schedulable s = level.hog("s", level.reserving("s", 10_000, 10 * MS));

    level.run(99);

    // a switch is not interrupted: 15 us for a budget of 10 us, in each of ten periods
    assertThat(level.ranNs(s)).isEqualTo(10 * 15_000);
  }

  /** It woke at level 1, and so waits behind the renewal of one whose period ends later. */
  @ParameterizedTest
  @CsvSource({"as-coded, 100.0 u@0", "intended, 10.0 u@0"})
  void aRenewalAfterAWakeUpBelowLevelZeroIsLateAsCoded(String fidelity, String second) {
    ReservedLevel level = new ReservedLevel(1, "rtds", Map.of("fidelity", fidelity));
    level.hog("w", extra(level, "w", 99, 100));
    Schedulable u = level.burst("u", extra(level, "u", 1, 10), MS);
    level.wakeAt(u, 0);
    level.wakeAt(u, 2);

    level.run(101);

    assertThat(level.log.stream().filter(line -> line.contains("u@0")).skip(1).findFirst())
        .contains(second);
  }

  @Test
  void dhallsEffectLetsAHeavyOneMissBesideTwoLightOnes() { // P11
    ReservedLevel level = cpus(2);
    for (int i = 0; i < 2; i++) {
      level.new Jobs("l" + i, level.reserving("l" + i, MS, 10 * MS), MS, 10 * MS);
    }
    Group group = level.reserving("heavy", 10_450_000, 11 * MS);
    ReservedLevel.Jobs heavy = level.new Jobs("heavy", group, 10_450_000, 11 * MS);

    level.run(100);

    assertThat(heavy.misses()).isPositive(); // 1.15 of two processors are reserved
  }

  @Test
  void describesWhoRunsWaitsAndIsDepleted() {
    ReservedLevel level = cpus(1);
    level.hog("a", level.reserving("a", 2 * MS, 10 * MS));
    level.hog("b", extra(level, "b", 4, 20));
    level.hog("c", extra(level, "c", 4, 30));
    level.run(3);
    List<String> lines = new ArrayList<>();
    level.host.policy().describe(lines::add);

    assertThat(lines)
        .hasSize(4)
        .contains("  depleted: a: 0 of 2000000 ns left, deadline 10000000 ns, level 0");
  }

  @Test
  void refusesABudgetOverThePeriodBeforeARun() {
    Parameters said =
        Parameters.of(RtdsParameters.declared(), Map.of("budget", 12 * MS, "period", 10 * MS));

    assertThat(
            new RtdsProvider()
                .refuses(
                    1,
                    Parameters.of(List.of(), Map.of()),
                    List.of(new GuestSettings("g", 1, said), new GuestSettings("h", 1, null))))
        .singleElement()
        .hasToString(
            "Refusal[guest=g, parameter=budget, why=is 12 ms; allowed: up to the period, 10 ms]");
    assertThat(new RtdsProvider().refusesCaps()).contains("rtds");
    assertThatThrownBy(() -> new RtdsParameters(1, 2, true)).hasMessageContaining("budget 2");
  }
}
