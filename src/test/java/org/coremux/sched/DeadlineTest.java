package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.ReservedLevel.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.Refusal;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 13, one by one. */
class DeadlineTest {
  private static ReservedLevel cpus(int count) {
    return new ReservedLevel(count, "deadline", Map.of("hrtick", true));
  }

  private static Group constrained(
      ReservedLevel level, String name, long runtimeMs, long deadlineMs, long periodMs) {
    return level.group(
        name,
        Map.of("runtime", runtimeMs * MS, "deadline", deadlineMs * MS, "period", periodMs * MS));
  }

  @Test
  void aBudgetThatIsUsedUpIsThrottledUntilTheDeadline() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.hog("s", level.reserving("s", 4 * MS, 10 * MS));
    Schedulable fair = level.hog("fair", null);

    level.run(1_000);

    assertThat(level.log.subList(0, 4))
        .containsExactly("0.0 s@0", "4.0 fair@0", "10.0 s@0", "14.0 fair@0");
    assertThat(level.ranNs(s)).isEqualTo(400 * MS);
    assertThat(level.ranNs(fair)).isEqualTo(600 * MS);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(600 * MS);
  }

  @Test
  void whoWakesKeepsItsDeadlineIfWhatIsLeftFitsAndElseHasANewOne() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.burst("s", level.reserving("s", 4 * MS, 10 * MS), MS);
    level.hog("rival", level.reserving("rival", 6 * MS, 13 * MS));
    level.wakeAt(s, 0);
    level.wakeAt(s, 2); // 3 ms left of 8: more than four tenths of it, so due at 12, before 13
    level.wakeAt(s, 6); // and here 3 of 6, so due at 16: the rival goes on

    level.run(8.5);

    assertThat(level.log)
        .containsExactly("0.0 s@0", "1.0 rival@0", "2.0 s@0", "3.0 rival@0", "8.0 s@0");
  }

  @Test
  void withAShortDeadlineTheBudgetIsCutToWhatFits() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.burst("s", constrained(level, "s", 4, 8, 20), MS);
    level.wakeAt(s, 0);
    level.wakeAt(s, 4); // 3 ms left of 4: cut to 2 ms, still due at 8
    Schedulable hog = level.sleepingHog("hog", constrained(level, "hog", 4, 8, 20), null);
    level.wakeAt(hog, 5);

    level.run(6);
    List<String> lines = new ArrayList<>();
    level.host.policy().describe(lines::add);

    // 2 ms but for what the steps of 2^-20 take, less the 1 ms that it has run
    assertThat(lines.get(1)).startsWith("  s: 1000000 of 4000000 ns left, deadline 8000000");
  }

  @Test
  void withAShortDeadlineOneThatComesBackTooSoonWaitsForItsPeriod() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.burst("s", constrained(level, "s", 2, 4, 20), MS);
    level.wakeAt(s, 0);
    level.wakeAt(s, 5);

    level.run(30);

    assertThat(level.log).containsExactly("0.0 s@0", "20.0 s@0");
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(15 * MS);
  }

  @Test
  void withAShortDeadlineOneThatComesForTheFirstTimeWaitsForNothing() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.burst("s", constrained(level, "s", 2, 4, 20), MS);
    level.wakeAt(s, 5);

    level.run(30);

    assertThat(level.log).containsExactly("5.0 s@0");
  }

  /** At ticks of 4 ms 3 ms are 4 ms, and what is too much is paid later: 30 % all the same. */
  @Test
  void atTicksABudgetIsOverrunAndPaidBack() {
    ReservedLevel level = new ReservedLevel(1, "deadline", Map.of());
    Schedulable s = level.hog("s", level.reserving("s", 3 * MS, 10 * MS));

    level.run(4_000);

    assertThat(level.log.subList(0, 2)).containsExactly("0.0 s@0", "10.0 s@0");
    assertThat(level.ranNs(s) / (double) MS).isCloseTo(1_200, within(4.0));
  }

  /** Its budget of 3 ms is 500 us overrun when it blocks, so that it has 2.5 ms in the next one. */
  @Test
  void whoBlocksWithItsBudgetUsedUpWaitsForItsNextPeriodAndPaysWhatItOverran() {
    ReservedLevel level = new ReservedLevel(1, "deadline", Map.of());
    Schedulable s = level.burst("s", level.reserving("s", 3 * MS, 10 * MS), 3_500_000);
    level.wakeAt(s, 0);
    level.wakeAt(s, 5);
    level.wakeAt(s, 21); // after another 3.5 ms, with 2 ms of 9

    level.run(13);
    assertThat(level.log).containsExactly("0.0 s@0", "10.0 s@0");
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(5 * MS);
    level.run(21);

    List<String> lines = new ArrayList<>();
    level.host.policy().describe(lines::add);
    assertThat(lines.get(1)).startsWith("  s: 2000000 of 3000000 ns left, deadline 30000000 ns");
  }

  @Test
  void aYieldGivesUpTheBudgetUntilTheNextPeriod() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.hog("s", level.reserving("s", 4 * MS, 10 * MS));
    level.hog("fair", null);
    level.model.at(MS, () -> level.host.yield(s, null));

    level.run(11);

    assertThat(level.log).containsExactly("0.0 s@0", "1.0 fair@0", "10.0 s@0");
  }

  @Test
  void anEqualDeadlineDoesNotPreempt() {
    ReservedLevel level = cpus(1);
    level.hog("a", level.reserving("a", 4 * MS, 10 * MS));
    level.hog("b", level.reserving("b", 4 * MS, 10 * MS));

    level.run(15);

    assertThat(level.log).containsExactly("0.0 a@0", "4.0 b@0", "10.0 a@0", "14.0 b@0");
  }

  @Test
  void theEarliestRunOnAllProcessors() {
    ReservedLevel level = cpus(2);
    level.hog("late", level.reserving("late", 40 * MS, 100 * MS));
    level.hog("later", level.reserving("later", 40 * MS, 120 * MS));
    level.hog("fair", null);
    Schedulable soon = level.burst("soon", level.reserving("soon", 4 * MS, 10 * MS), MS);
    level.wakeAt(soon, 3);

    level.run(5);

    // at home on the first processor, where an earlier deadline than that of later is displaced
    assertThat(level.log).contains("0.0 late@0", "0.0 later@1", "3.0 soon@1", "4.0 later@1");
  }

  @Test
  void deadlinesComeBeforeRealTimeAndThatBeforeFair() {
    ReservedLevel level = cpus(1);
    level.hog("fair", null);
    Schedulable real = Schedulable.thread("real", null, 1024, null, now -> {});
    real.realTime(50);
    real.compute(1L << 50);
    TestLevel.add(level.host, real);
    level.wakeAt(real, 1);
    Schedulable s = level.sleepingHog("s", level.reserving("s", 2 * MS, 10 * MS), null);
    level.wakeAt(s, 2);

    level.run(13);

    assertThat(level.log)
        .containsExactly("0.0 fair@0", "1.0 real@0", "2.0 s@0", "4.0 real@0", "12.0 s@0");
  }

  @Test
  void aRealTimeThreadGoesWhereNoDeadlineIs() {
    ReservedLevel level = cpus(2);
    level.hog("fair0", null);
    level.hog("fair1", null);
    Schedulable s = level.sleepingHog("s", level.reserving("s", 9 * MS, 10 * MS), null);
    level.wakeAt(s, 1);
    Schedulable real = Schedulable.thread("real", null, 1024, null, now -> {});
    real.realTime(50);
    real.compute(1L << 50);
    TestLevel.add(level.host, real);
    level.wakeAt(real, 2);

    level.run(3);

    int of = s.processor().index();
    assertThat(level.log).contains("1.0 s@" + of, "2.0 real@" + (1 - of));
  }

  /**
   * Alone it is charged max(0.2 / 0.95, 1 - 0 - 0.75), a quarter, and so runs four times as long.
   */
  @Test
  void reclaimingGivesWhatNobodyHasReserved() {
    ReservedLevel level = new ReservedLevel(1, "deadline", Map.of("hrtick", true, "reclaim", true));
    Schedulable s = level.hog("s", level.reserving("s", 2 * MS, 10 * MS));

    level.run(1_000);

    assertThat(level.ranNs(s) / (double) MS).isCloseTo(800, within(8.0));
  }

  /** What a sleeper has reserved is free once it would have been used: from 0-lag time on. */
  @Test
  void reclaimingGivesWhatASleeperLeavesAfterItsZeroLagTime() {
    ReservedLevel level = new ReservedLevel(1, "deadline", Map.of("hrtick", true, "reclaim", true));
    Schedulable s = level.hog("s", level.reserving("s", 2 * MS, 10 * MS));
    Schedulable other = level.burst("other", level.reserving("other", 5 * MS, 10 * MS), MS);
    level.wakeAt(other, 0);

    level.run(2_000);

    // alone again but for what other has reserved, which counts as inactive
    assertThat(level.ranNs(s) / (double) MS).isCloseTo(1_600, within(16.0));
  }

  /** Throttled from 9.3 ms on, by when both have used theirs up at three quarters of the rate. */
  @Test
  void reclaimingGivesWhatOneLeavesThatWasStoppedWhileItWasThrottled() {
    ReservedLevel level = new ReservedLevel(1, "deadline", Map.of("hrtick", true, "reclaim", true));
    Schedulable s = level.hog("s", level.reserving("s", 2 * MS, 10 * MS));
    Schedulable other = level.hog("other", level.reserving("other", 5 * MS, 10 * MS));
    level.model.at(9_700_000, () -> level.host.stop(other));

    level.run(2_000);

    assertThat(level.ranNs(s) / (double) MS).isCloseTo(1_600, within(16.0));
  }

  @Test
  void theThreadsThatServeAVmAreFair() {
    ReservedLevel level = cpus(1);
    Group group = level.reserving("vm", 4 * MS, 10 * MS);
    Schedulable vcpu = Schedulable.vcpu("vm.v0", group, 1024, null);
    level.host.admit(vcpu);
    Schedulable server = level.hog("vm.io", group);

    level.run(100);

    assertThat(level.ranNs(server)).isEqualTo(100 * MS);
  }

  private static List<String> threeHogs(String policy, Map<String, ?> parameters) {
    ReservedLevel level = new ReservedLevel(1, policy, parameters);
    for (String name : List.of("a", "b", "c")) {
      level.hog(name, null);
    }
    level.run(100);
    return level.log;
  }

  @Test
  void belowIsTheFairPolicyThatIsAskedFor() {
    List<String> cfs = threeHogs("deadline", Map.of("fair", "cfs", "tick", MS));
    List<String> eevdf = threeHogs("deadline", Map.of("fair", "eevdf", "tick", MS));

    assertThat(cfs).isEqualTo(threeHogs("cfs", Map.of("tick", MS)));
    assertThat(eevdf).isEqualTo(threeHogs("eevdf", Map.of("tick", MS))).isNotEqualTo(cfs);
  }

  // ---- before a run ----

  private static GuestSettings asks(String guest, int vcpus, Map<String, ?> said) {
    return new GuestSettings(guest, vcpus, Parameters.of(DeadlineParameters.ofGuests(), said));
  }

  private static List<Refusal> refuses(int cpus, GuestSettings... guests) {
    return refuses(cpus, Map.of(), guests);
  }

  private static List<Refusal> refuses(int cpus, Map<String, ?> said, GuestSettings... guests) {
    DeadlineProvider provider = new DeadlineProvider();
    Parameters set = Parameters.of(provider.parameters(), said);
    return provider.refuses(cpus, set, List.of(guests));
  }

  @Test
  void admitsUpTo95PercentOfEachProcessor() {
    Map<String, ?> half = Map.of("runtime", 5 * MS, "period", 10 * MS);
    Map<String, ?> most = Map.of("runtime", 4_500_000L, "period", 10 * MS);

    assertThat(refuses(1, asks("a", 1, half), asks("b", 1, most))).isEmpty();
    assertThat(refuses(2, asks("a", 1, half), asks("b", 2, half), asks("c", 1, most)))
        .containsExactly(
            new Refusal(
                "c",
                "runtime",
                "is 4.5 ms of 10 ms, more than is left of rtRuntime 950 ms of rtPeriod 1 s on each"
                    + " pCPU; allowed: up to 3.999 ms"));
    assertThat(refuses(1, asks("a", 2, half)).get(0).why())
        .contains("is 5 ms of 10 ms for each of 2 vCPUs")
        .endsWith("allowed: up to 4.749 ms");
  }

  @Test
  void admitsAsMuchOfEachProcessorAsRealTimeThreadsMayRun() {
    Map<String, ?> tenth = Map.of("runtime", MS, "period", 10 * MS);
    Map<String, ?> bound = Map.of("rtRuntime", 30 * MS, "rtPeriod", 100 * MS);

    assertThat(refuses(1, bound, asks("a", 2, tenth))).isEmpty();
    assertThat(refuses(1, bound, asks("a", 2, tenth), asks("b", 2, tenth)))
        .containsExactly(
            new Refusal(
                "b",
                "runtime",
                "is 1 ms of 10 ms for each of 2 vCPUs, more than is left of rtRuntime 30 ms of"
                    + " rtPeriod 100 ms on each pCPU; allowed: up to 500 us"));
    Map<String, ?> all = Map.of("runtime", 3 * MS, "period", 10 * MS);
    assertThat(refuses(1, bound, asks("a", 1, all), asks("b", 1, tenth)).get(0).why())
        .endsWith("allowed: none");
  }

  @Test
  void withoutABoundOnRealTimeThreadsAllIsAdmitted() {
    Map<String, ?> all = Map.of("runtime", 10 * MS, "period", 10 * MS);
    GuestSettings[] guests = {asks("a", 4, all), asks("b", 4, all)};

    assertThat(refuses(1, Map.of("rtRuntime", Parameter.OFF), guests)).isEmpty();
    assertThat(refuses(1, Map.of("rtRuntime", 100 * MS, "rtPeriod", 100 * MS), guests)).hasSize(2);
  }

  /** Alone it is charged 1 - 0 - (0.3 - 0.2), nine tenths: of what reservations may have. */
  @Test
  void reclaimingEndsAtWhatMayBeReserved() {
    Map<String, ?> set =
        Map.of("hrtick", true, "reclaim", true, "rtRuntime", 30 * MS, "rtPeriod", 100 * MS);
    ReservedLevel level = new ReservedLevel(1, "deadline", set);
    Schedulable s = level.hog("s", level.reserving("s", 2 * MS, 10 * MS));

    level.run(1_000);

    assertThat(level.ranNs(s) / (double) MS).isCloseTo(200 / 0.9, within(3.0));
  }

  @Test
  void refusesARuntimeOverTheDeadlineAndADeadlineOverThePeriod() {
    Map<String, ?> late = Map.of("runtime", 5 * MS, "deadline", 12 * MS, "period", 10 * MS);
    Map<String, ?> much = Map.of("runtime", 5 * MS, "deadline", 4 * MS, "period", 10 * MS);

    assertThat(refuses(1, asks("a", 1, late), asks("b", 1, much)))
        .containsExactly(
            new Refusal("a", "deadline", "is 12 ms; allowed: up to the period, 10 ms"),
            new Refusal("b", "runtime", "is 5 ms; allowed: up to the deadline, 4 ms"));
  }
}
