package org.coremux.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WideSumTest {
  @Property
  void addsAsBigIntegersDo(@ForAll List<Long> values) {
    WideSum sum = new WideSum();
    BigInteger expected = BigInteger.ZERO;
    for (long value : values) {
      sum.add(value);
      expected = expected.add(BigInteger.valueOf(value));
    }
    assertThat(sum.toBigInteger()).isEqualTo(expected);
  }

  @Test
  void leavingItsRangeIsAnError() {
    // 2^62 doubled 64 times is 2^126; once more reaches 2^127.
    WideSum sum = new WideSum();
    sum.add(1L << 62);
    for (int i = 0; i < 64; i++) {
      sum.add(sum);
    }
    assertThat(sum.toBigInteger()).isEqualTo(BigInteger.TWO.pow(126));
    assertThatThrownBy(() -> sum.add(sum)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void dividesWhatNoDoubleHolds() {
    // 2^70 + 1 has more digits than a double.
    WideSum sum = new WideSum();
    sum.add(1L << 62);
    for (int i = 0; i < 8; i++) {
      sum.add(sum);
    }
    sum.add(1);
    assertThat(sum.over(1L << 40)).isEqualTo(Math.pow(2, 30));
    assertThat(sum.over(3)).isEqualTo(Math.pow(2, 70) / 3);
  }

  @Test
  void fitsALongOrSaysThatItDoesNot() {
    WideSum sum = new WideSum();
    sum.add(Long.MIN_VALUE);
    assertThat(sum.toLong()).isEqualTo(Long.MIN_VALUE);
    sum.add(-1);
    assertThatThrownBy(sum::toLong).isInstanceOf(ArithmeticException.class);
    assertThat(sum).hasToString("-9223372036854775809");
  }
}
