package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.CfsParameters.CFS_5_6;
import static org.coremux.sched.CfsParameters.CFS_6_1;
import static org.coremux.sched.FairLevel.MS;
import static org.coremux.sched.FairLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One processor, of eight unless said: slices, placement, preemption, buddies. */
class CfsTest {
  private static CfsLevel eight(CfsParameters parameters) {
    return new CfsLevel(Topology.flat(8), parameters.withBalance(false));
  }

  private static List<Schedulable> hogs(FairLevel level, int count) {
    List<Schedulable> hogs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hogs.add(level.pinnedHog("h" + i, 0));
    }
    return hogs;
  }

  private static CfsQueue root(FairLevel level) {
    return (CfsQueue) level.fair().hierarchy().queue(null, 0);
  }

  private static List<Long> dispatchTimesUs(FairLevel level) {
    return level.log.stream()
        .map(line -> Long.valueOf(line.substring(0, line.indexOf(' ')).replace(".", "")))
        .toList();
  }

  private static List<Long> steadyRunsUs(FairLevel level) {
    List<Long> times = dispatchTimesUs(level);
    List<Long> runs = new ArrayList<>();
    for (int i = 10; i < times.size(); i++) {
      runs.add(times.get(i) - times.get(i - 1));
    }
    return runs;
  }

  // ---- slices: schedulers.md, section 24 ----

  @ParameterizedTest
  @CsvSource({
    "1, 24000000",
    "2, 12000000",
    "3, 8000000",
    "5, 4800000",
    "8, 3000000",
    "9, 3000000",
    "20, 3000000"
  })
  void givesEachOfAFewItsPartOfTheLatencyAndEachOfManyTheGranularity(int count, long sliceNs) {
    CfsLevel level = eight(CFS_6_1);
    List<Schedulable> hogs = hogs(level, count);

    for (Schedulable s : hogs) {
      assertThat(root(level).sliceNs(level.entity(s))).isEqualTo(sliceNs);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 4, 16000", // 12 ms is three ticks, and not strictly over at the third
    "5, 4, 8000", // 4.8 ms
    "2, 1, 13000",
    "8, 4, 4000", // 3 ms
    "20, 4, 4000"
  })
  void endsASliceAtTheFirstTickThatFindsItStrictlyOver(int count, long tickMs, long runUs) {
    CfsLevel level = eight(CFS_6_1.withTick(tickMs * MS));
    hogs(level, count);

    level.run(2_000 * MS);

    assertThat(steadyRunsUs(level)).isNotEmpty().containsOnly(runUs);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "7, 3", "8, 4", "64, 4"})
  void scalesByTheNumberOfProcessors(int cpus, long factor) {
    CfsLevel level = CfsLevel.of(cpus);
    Schedulable s = level.pinnedHog("a", 0);

    assertThat(root(level).sliceNs(level.entity(s))).isEqualTo(factor * 6 * MS);
  }

  @Test
  void neverGivesLessThanTheGranularitySince61() {
    CfsLevel before = eight(CFS_5_6);
    CfsLevel after = eight(CFS_6_1);

    for (CfsLevel level : List.of(before, after)) {
      level.hog("heavy", null, NiceWeights.of(-10));
      Schedulable light = level.sleepingHog("light", null, NiceWeights.of(10), CpuMask.of(0));
      level.mux.wake(light);
    }

    // 24 ms * 110 / (110 + 9548), and 3 ms
    long partNs = 24 * MS * 110 / (110 + 9548);
    assertThat(root(before).sliceNs(before.entity(before.all.get(1)))).isEqualTo(partNs);
    assertThat(root(after).sliceNs(after.entity(after.all.get(1)))).isEqualTo(3 * MS);
  }

  @Test
  void countsAllOfAProcessorForThePeriodSince61AndThoseOfOneQueueBefore() {
    long[] slices = new long[2];
    int i = 0;
    for (CfsParameters version : List.of(CFS_5_6, CFS_6_1)) {
      CfsLevel level = eight(version);
      Group group = level.group("g", 100);
      for (int k = 0; k < 12; k++) {
        level.mux.wake(level.sleepingHog("h" + k, group, 1024, CpuMask.of(0)));
      }
      Schedulable alone = level.pinnedHog("alone", 0);
      slices[i++] = root(level).sliceNs(level.entity(alone));
    }

    // two on the root: 24 ms / 2; thirteen on the processor: 39 ms / 2
    assertThat(slices).containsExactly(12 * MS, 19_500 * US);
  }

  @Test
  void givesAMemberOfAGroupItsPartOfTheGroupsSlice() {
    CfsLevel level = eight(CFS_6_1);
    Group group = level.group("g", 100);
    Schedulable inner = level.sleepingHog("inner", group, 1024, CpuMask.of(0));
    Schedulable other = level.sleepingHog("other", group, 1024, CpuMask.of(0));
    level.mux.wake(inner);
    level.mux.wake(other);
    level.pinnedHog("alone", 0);

    CfsQueue queue = (CfsQueue) level.entity(inner).queue;

    // 24 ms by half and by half again
    assertThat(queue.sliceNs(level.entity(inner))).isEqualTo(6 * MS);
  }

  // ---- placement ----

  @Test
  void placesANewOneASliceBehind() {
    CfsLevel level = eight(CFS_6_1);
    Schedulable a = level.pinnedHog("a", 0);
    level.run(100 * MS);

    Schedulable b = level.pinnedHog("b", 0);

    // a began at 24 ms, a slice of one alone; b half of that behind a
    assertThat(level.entity(a).vruntime).isEqualTo(124 * MS);
    assertThat(level.entity(b).vruntime).isEqualTo(136 * MS);
  }

  @Test
  void placesANewOneBesideTheOthersWithoutStartDebit() {
    CfsRules rules =
        CfsProvider.of(Parameters.of(new CfsProvider().parameters(), Map.of("startDebit", false)))
            .rules();
    CfsLevel level = eight(CFS_6_1.withRules(rules));
    level.pinnedHog("a", 0);
    level.run(100 * MS);

    assertThat(level.entity(level.pinnedHog("b", 0)).vruntime).isEqualTo(100 * MS);
  }

  /** A hog, and one that has slept for a second since it ran 1 ms at 0: where is it placed? */
  private static long creditNs(CfsParameters parameters) {
    CfsLevel level = eight(parameters);
    Schedulable s =
        level.sleeper(
            Schedulable.thread("s", null, 1024, CpuMask.of(0), now -> {}),
            () -> MS,
            () -> 1_000 * MS);
    level.mux.wake(s);
    level.at(2 * MS, () -> level.pinnedHog("hog", 0));
    long[] credit = new long[1];
    level.mux.trace(
        (now, p, who, from, to) -> {
          if (who == s && to == RunState.RUNNING && now == 1_001 * MS) {
            credit[0] = root(level).virtualTime() - level.entity(s).vruntime;
          }
        });
    level.run(1_001 * MS);
    return credit[0];
  }

  @Test
  void owesASleeperHalfALatency() {
    assertThat(creditNs(CFS_6_1)).isEqualTo(12 * MS);
    assertThat(creditNs(CFS_5_6)).isEqualTo(12 * MS);
  }

  @Test
  void owesASleeperAWholeLatencyWhenItIsNotGentle() {
    CfsRules rules =
        CfsProvider.of(
                Parameters.of(new CfsProvider().parameters(), Map.of("gentleFairSleepers", false)))
            .rules();

    assertThat(creditNs(CFS_6_1.withRules(rules))).isEqualTo(24 * MS);
  }

  @Test
  void neverPutsASleeperBackBehindWhereItWas() {
    CfsLevel level = eight(CFS_6_1);
    level.pinnedHog("hog", 0);
    Schedulable s = level.pinnedHog("s", 0);
    level.run(100 * MS);
    level.at(100 * MS + 1, () -> level.mux.stop(s));
    long[] before = new long[1];
    level.at(100 * MS + 2, () -> before[0] = level.entity(s).vruntime);
    level.at(101 * MS, () -> level.mux.start(s));

    level.run(101 * MS);

    assertThat(level.entity(s).vruntime).isGreaterThanOrEqualTo(before[0]);
  }

  // ---- preemption ----

  /** A hog since 1 ms, and at 18 ms one wakes whose virtual time is so much before the hog's. */
  private static boolean preemptsWhenBehindBy(long ns, CfsParameters parameters) {
    CfsLevel level = eight(parameters);
    Schedulable s =
        level.sleeper(
            Schedulable.thread("s", null, 1024, CpuMask.of(0), now -> {}),
            () -> MS,
            () -> 10_000 * MS);
    level.mux.wake(s);
    level.at(MS, () -> level.pinnedHog("hog", 0));
    level.at(
        18 * MS, // no tick: the hog's slice is over
        () -> {
          // the hog began at 25 + 12 ms and ran for 17
          level.entity(s).vruntime = 54 * MS - ns;
          level.mux.wake(s);
        });
    level.run(18 * MS);
    return level.log.contains("18.000 s@0");
  }

  @Test
  void whoWakesPreemptsWhenItIsMoreThanAGranularityBehind() {
    assertThat(preemptsWhenBehindBy(4 * MS, CFS_6_1)).isFalse();
    assertThat(preemptsWhenBehindBy(4 * MS + 1, CFS_6_1)).isTrue();
  }

  @Test
  void nobodyPreemptsWithoutWakeupPreemption() {
    CfsRules rules =
        CfsProvider.of(
                Parameters.of(new CfsProvider().parameters(), Map.of("wakeupPreemption", false)))
            .rules();

    assertThat(preemptsWhenBehindBy(10 * MS, CFS_6_1.withRules(rules))).isFalse();
  }

  /** Nine hogs, and one that wakes in the middle of a run: who ran before it, and who after. */
  private static List<String> aroundAWakeUp(boolean lastBuddy) {
    CfsRules rules =
        CfsProvider.of(
                Parameters.of(new CfsProvider().parameters(), Map.of("lastBuddy", lastBuddy)))
            .rules();
    CfsLevel level = eight(CFS_6_1.withRules(rules));
    hogs(level, 9);
    level.sleeper(
        Schedulable.thread("s", null, 1024, CpuMask.of(0), now -> {}),
        () -> 100 * US,
        () -> 402 * MS);
    level.at(1, () -> level.mux.wake(level.all.get(9)));
    level.run(440 * MS);
    int wake = level.log.lastIndexOf("426.100 s@0"); // ran at 24 first
    assertThat(wake).as(level.log.toString()).isPositive();
    return List.of(name(level.log.get(wake - 1)), name(level.log.get(wake + 1)));
  }

  private static String name(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  @Test
  void whoIsPreemptedInALongQueueGoesOnSoon() {
    List<String> with = aroundAWakeUp(true);
    List<String> without = aroundAWakeUp(false);

    assertThat(with.get(1)).isEqualTo(with.get(0));
    assertThat(without.get(1)).isNotEqualTo(without.get(0));
  }

  // ---- yielding ----

  /** Two hogs at 24 and 12 ms; the second runs, and would rather not. */
  private static CfsLevel yieldsAt(long ns) {
    CfsLevel level = eight(CFS_6_1);
    level.pinnedHog("a", 0);
    Schedulable b = level.pinnedHog("b", 0);
    level.at(ns, () -> level.mux.yield(b, null));
    level.run(ns);
    return level;
  }

  @Test
  void yieldingIsOfUseOnlyWhereItIsNotUnfair() {
    assertThat(yieldsAt(9 * MS).log).endsWith("9.000 a@0"); // at 24 and 21 ms
    assertThat(yieldsAt(1 * MS).log).containsExactly("0.000 b@0"); // at 24 and 13 ms
  }

  @Test
  void whoIsYieldedToRunsOnlyWhereItIsNotUnfair() {
    CfsLevel level = eight(CFS_6_1);
    Schedulable a = level.pinnedHog("a", 0);
    level.pinnedHog("b", 0);
    Schedulable c = level.pinnedHog("c", 0);
    level.at(MS, () -> level.mux.yield(c, a));

    level.run(MS);

    // at 24, 12 and 9 ms: a is too far ahead, and c is skipped
    assertThat(level.log).containsExactly("0.000 c@0", "1.000 b@0");
  }
}
