package org.coremux.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The sum of a path before it is rounded.
 *
 * @param cpu what occupies a processor
 * @param latency what elapses beside
 */
record ExactCost(Exact cpu, Exact latency) {
  /** Nothing. */
  static final ExactCost NOTHING = new ExactCost(Exact.ZERO, Exact.ZERO);

  private static final BigDecimal NS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /** Decimals of a share and of a ratio. Source: Path.WHOLE. */
  private static final int SHARE_DECIMALS = 3;

  /**
   * Cycles and time, exactly; may be below zero, as differences are.
   *
   * @param cycles clock cycles
   * @param ns nanoseconds
   */
  record Exact(BigDecimal cycles, BigDecimal ns) {
    static final Exact ZERO = new Exact(BigDecimal.ZERO, BigDecimal.ZERO);

    Exact plus(Exact other) {
      return new Exact(cycles.add(other.cycles), ns.add(other.ns));
    }

    Exact minus(Exact other) {
      return new Exact(cycles.subtract(other.cycles), ns.subtract(other.ns));
    }

    Exact times(BigDecimal factor) {
      return new Exact(cycles.multiply(factor), ns.multiply(factor));
    }

    /**
     * In whole nanoseconds at a clock, rounded half up: the one place where cycles become time. The
     * dividend is an exact sum, so steps are not rounded one by one.
     */
    long toNs(long clockHz) {
      BigDecimal hz = BigDecimal.valueOf(clockHz);
      BigDecimal dividend = cycles.multiply(NS_PER_SECOND).add(ns.multiply(hz));
      return dividend.divide(hz, 0, RoundingMode.HALF_UP).longValueExact();
    }
  }

  /** All steps of a path, which are all taken. */
  static ExactCost of(List<Primitive> primitives, Path path) {
    ExactCost sum = NOTHING;
    for (Path.Step step : path.steps()) {
      ExactCost next = of(primitives, step);
      sum = new ExactCost(sum.cpu.plus(next.cpu), sum.latency.plus(next.latency));
    }
    return sum;
  }

  /** One step. */
  static ExactCost of(List<Primitive> primitives, Path.Step step) {
    Primitive primitive = find(primitives, step.primitive());
    BigDecimal factor = BigDecimal.valueOf(step.share(), SHARE_DECIMALS);
    for (String ratio : step.by()) {
      int thousandths = find(primitives, ratio).ratio();
      factor = factor.multiply(BigDecimal.valueOf(thousandths, SHARE_DECIMALS));
    }
    return new ExactCost(part(primitive.cpu(), factor), part(primitive.latency(), factor));
  }

  private static Exact part(Amount amount, BigDecimal factor) {
    return amount.exactly().times(factor);
  }

  /**
   * The primitive of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Primitive find(List<Primitive> primitives, String name) {
    for (Primitive primitive : primitives) {
      if (primitive.name().equals(name)) {
        return primitive;
      }
    }
    throw new IllegalArgumentException("there is no primitive " + name);
  }

  /** Both together: what a vCPU loses that waits for the answer. */
  Exact total() {
    return cpu.plus(latency);
  }
}
