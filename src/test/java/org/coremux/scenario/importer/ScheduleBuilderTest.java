package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Threads are followed through a recording, and gaps are closed as the study of them says. */
class ScheduleBuilderTest {
  private static final long US = 1_000;

  private static void figures(
      RecordedThread t, long runUs, long delayUs, long switches, long preemptions) {
    assertThat(t.runNs).as("run").isEqualTo(runUs * US);
    assertThat(t.delayNs).as("delay").isEqualTo(delayUs * US);
    assertThat(t.switches).as("switches").isEqualTo(switches);
    assertThat(t.preemptions).as("preemptions").isEqualTo(preemptions);
  }

  // ---- without gaps ----

  @Test
  void runsOnBothSidesOfAPreemptionAreOne() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "R", "b/2")
            .leaves(150, 0, "b/2", "R+", "a/1")
            .leaves(250, 0, "a/1", "S", "b/2")
            .leaves(300, 0, "b/2", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1)).isEqualTo("run 200, block 250 to the end");
    assertThat(Script.steps(threads, 2)).isEqualTo("run 100, block 300 to the end");
    figures(Script.thread(threads, 1), 200, 50, 2, 1);
    figures(Script.thread(threads, 2), 100, 200, 2, 1);
  }

  @Test
  void aWakeUpIsAStepOfTheOneThatRan() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "b/2")
            .leaves(10, 0, "b/2", "S", "a/1")
            .wakes(60, 0, "a/1", "b/2")
            .leaves(100, 0, "a/1", "S", "b/2")
            .wakes(130, 1, "-", "a/1")
            .leaves(140, 0, "b/2", "S", "a/1")
            .leaves(150, 0, "a/1", "X", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 50, wake 2#0, run 40, block 100 to 130, run 10, end");
    assertThat(Script.steps(threads, 2))
        .isEqualTo("run 10, block 10 to 60 by 1, run 40, block 140 to the end");
    figures(Script.thread(threads, 2), 50, 40, 2, 0);
    assertThat(Script.thread(threads, 1).delayNs).isEqualTo((10 + 10) * US);
  }

  @Test
  void wakingOneThatIsAwakeIsNothing() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "b/2")
            .leaves(10, 0, "b/2", "R", "a/1")
            .wakes(60, 0, "a/1", "b/2")
            .wakes(70, 0, "a/1", "a/1")
            .leaves(100, 0, "a/1", "S", "b/2")
            .leaves(110, 0, "b/2", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1)).isEqualTo("run 90, block 100 to the end");
    assertThat(Script.steps(threads, 2)).isEqualTo("run 20, block 110 to the end");
  }

  @Test
  void whatIsOpenIsClosedAtTheEnd() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "R", "b/2")
            .leaves(400, 1, "-", "R", "c/3")
            .threads();

    figures(Script.thread(threads, 1), 100, 300, 1, 1);
    figures(Script.thread(threads, 2), 300, 100, 1, 0);
    assertThat(threads).allMatch(thread -> thread.isOpen);
  }

  // ---- a recording begins in the middle of everything ----

  @Test
  void whoeverIsHeardOfFirstRanFromTheStart() {
    List<RecordedThread> threads =
        new Script()
            .wakes(0, 1, "-", "b/2")
            .accounts(70, 0, "a/1", 3_000)
            .leaves(90, 0, "a/1", "S", "b/2")
            .leaves(100, 0, "b/2", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1)).startsWith("run ").endsWith("block 90 to the end");
    figures(Script.thread(threads, 1), 90, 0, 1, 0);
  }

  @Test
  void whoeverIsWokenFirstSleptFromTheStart() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .wakes(70, 0, "a/1", "b/2")
            .leaves(90, 0, "a/1", "S", "b/2")
            .leaves(100, 0, "b/2", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 2))
        .isEqualTo("block 0 to 70 by 1, run 10, block 100 to the end");
  }

  @Test
  void whoeverEntersEarlyHadWaitedAndLateHadSlept() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(5_000, 0, "a/1", "S", "b/2")
            .leaves(30_000, 0, "b/2", "S", "c/3")
            .leaves(30_010, 0, "c/3", "S", "-")
            .threads();

    figures(Script.thread(threads, 2), 25_000, 5_000, 1, 0);
    assertThat(Script.steps(threads, 3))
        .isEqualTo("block 0 to 30000, run 10, block 30010 to the end");
    figures(Script.thread(threads, 3), 10, 0, 1, 0);
  }

  // ---- lost switches, rules 1 and 2 ----

  @Test
  void beforeTheIdleOneAThreadBlockedAtItsLastEvent() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .accounts(100, 0, "a/1", 100)
            // a left, unrecorded
            .wakes(500, 0, "-", "a/1")
            .leaves(520, 0, "-", "R", "a/1")
            .leaves(600, 0, "a/1", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 100, block 100 to 500, run 80, block 600 to the end");
    figures(Script.thread(threads, 1), 180, 20, 2, 0);
  }

  @Test
  void beforeAnotherOneAThreadWasPreemptedAtItsLastEvent() {
    ScheduleBuilder schedule =
        new Script()
            .leaves(0, 1, "-", "R", "b/2")
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(10, 1, "b/2", "R", "-")
            .accounts(200, 0, "a/1", 200)
            // a left and b came, unrecorded
            .accounts(900, 0, "b/2", 600)
            .leaves(1_000, 0, "b/2", "R", "a/1")
            .leaves(1_050, 0, "a/1", "S", "b/2")
            .schedule();

    figures(Script.thread(schedule.threads(), 1), 250, 800, 2, 1);
    figures(Script.thread(schedule.threads(), 2), 10 + 700, 290 + 50, 3, 2);
    assertThat(schedule.lostSwitches()).isEqualTo(1);
  }

  @Test
  void whoCannotHaveBeenPreemptedSlept() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 1, "-", "R", "b/2")
            .leaves(0, 0, "-", "R", "a/1")
            .accounts(200, 0, "a/1", 200)
            // a left and c came, unrecorded
            .accounts(900, 0, "c/3", 600)
            .wakes(950, 1, "b/2", "a/1", 0)
            .leaves(1_000, 0, "c/3", "S", "a/1")
            .leaves(1_050, 0, "a/1", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 200, block 200 to 950 by 2, run 50, block 1050 to the end");
    figures(Script.thread(threads, 1), 250, 50, 2, 0);
  }

  @Test
  void aLostEntryIsWhereTheAccountedTimeBegan() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "S", "-")
            .wakes(300, 0, "-", "a/1")
            // a came, unrecorded
            .accounts(900, 0, "a/1", 580)
            .leaves(1_000, 0, "a/1", "S", "-")
            .threads();

    figures(Script.thread(threads, 1), 100 + 680, 20, 2, 0);
  }

  @Test
  void withoutAccountedTimeALostEntryIsSoonAfterTheWakeUp() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "S", "-")
            .wakes(300, 0, "-", "a/1")
            .leaves(1_000, 0, "a/1", "S", "-")
            .threads();

    figures(Script.thread(threads, 1), 100 + 695, 5, 2, 0);
  }

  @Test
  void aLostEntryIsNotBeforeTheLastEnd() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "R", "b/2")
            .leaves(150, 0, "b/2", "S", "-")
            .accounts(900, 0, "a/1", 5_000)
            .leaves(1_000, 0, "a/1", "S", "-")
            .threads();

    figures(Script.thread(threads, 1), 100 + 850, 50, 2, 1);
  }

  @Test
  void whoWasNotWokenAndRunsOnAnIdleCpuBeganJustNow() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "S", "-")
            .wakes(900, 0, "a/1", "b/2")
            .leaves(1_000, 0, "a/1", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 100, block 100 to 900, wake 2#0, run 100, block 1000 to the end");
  }

  @Test
  void nobodyRunsInTwoPlacesAtOnce() {
    ScheduleBuilder schedule =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .accounts(100, 0, "a/1", 100)
            // a went to the other CPU, unrecorded
            .leaves(400, 1, "-", "R", "a/1")
            .leaves(500, 1, "a/1", "S", "-")
            .leaves(600, 0, "-", "R", "b/2")
            .leaves(700, 0, "b/2", "S", "-")
            .schedule();

    figures(Script.thread(schedule.threads(), 1), 200, 300, 2, 1);
    assertThat(schedule.lostSwitches()).isEqualTo(1);
  }

  // ---- early wake-ups, rule 5 ----

  @Test
  void aWakeUpJustBeforeTheBlockEndsThatBlock() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(0, 1, "-", "R", "b/2")
            .wakes(100, 1, "b/2", "a/1", 0)
            .leaves(150, 0, "a/1", "S", "-")
            .leaves(170, 0, "-", "R", "a/1")
            .leaves(200, 0, "a/1", "S", "-")
            .leaves(300, 1, "b/2", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 150, block 150 to 150 by 2, run 30, block 200 to the end");
    assertThat(Script.steps(threads, 2))
        .isEqualTo("run 100, wake 1#0, run 200, block 300 to the end");
    figures(Script.thread(threads, 1), 180, 20, 2, 0);
  }

  @Test
  void aWakeUpLongBeforeTheBlockEndsNothing() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(0, 1, "-", "R", "b/2")
            .wakes(100, 1, "b/2", "a/1", 0)
            .leaves(300, 0, "a/1", "S", "-")
            .wakes(400, 1, "b/2", "a/1", 0)
            .leaves(420, 0, "-", "R", "a/1")
            .leaves(500, 0, "a/1", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 300, block 300 to 400 by 2, run 80, block 500 to the end");
    assertThat(Script.steps(threads, 2))
        .isEqualTo("run 100, wake nobody, run 300, wake 1#0, run 100");
  }

  @Test
  void aWakeUpOfOneThatIsThenPreemptedEndsNothing() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(0, 1, "-", "R", "b/2")
            .wakes(100, 1, "b/2", "a/1", 0)
            .leaves(150, 0, "a/1", "R", "-")
            .leaves(170, 0, "-", "R", "a/1")
            .leaves(200, 0, "a/1", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1)).isEqualTo("run 180, block 200 to the end");
    assertThat(Script.steps(threads, 2)).startsWith("run 100, wake nobody");
  }

  // ---- forks, names, numbers ----

  @Test
  void aForkIsTheChildsFirstBlock() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "make/1")
            .forks(100, 0, "make/1", "make/2")
            .begins(110, 0, "make/1", "make/2")
            .leaves(150, 0, "make/1", "S", "make/2")
            .leaves(250, 0, "make/2", "X", "-")
            .threads();

    RecordedThread child = Script.thread(threads, 2);
    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 110, wake 2#0, run 40, block 150 to the end");
    assertThat(Script.steps(threads, 2)).isEqualTo("block 100 to 110 by 1, run 100, end");
    assertThat(child.isBorn).isTrue();
    assertThat(threads.get(child.parent).tid).isEqualTo(1);
    figures(child, 100, 40, 1, 0);
  }

  @Test
  void withoutTheForkTheFirstWakeUpTells() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "make/1")
            .begins(110, 0, "make/1", "make/2")
            .leaves(150, 0, "make/1", "S", "make/2")
            .leaves(250, 0, "make/2", "X", "-")
            .threads();

    assertThat(Script.thread(threads, 2).isBorn).isTrue();
    assertThat(Script.steps(threads, 2)).isEqualTo("block 110 to 110 by 1, run 100, end");
  }

  @Test
  void aThreadCountsWholeUnderItsLastNameAndPriority() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "make/1")
            .leaves(100, 0, "make/1", "S", "-")
            .priority(125)
            .wakes(200, 0, "-", "cc1/1")
            .leaves(210, 0, "-", "R", "cc1/1")
            .leaves(300, 0, "cc1/1", "X", "-")
            .threads();

    List<RecordedProcess> processes = RecordedProcess.of(threads);
    assertThat(processes).hasSize(1);
    assertThat(processes.get(0).guest()).isEqualTo("cc1-nice5");
    assertThat(processes.get(0).figures().runningNs()).isEqualTo(190 * US);
  }

  @Test
  void aNumberThatIsUsedAgainIsAnotherThread() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "X", "-")
            .leaves(200, 0, "-", "R", "sh/9")
            .forks(250, 0, "sh/9", "b/1")
            .begins(260, 0, "sh/9", "b/1")
            .leaves(300, 0, "sh/9", "S", "b/1")
            .leaves(350, 0, "b/1", "S", "-")
            .threads();

    assertThat(threads).extracting(thread -> thread.name).containsExactly("a", "sh", "b");
    assertThat(threads.get(0).runNs).isEqualTo(100 * US);
    assertThat(threads.get(2).runNs).isEqualTo(50 * US);
  }

  @Test
  void aForkTellsThatTheEndOfTheOldOneWasLost() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .leaves(100, 0, "a/1", "S", "sh/9")
            .forks(250, 0, "sh/9", "b/1")
            .begins(260, 0, "sh/9", "b/1")
            .leaves(300, 0, "sh/9", "S", "b/1")
            .leaves(350, 0, "b/1", "S", "-")
            .threads();

    assertThat(threads).extracting(thread -> thread.name).containsExactly("a", "sh", "b");
  }

  @Test
  void clocksThatDifferNeverMakeTimeNegative() {
    ScheduleBuilder schedule =
        new Script()
            .leaves(500, 0, "-", "R", "a/1")
            .leaves(400, 1, "-", "R", "b/2")
            .leaves(600, 0, "a/1", "S", "-")
            .leaves(600, 1, "b/2", "S", "-")
            .schedule();

    assertThat(schedule.backwards()).isEqualTo(1);
    figures(Script.thread(schedule.threads(), 1), 100, 0, 1, 0);
    figures(Script.thread(schedule.threads(), 2), 100, 0, 1, 0);
  }

  // ---- accounting ----

  @Test
  void accountingThatNothingExplainsIsAPointOfTheProgram() {
    List<RecordedThread> threads =
        new Script()
            .leaves(0, 0, "-", "R", "a/1")
            .accounts(500, 0, "a/1", 500)
            .accounts(510, 0, "a/1", 10) // the same one
            .wakes(1_000, 0, "a/1", "b/2")
            .accounts(1_010, 0, "a/1", 500) // because of the wake-up
            .accounts(1_990, 0, "a/1", 980) // because of the switch
            .leaves(2_000, 0, "a/1", "S", "b/2")
            .leaves(2_100, 0, "b/2", "S", "-")
            .threads();

    assertThat(Script.steps(threads, 1))
        .isEqualTo("run 500, account, run 500, wake 2#0, run 990, run 10, block 2000 to the end");
  }

  // ---- whatever is lost ----

  @Property(tries = 1_000, seed = "42")
  void nobodyGetsMoreThanThereIs(@ForAll("events") List<int[]> events) {
    Script script = new Script();
    String[] states = {"S", "R", "D", "I", "X"};
    long us = 0;
    for (int[] e : events) {
      us += e[0];
      String head = thread(e[2]);
      String other = thread(e[3]);
      switch (e[4]) {
        case 0, 1, 2 -> script.leaves(us, e[1], head, states[e[5]], other);
        case 3, 4 -> script.wakes(us, e[1], head, thread(1 + e[3] % 5), e[5] % 3);
        case 5, 6 -> script.accounts(us, e[1], thread(1 + e[2] % 5), 10L * e[5]);
        case 7 -> script.forks(us, e[1], thread(1 + e[2] % 5), thread(1 + e[3] % 5));
        default -> script.begins(us, e[1], head, thread(1 + e[3] % 5));
      }
    }
    ScheduleBuilder schedule = script.schedule();

    long[] usedNs = new long[schedule.cpus().size()];
    for (RecordedThread t : schedule.threads()) {
      assertThat(t.runNs).isNotNegative();
      assertThat(t.delayNs).isNotNegative();
      assertThat(t.preemptions).isBetween(0L, t.switches);
      assertThat(t.runNs + t.delayNs).isLessThanOrEqualTo(schedule.spanNs());
      long stepsNs = 0;
      for (int i = 0; i < t.steps(); i++) {
        stepsNs += t.step(i) == RecordedThread.Step.RUN ? t.value(i) : 0;
      }
      assertThat(stepsNs).isEqualTo(t.runNs);
      for (int cpu = 0; cpu < usedNs.length; cpu++) {
        usedNs[cpu] += t.ranOnNs(cpu);
      }
      wakersMatch(schedule.threads(), t);
    }
    assertThat(LongStream.of(usedNs).max().orElse(0)).isLessThanOrEqualTo(schedule.spanNs());
  }

  /** Each block that somebody ended is a step of that one, once. */
  private static void wakersMatch(List<RecordedThread> threads, RecordedThread t) {
    for (int block = 0; block < t.blocks(); block++) {
      if (!t.hasWoken(block) || t.waker(block) == RecordedThread.NOBODY) {
        continue;
      }
      RecordedThread waker = threads.get(t.waker(block));
      int found = 0;
      for (int i = 0; i < waker.steps(); i++) {
        boolean isIt =
            waker.step(i) == RecordedThread.Step.WAKE
                && waker.targetBlock(i) == block
                && waker.target(i) == t.number;
        found += isIt ? 1 : 0;
      }
      assertThat(found).isEqualTo(1);
    }
  }

  private static String thread(int number) {
    return number == 0 ? "-" : "t" + number + "/" + number;
  }

  @Provide
  Arbitrary<List<int[]>> events() {
    return Combinators.combine(
            Arbitraries.of(0, 1, 7, 20, 45, 120, 900, 25_000),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(0, 4))
        .as((us, cpu, head, other, kind, state) -> new int[] {us, cpu, head, other, kind, state})
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }
}
