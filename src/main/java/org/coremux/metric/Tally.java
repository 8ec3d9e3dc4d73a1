package org.coremux.metric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Count, mean, variance and extremes of single observations.
 *
 * <p>Model: sums of the values and of their squares are exact integers of 128 bits, so neither the
 * order of recording nor merging changes a figure. How sure a mean is does not follow from the
 * variance when observations depend on each other, as waiting times do: confidence intervals are
 * made from batches or replications, on a higher floor.
 *
 * <p>Cost: one multiplication and a few additions an observation; allocates nothing.
 */
public final class Tally {
  /** Digits of a quotient: more than a double holds. */
  private static final MathContext DIGITS = new MathContext(20);

  private long count;
  private final WideSum sum = new WideSum();
  private final WideSum squares = new WideSum();
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  /**
   * Counts one observation, in whatever unit the owner names.
   *
   * @throws ArithmeticException if the sum of squares leaves 127 bits ({@link WideSum})
   */
  public void record(long value) {
    count++;
    sum.add(value);
    squares.addProduct(value, value);
    min = StrictMath.min(min, value);
    max = StrictMath.max(max, value);
  }

  /** Counts everything that the other one has counted. */
  public void add(Tally other) {
    count += other.count;
    sum.add(other.sum);
    squares.add(other.squares);
    min = StrictMath.min(min, other.min);
    max = StrictMath.max(max, other.max);
  }

  /** Forgets everything: the end of the warm-up. */
  public void reset() {
    count = 0;
    sum.clear();
    squares.clear();
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
  }

  public long count() {
    return count;
  }

  /** The exact sum of all values. */
  public BigInteger sum() {
    return sum.toBigInteger();
  }

  /** Absent when nothing was recorded. */
  public OptionalDouble mean() {
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ratio(sum.toBigInteger(), count));
  }

  /** The unbiased variance of a sample, in the square of the values' unit; absent below two. */
  public OptionalDouble variance() {
    if (count < 2) {
      return OptionalDouble.empty();
    }
    // (n sum(x^2) - sum(x)^2) / (n (n - 1)), in integers: nothing cancels.
    BigInteger n = BigInteger.valueOf(count);
    BigInteger total = sum.toBigInteger();
    BigInteger spread = n.multiply(squares.toBigInteger()).subtract(total.multiply(total));
    BigDecimal pairs = new BigDecimal(n.multiply(n.subtract(BigInteger.ONE)));
    return OptionalDouble.of(new BigDecimal(spread).divide(pairs, DIGITS).doubleValue());
  }

  /** Absent when nothing was recorded. */
  public OptionalLong min() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(min);
  }

  /** Absent when nothing was recorded. */
  public OptionalLong max() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(max);
  }

  /** A quotient of integers as the nearest double or its neighbour, however large they are. */
  static double ratio(BigInteger dividend, long divisor) {
    return new BigDecimal(dividend).divide(BigDecimal.valueOf(divisor), DIGITS).doubleValue();
  }
}
