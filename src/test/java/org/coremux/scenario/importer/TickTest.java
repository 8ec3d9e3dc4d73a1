package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tick shows in what keeps step with it. */
class TickTest {
  private static final long SPAN_NS = 3_000_000_000L;
  private static final long US = 1_000;

  private final SplittableRandom random = new SplittableRandom(1);

  private long[] onTicks(int count, long periodNs, long phaseNs) {
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      long tick = random.nextLong(SPAN_NS / periodNs);
      times[i] = phaseNs + tick * periodNs + random.nextLong(20 * US);
    }
    Arrays.sort(times);
    return times;
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000_000, 4_000_000, 3_333_333, 1_000_000})
  void isFoundWithItsPhase(long periodNs) {
    long phaseNs = periodNs / 3;

    Tick tick = Tick.of(onTicks(200, periodNs, phaseNs));

    assertThat(tick.periodNs()).isEqualTo(periodNs);
    assertThat(tick.phaseNs()).isCloseTo(phaseNs, within(20 * US));
  }

  @Test
  void isFoundWhereItsPhaseIsTheEndOfThePeriod() {
    Tick tick = Tick.of(onTicks(200, 4_000_000, 3_995_000));

    assertThat(tick.periodNs()).isEqualTo(4_000_000);
    assertThat(tick.phaseNs()).isCloseTo(3_995_000, within(20 * US));
  }

  @Test
  void isFoundAmongOthers() {
    long[] times = onTicks(200, 4_000_000, 1_000_000);
    for (int i = 0; i < 40; i++) {
      times[5 * i] = random.nextLong(SPAN_NS);
    }

    assertThat(Tick.of(times).periodNs()).isEqualTo(4_000_000);
  }

  @Test
  void doesNotShowInChance() {
    assertThat(Tick.of(random.longs(500, 0, SPAN_NS).toArray())).isNull();
  }

  @Test
  void doesNotShowInAFew() {
    assertThat(Tick.of(onTicks(19, 4_000_000, 0))).isNull();
    assertThat(Tick.of(new long[0])).isNull();
  }

  @Test
  void explainsWhatFollowsIt() {
    Tick tick = new Tick(4_000_000, 1_000_000);

    assertThat(tick.explains(1_000_000)).isTrue();
    assertThat(tick.explains(9_000_000 + 200 * US)).isTrue();
    assertThat(tick.explains(9_000_000 - 100 * US)).isTrue();
    assertThat(tick.explains(9_000_000 + 201 * US)).isFalse();
    assertThat(tick.explains(9_000_000 - 101 * US)).isFalse();
    assertThat(tick.explains(0)).isFalse();
  }
}
