package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who woke whom is inferred from who was there, and how often. */
class WakeInferenceTest {
  private static WakeInference infer(List<RecordedThread> threads, Wakes mode) {
    Endings endings = new Endings(threads, threads.get(0).lastNs);
    return new WakeInference(threads, endings, name -> mode);
  }

  private static WakeInference infer(List<RecordedThread> threads) {
    return infer(threads, Wakes.INFERRED);
  }

  /** How many of its wake-ups are taken for another thread's. */
  private static int causal(List<RecordedThread> threads, WakeInference wakes, int tid) {
    RecordedThread t = Script.thread(threads, tid);
    int count = 0;
    for (int block = 0; block < t.blocks(); block++) {
      count += t.hasWoken(block) && wakes.isCausal(t, block) ? 1 : 0;
    }
    return count;
  }

  /** One computes, wakes the other, and sleeps until that has woken it. */
  private static List<RecordedThread> pipeline(int rounds) {
    Script script = new Script().leaves(0, 0, "-", "R", "b/2").leaves(1, 0, "b/2", "S", "a/1");
    SplittableRandom random = new SplittableRandom(1);
    long us = 1;
    for (int i = 0; i < rounds; i++) {
      us += 50 + random.nextInt(400);
      script.wakes(us, 0, "a/1", "b/2").leaves(us + 5, 0, "a/1", "S", "b/2");
      us += 50 + random.nextInt(400);
      script.wakes(us, 0, "b/2", "a/1").leaves(us + 5, 0, "b/2", "S", "a/1");
    }
    return script.threads();
  }

  @Test
  void aPipelineOfTwoIsCausal() {
    List<RecordedThread> threads = pipeline(50);
    WakeInference wakes = infer(threads);

    assertThat(causal(threads, wakes, 1)).isEqualTo(50);
    assertThat(causal(threads, wakes, 2)).isEqualTo(50);
    assertThat(wakes.causal()).isEqualTo(100);
    assertThat(wakes.timers()).isZero();
  }

  @Test
  void whatTheUserSaysGoesFirst() {
    List<RecordedThread> threads = pipeline(50);

    assertThat(infer(threads, Wakes.RECORDED).causal()).isZero();
    assertThat(infer(threads, Wakes.CAUSAL).causal()).isEqualTo(100);
  }

  /** Sleepers among two hogs: whoever runs is interrupted by their timers. */
  private static List<RecordedThread> amongHogs(boolean doHogsBlock, int rounds) {
    Script script = new Script().leaves(0, 0, "-", "R", "s/9").leaves(10, 0, "s/9", "S", "h/1");
    SplittableRandom random = new SplittableRandom(7);
    long us = 10;
    String hog = "h/1";
    for (int i = 0; i < rounds; i++) {
      us += 500 + random.nextInt(9_000);
      if (random.nextBoolean()) {
        String other = hog.equals("h/1") ? "h/2" : "h/1";
        script.leaves(us, 0, hog, "R", other);
        hog = other;
        us += 200 + random.nextInt(2_000);
      }
      if (doHogsBlock && i % 20 == 10) { // now and then, for a moment
        script.leaves(us, 0, hog, "S", "-").wakes(us + 30, 0, "-", hog);
        script.leaves(us + 40, 0, "-", "R", hog);
        us += 300;
      }
      script.wakes(us, 0, hog, "s/9").leaves(us + 5, 0, hog, "R", "s/9");
      us += 100 + random.nextInt(100);
      script.leaves(us, 0, "s/9", "S", hog);
    }
    return script.leaves(us + 100, 0, hog, "S", "-").threads();
  }

  @Test
  void aHogWakesNobody() {
    List<RecordedThread> threads = amongHogs(false, 100);

    assertThat(causal(threads, infer(threads), 9)).isZero();
    assertThat(causal(threads, infer(threads, Wakes.CAUSAL), 9)).isPositive();
  }

  @Test
  void randomSleepersAmongBusyThreadsAreTimers() {
    List<RecordedThread> threads = amongHogs(true, 100);

    assertThat(causal(threads, infer(threads), 9)).isZero();
  }

  @Test
  void sleepsOfOneLengthAreTimers() {
    Script script = new Script().leaves(0, 0, "-", "R", "s/9").leaves(10, 0, "s/9", "S", "a/1");
    long us = 10;
    for (int i = 0; i < 50; i++) { // a always runs when s is woken, and blocks afterwards
      us += 5_000 + i % 7;
      script.wakes(us, 0, "a/1", "s/9").leaves(us + 5, 0, "a/1", "S", "s/9");
      us += 300;
      script.wakes(us, 0, "s/9", "a/1").leaves(us + 5, 0, "s/9", "S", "a/1");
      us += 5;
    }
    List<RecordedThread> threads = script.threads();

    assertThat(causal(threads, infer(threads), 9)).isZero();
  }

  @Test
  void kernelThreadsAreWokenByInterrupts() {
    Script script =
        new Script()
            .leaves(0, 0, "-", "R", "rcu_preempt/9")
            .leaves(1, 0, "rcu_preempt/9", "I", "a/1");
    SplittableRandom random = new SplittableRandom(1);
    long us = 1;
    for (int i = 0; i < 50; i++) {
      us += 50 + random.nextInt(400);
      script.wakes(us, 0, "a/1", "rcu_preempt/9").leaves(us + 5, 0, "a/1", "S", "rcu_preempt/9");
      us += 50 + random.nextInt(400);
      script.wakes(us, 0, "rcu_preempt/9", "a/1");
      script.leaves(us + 5, 0, "rcu_preempt/9", "I", "a/1");
    }
    List<RecordedThread> threads = script.threads();

    assertThat(causal(threads, infer(threads), 9)).isZero();
  }

  @Test
  void onAnIdleCpuItWasAnInterrupt() {
    Script script = new Script();
    for (int i = 0; i < 50; i++) {
      script.leaves(1_000 * i, 0, "-", "R", "s/9").leaves(1_000 * i + 100, 0, "s/9", "S", "-");
      script.wakes(1_000 * i + 200 + 7 * i, 0, "-", "s/9");
    }
    List<RecordedThread> threads = script.threads();

    assertThat(causal(threads, infer(threads, Wakes.CAUSAL), 9)).isZero();
  }

  @Test
  void forksAndEndsOfChildrenAreCauses() {
    Script script = new Script().leaves(0, 0, "-", "R", "make/1");
    script.forks(100, 0, "make/1", "make/2").begins(110, 0, "make/1", "make/2");
    script.leaves(150, 0, "make/1", "S", "make/2").wakes(400, 0, "make/2", "make/1");
    script.leaves(410, 0, "make/2", "Z", "make/1").leaves(450, 0, "make/1", "S", "-");
    List<RecordedThread> threads = script.threads();
    WakeInference wakes = infer(threads);
    RecordedThread make = Script.thread(threads, 1);

    assertThat(wakes.isCausal(Script.thread(threads, 2), 0)).isTrue();
    assertThat(wakes.isCausal(make, 0)).isTrue();
    assertThat(wakes.isChildsEnd(make, 0)).isTrue();
  }

  @Test
  void aChildThatGoesOnHasNotEnded() {
    Script script = new Script().leaves(0, 0, "-", "R", "make/1");
    script.forks(100, 0, "make/1", "make/2").begins(110, 0, "make/1", "make/2");
    script.leaves(150, 0, "make/1", "S", "make/2").wakes(400, 0, "make/2", "make/1");
    script.leaves(9_000, 0, "make/2", "Z", "make/1").leaves(9_050, 0, "make/1", "S", "-");
    List<RecordedThread> threads = script.threads();

    assertThat(infer(threads).isChildsEnd(Script.thread(threads, 1), 0)).isFalse();
  }
}
