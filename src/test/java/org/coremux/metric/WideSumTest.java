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

  @Property
  void multipliesAsBigIntegersDo(@ForAll long a, @ForAll int b, @ForAll long c, @ForAll int d) {
    WideSum sum = new WideSum();
    sum.addProduct(a, b);
    WideSum other = new WideSum();
    other.addProduct(c, d);
    sum.add(other);
    assertThat(sum.toBigInteger()).isEqualTo(product(a, b).add(product(c, d)));
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  @Test
  void leavingItsRangeIsAnError() {
    // 2^62 x 2^62 = 2^124; the eighth reaches 2^127.
    WideSum sum = new WideSum();
    for (int i = 0; i < 7; i++) {
      sum.addProduct(1L << 62, 1L << 62);
    }
    assertThatThrownBy(() -> sum.addProduct(1L << 62, 1L << 62))
        .isInstanceOf(ArithmeticException.class);
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
