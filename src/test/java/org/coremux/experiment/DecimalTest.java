package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class DecimalTest {
  @Test
  void writesSecondsWithNineDecimals() {
    assertThat(Decimal.seconds(1_234_567_890L).toPlainString()).isEqualTo("1.234567890");
    assertThat(Decimal.seconds(0).toPlainString()).isEqualTo("0.000000000");
    assertThat(Decimal.seconds(1).toPlainString()).isEqualTo("0.000000001");
    assertThat(Decimal.seconds(Long.MAX_VALUE).toPlainString()).isEqualTo("9223372036.854775807");
  }

  @Test
  void writesMillisecondsWithSixDecimals() {
    assertThat(Decimal.milliseconds(1_234_567L).toPlainString()).isEqualTo("1.234567");
  }

  @Test
  void roundsARatioOnceAndHalfUp() {
    assertThat(Decimal.ratio(2, 3).toPlainString()).isEqualTo("0.666667");
    assertThat(Decimal.ratio(1, 2_000_000).toPlainString()).isEqualTo("0.000001");
  }

  @Test
  void makesZeroOfNothing() {
    assertThat(Decimal.ratio(0, 0).toPlainString()).isEqualTo("0.000000");
  }

  @Test
  void ratesMoreThanALongOfNanosecondsExactly() {
    // 10^12 in 3 s: the product with 10^9 does not fit a long.
    assertThat(Decimal.perSecond(1_000_000_000_000L, 3_000_000_000L).toPlainString())
        .isEqualTo("333333333333.333333");
  }

  @Test
  void readsBackWhatItWrote() {
    assertThat(Decimal.nsOfSeconds(Decimal.seconds(987_654_321_012L))).isEqualTo(987_654_321_012L);
    assertThat(Decimal.nsOfMilliseconds(Decimal.milliseconds(123_457L))).isEqualTo(123_457L);
  }

  @Test
  void refusesAFractionOfANanosecond() {
    assertThatThrownBy(() -> Decimal.nsOfSeconds(new BigDecimal("0.0000000001")))
        .isInstanceOf(ArithmeticException.class);
  }
}
