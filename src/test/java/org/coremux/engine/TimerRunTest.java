package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimerRunTest {
  private static final int MANY = 1_000;

  private static Timer due(long deadlineNs) {
    Timer timer = new Timer(now -> {});
    timer.deadlineNs = deadlineNs;
    return timer;
  }

  @Test
  void refusesWhatIsDueBeforeTheLast() {
    TimerRun run = new TimerRun();
    assertThat(run.offer(due(5))).isTrue();
    assertThat(run.offer(due(4))).isFalse();
    assertThat(run.offer(due(5))).isTrue();
  }

  @Test
  void keepsItsOrderAroundThoseThatWereTakenOut() {
    TimerRun run = new TimerRun();
    Timer[] timers = new Timer[MANY];
    for (int i = 0; i < MANY; i++) {
      timers[i] = due(i);
      run.offer(timers[i]);
    }
    for (int i = 0; i < MANY; i++) {
      if (i % 3 != 1) {
        run.remove(timers[i]);
      }
    }
    assertThat(run.offer(due(MANY - 4))).isFalse(); // the last is the one after
    for (int i = 1; i < MANY; i += 3) {
      assertThat(run.first()).isSameAs(timers[i]);
      run.remove(timers[i]);
    }
    assertThat(run.first()).isNull();
  }

  @Test
  void staysSmallWhenItIsNeverEmpty() {
    TimerRun run = new TimerRun();
    Timer first = due(0);
    run.offer(first);
    for (int i = 1; i <= 100 * MANY; i++) {
      Timer next = due(i);
      assertThat(run.offer(next)).isTrue();
      run.remove(first);
      first = next;
      assertThat(run.first()).isSameAs(first);
    }
    assertThat(first.slot - TimerRun.IN_RUN).isLessThan(TimerRun.CAPACITY_MIN);
  }
}
