package org.coremux.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Decisions are measured of policies that have any to make. */
class PoliciesTest {
  @Test
  void thoseUnderWhichNobodyMakesRoomAreLeftOut() {
    assertThat(Policies.names())
        .contains("round-robin", "credit", "eevdf", "esxi", "gang", "rtds")
        .doesNotContain("fifo", "null");
  }

  @Test
  void oneOfThemThatIsNamedIsRefusedWithTheReason() {
    DecisionBenchmark benchmark = new DecisionBenchmark();
    benchmark.scheduler = "fifo";
    benchmark.runnable = 8;

    assertThatThrownBy(benchmark::fill)
        .hasMessageContaining("fifo")
        .hasMessageContaining("nothing to decide");
  }

  @Test
  void oneInstantOfAnotherFollowsTheNext() {
    DecisionBenchmark benchmark = new DecisionBenchmark();
    benchmark.scheduler = "round-robin";
    benchmark.runnable = 8;
    benchmark.fill();

    assertThat(benchmark.decide()).isTrue();
  }
}
