package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.List;
import java.util.Map;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

class FixedPriorityTest {
  private static final Map<String, Long> HIGH = Map.of("level", 5L);
  private static final Map<String, Long> MIDDLE = Map.of("level", 3L);

  private final SmallHost host = new SmallHost("priority", 1, Map.of("quantum", 10 * MS));

  @Test
  void whoIsMoreUrgentRunsAtOnce() {
    host.hog("low", 1024);
    Schedulable high = host.onOff("high", 1, MS, 9 * MS, HIGH);
    LatencyHistogram latency = SmallHost.latency(high);
    host.run(1_000 * MS);

    assertThat(latency.maxNs().orElseThrow()).isZero();
    assertThat(ran(high)).isEqualTo(100 * MS);
  }

  @Test
  void whoIsLessUrgentStarves() {
    host.hog("high", 1, 0, HIGH);
    Schedulable low = host.hog("low", 1024);
    host.run(1_000 * MS);

    assertThat(ran(low)).isZero();
  }

  /** It has 3 ms left of its turn of 10 when the urgent one is through, and b waits for those. */
  @Test
  void whoIsPreemptedGoesOnBeforeTheOthersOfItsLevel() {
    host.hog("a", 256);
    host.hog("b", 256);
    host.burst("high", 256, 7 * MS, 5 * MS, HIGH);
    host.run(24 * MS);

    assertThat(host.dispatches).isEqualTo(List.of("0 a", "7 high", "12 a", "15 b"));
  }

  @Test
  void ofOneLevelEachHasItsTurn() {
    host.hog("a", 256, 0, MIDDLE);
    host.hog("b", 256, 0, MIDDLE);
    host.hog("low", 256);
    host.run(35 * MS);

    assertThat(host.dispatches).isEqualTo(List.of("0 a", "10 b", "20 a", "30 b"));
  }

  @Test
  void firstInFirstOutNobodyOfOneLevelIsPreempted() {
    SmallHost fifo = new SmallHost("priority", 1, Map.of("order", "fifo"));
    fifo.hog("a", 256);
    fifo.hog("b", 256);
    fifo.burst("high", 256, 7 * MS, 5 * MS, HIGH);
    fifo.run(1_000 * MS);

    assertThat(fifo.dispatches).isEqualTo(List.of("0 a", "7 high", "12 a"));
  }

  /** Two processors, three hogs: the two most urgent run, whoever came first. */
  @Test
  void onSeveralProcessorsTheLeastUrgentGivesWay() {
    SmallHost two = new SmallHost("priority", 2, Map.of());
    Schedulable low = two.hog("low", 256);
    Schedulable middle = two.hog("middle", 256, 0, MIDDLE);
    Schedulable high = two.hog("high", 256, 10 * MS, HIGH);
    two.run(100 * MS);

    assertThat(ran(low)).isEqualTo(10 * MS);
    assertThat(ran(middle)).isEqualTo(100 * MS);
    assertThat(ran(high)).isEqualTo(90 * MS);
  }

  /**
   * Priority inversion: the middle one keeps the low one from giving the high one what it needs.
   */
  @Test
  void oneInBetweenKeepsTheHighOneWaitingForTheLowOne() {
    Schedulable high = host.burst("high", 256, 1_000 * MS, MS, HIGH);
    Schedulable[] low = new Schedulable[1];
    low[0] = host.burst("low", 256, 0, 5 * MS, Map.of()); // wakes the high one when it is through
    host.burst("middle", 256, MS, 50 * MS, MIDDLE);
    host.host.trace(
        (now, p, s, from, to) -> {
          if (s == low[0] && to == RunState.BLOCKED && now > 0) {
            host.model.at(now, () -> host.host.wake(high));
          }
        });
    host.run(54 * MS);
    assertThat(ran(high)).isZero();
    host.run(57 * MS);
    assertThat(ran(high)).isEqualTo(MS);
  }
}
