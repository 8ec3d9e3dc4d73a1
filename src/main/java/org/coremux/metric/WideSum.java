package org.coremux.metric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact sum of 64-bit numbers, in 128 bits with sign.
 *
 * <p>Cost: a few instructions for each addition; allocates nothing. A sum that leaves 127 bits is
 * an error, never a wrong figure; plain times cannot get there.
 */
public final class WideSum {
  /** Digits of a quotient: more than a double holds. */
  private static final MathContext DIGITS = new MathContext(20);

  private long high;
  private long low;

  public void clear() {
    high = 0;
    low = 0;
  }

  public void add(long value) {
    add(value >> 63, value);
  }

  /**
   * Adds another sum.
   *
   * @throws ArithmeticException if the sum leaves 127 bits
   */
  public void add(WideSum other) {
    add(other.high, other.low);
  }

  private void add(long moreHigh, long moreLow) {
    low += moreLow;
    long carry = Long.compareUnsigned(low, moreLow) < 0 ? 1 : 0;
    long sum = high + moreHigh + carry;
    if (((high ^ sum) & (moreHigh ^ sum)) < 0) {
      throw new ArithmeticException("an exact sum has left 127 bits");
    }
    high = sum;
  }

  /** The exact sum; allocates, for reports. */
  public BigInteger toBigInteger() {
    BigInteger upper = BigInteger.valueOf(high).shiftLeft(64);
    BigInteger lower = BigInteger.valueOf(low & Long.MAX_VALUE);
    return upper.add(low < 0 ? lower.setBit(63) : lower);
  }

  /** The sum over a divisor, as the nearest double or its neighbour, however large it is. */
  public double over(long divisor) {
    return new BigDecimal(toBigInteger()).divide(BigDecimal.valueOf(divisor), DIGITS).doubleValue();
  }

  /**
   * The sum, when it fits 64 bits.
   *
   * @throws ArithmeticException if it does not
   */
  public long toLong() {
    if (high != low >> 63) {
      throw new ArithmeticException("an exact sum does not fit 64 bits: " + toBigInteger());
    }
    return low;
  }

  @Override
  public String toString() {
    return toBigInteger().toString();
  }
}
