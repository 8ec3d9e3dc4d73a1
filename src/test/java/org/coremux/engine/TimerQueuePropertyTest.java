package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The queue against a list that is sorted anew for each question. */
class TimerQueuePropertyTest {
  private static final int TIMERS = 200;

  private enum Act {
    ARM,
    CANCEL,
    POLL
  }

  private record Operation(Act act, int timer, long deadlineNs) {}

  /** What the list knows of a pending timer: by when, and after how many other armings. */
  private record Pending(int timer, long deadlineNs, long armedAs) {}

  @Provide
  Arbitrary<List<Operation>> operations() {
    Arbitrary<Act> acts =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(6, Act.ARM),
            net.jqwik.api.Tuple.of(1, Act.CANCEL),
            net.jqwik.api.Tuple.of(3, Act.POLL));
    Arbitrary<Long> deadlines =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 5),
            Arbitraries.longs().between(0, Timer.NEVER),
            Arbitraries.of(Timer.NEVER));
    return Combinators.combine(acts, Arbitraries.integers().between(0, TIMERS - 1), deadlines)
        .as(Operation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(1_000);
  }

  @Property(tries = 300)
  void firesByDeadlineAndOfEqualDeadlinesInTheOrderOfArming(
      @ForAll("operations") List<Operation> operations) {
    TimerQueue queue = new TimerQueue();
    Timer[] timers = new Timer[TIMERS];
    for (int i = 0; i < TIMERS; i++) {
      timers[i] = new Timer(now -> {});
    }
    List<Pending> oracle = new ArrayList<>();
    long armings = 0;

    for (Operation operation : operations) {
      Timer timer = timers[operation.timer];
      switch (operation.act) {
        case ARM -> {
          queue.arm(timer, operation.deadlineNs);
          oracle.removeIf(pending -> pending.timer == operation.timer);
          if (operation.deadlineNs != Timer.NEVER) {
            oracle.add(new Pending(operation.timer, operation.deadlineNs, armings++));
          }
        }
        case CANCEL -> {
          queue.cancel(timer);
          oracle.removeIf(pending -> pending.timer == operation.timer);
        }
        case POLL -> assertThat(queue.poll()).isSameAs(pollFrom(oracle, timers));
      }
      agree(queue, timers, oracle);
    }
    while (!oracle.isEmpty()) {
      assertThat(queue.poll()).isSameAs(pollFrom(oracle, timers));
    }
    assertThat(queue.poll()).isNull();
  }

  private static Timer pollFrom(List<Pending> oracle, Timer[] timers) {
    oracle.sort(Comparator.comparingLong(Pending::deadlineNs).thenComparingLong(Pending::armedAs));
    return oracle.isEmpty() ? null : timers[oracle.remove(0).timer];
  }

  private static void agree(TimerQueue queue, Timer[] timers, List<Pending> oracle) {
    assertThat(queue.count()).isEqualTo(oracle.size());
    assertThat(queue.nextDeadlineNs())
        .isEqualTo(oracle.stream().mapToLong(Pending::deadlineNs).min().orElse(Timer.NEVER));
    long armed = 0;
    for (Timer timer : timers) {
      armed += timer.isArmed() ? 1 : 0;
      assertThat(timer.isArmed()).isEqualTo(timer.deadlineNs() != Timer.NEVER);
    }
    assertThat(armed).isEqualTo(oracle.size());
    for (Pending pending : oracle) {
      assertThat(timers[pending.timer].deadlineNs()).isEqualTo(pending.deadlineNs);
    }
  }
}
