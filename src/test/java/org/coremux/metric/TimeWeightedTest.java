package org.coremux.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.coremux.engine.Allocation;
import org.junit.jupiter.api.Test;

class TimeWeightedTest {
  @Test
  void weighsEachLevelByHowLongItHeld() {
    TimeWeighted queue = new TimeWeighted(100, 0);
    queue.set(110, 3);
    queue.step(130, -1);
    // 10 x 0 + 20 x 3 + 10 x 2 = 80 over 40 ns.
    assertThat(queue.integral(140)).isEqualTo(BigInteger.valueOf(80));
    assertThat(queue.average(140)).hasValue(2);
    assertThat(queue.level()).isEqualTo(2);
    assertThat(queue.min()).isZero();
    assertThat(queue.max()).isEqualTo(3);
  }

  @Test
  void ofSeveralChangesInOneInstantTheLastHolds() {
    TimeWeighted queue = new TimeWeighted(0, 1);
    queue.set(10, 50);
    queue.set(10, 2);
    // 10 x 1 + 10 x 2.
    assertThat(queue.integral(20)).isEqualTo(BigInteger.valueOf(30));
    assertThat(queue.max()).isEqualTo(50);
  }

  @Test
  void forgetsTheWarmUpAndKeepsTheLevel() {
    TimeWeighted queue = new TimeWeighted(0, 9);
    queue.set(10, 4);
    queue.restart(1_000);
    assertThat(queue.average(1_000)).isEmpty();
    assertThat(queue.average(1_010)).hasValue(4);
    assertThat(queue.max()).isEqualTo(4);
  }

  @Test
  void isExactBeyondSixtyFourBits() {
    TimeWeighted memory = new TimeWeighted(0, 1L << 60);
    assertThat(memory.integral(1L << 50)).isEqualTo(BigInteger.ONE.shiftLeft(110));
    assertThat(memory.average(1L << 50)).hasValue(0x1p60);
  }

  @Test
  void refusesTimeThatGoesBack() {
    TimeWeighted queue = new TimeWeighted(5, 1);
    assertThatThrownBy(() -> queue.set(4, 2)).hasMessageContaining("time goes back");
  }

  @Test
  void changingAllocatesNothing() {
    TimeWeighted queue = new TimeWeighted(0, 0);
    long[] now = {0};
    assertThat(
            Allocation.fewestBytes(
                run -> {
                  for (int i = 0; i < 100_000; i++) {
                    now[0] += 1_000_007L;
                    queue.set(now[0], i);
                  }
                }))
        .isZero();
  }
}
