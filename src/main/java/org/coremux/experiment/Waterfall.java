package org.coremux.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The way from one system to another, step by step, in whole nanoseconds that add up exactly.
 *
 * <p>Model: each side is a time for each unit of something, an exact fraction, split by cause; a
 * step is the difference of one cause. What is rounded, half up, are the sums from the beginning up
 * to each step; the steps are the differences of these. So nothing is lost or added by rounding,
 * and no step is wrong by as much as a nanosecond.
 *
 * @param fromNs where it begins
 * @param toNs where it ends
 * @param steps between them: {@code fromNs + steps = toNs}
 */
public record Waterfall(long fromNs, long toNs, Causes steps) {
  private static final long SECOND_NS = 1_000_000_000L;

  /**
   * Checks the sum.
   *
   * @throws IllegalArgumentException if the steps do not lead there
   */
  public Waterfall {
    if (Math.addExact(fromNs, steps.totalNs()) != toNs) {
      throw new IllegalArgumentException(
          "%d ns and steps of %d ns make no %d ns".formatted(fromNs, steps.totalNs(), toNs));
    }
  }

  /** Work that is a smaller part of the time says nothing about it. Source: assumed. */
  private static final long LEAST_WORK = 1_000_000;

  /**
   * CPU time and waiting for each second of the guests' own work; empty if one side did no work, or
   * less than a millionth of its time. The work itself is the same second on both sides, and no
   * step.
   */
  public static Optional<Waterfall> perSecondOfWork(Attribution from, Attribution to) {
    if (!hasWorked(from) || !hasWorked(to)) {
      return Optional.empty();
    }
    return Optional.of(
        between(
            new Side(from.totalNs(), from.beyond(), from.workNs(), SECOND_NS),
            new Side(to.totalNs(), to.beyond(), to.workNs(), SECOND_NS)));
  }

  private static boolean hasWorked(Attribution of) {
    return of.workNs() > 0 && of.totalNs() / LEAST_WORK <= of.workNs();
  }

  /** The mean latency of the requests of two buckets. */
  public static Waterfall perRequest(LatencySplit.Bucket from, LatencySplit.Bucket to) {
    return between(
        new Side(from.totalNs(), from.causes(), from.count(), 1),
        new Side(to.totalNs(), to.causes(), to.count(), 1));
  }

  /** One end: so much in all, of which the causes are parts, times {@code scale / units}. */
  private record Side(long totalNs, Causes causes, long units, long scale) {
    BigDecimal scaled(long ns) {
      return BigDecimal.valueOf(ns).multiply(BigDecimal.valueOf(scale));
    }
  }

  private static Waterfall between(Side from, Side to) {
    BigDecimal denominator = BigDecimal.valueOf(from.units).multiply(BigDecimal.valueOf(to.units));
    BigDecimal fromUnits = BigDecimal.valueOf(from.units);
    BigDecimal toUnits = BigDecimal.valueOf(to.units);
    BigDecimal sum = from.scaled(from.totalNs).multiply(toUnits);
    long fromNs = rounded(sum, denominator);
    long atNs = fromNs;
    Causes steps = Causes.NONE;
    Set<String> names = new LinkedHashSet<>();
    from.causes.parts().forEach(part -> names.add(part.name()));
    to.causes.parts().forEach(part -> names.add(part.name()));
    for (String name : names) {
      sum =
          sum.add(to.scaled(to.causes.ns(name)).multiply(fromUnits))
              .subtract(from.scaled(from.causes.ns(name)).multiply(toUnits));
      long nextNs = rounded(sum, denominator);
      steps = steps.with(name, nextNs - atNs);
      atNs = nextNs;
    }
    return new Waterfall(fromNs, atNs, steps);
  }

  private static long rounded(BigDecimal dividend, BigDecimal divisor) {
    return dividend.divide(divisor, 0, RoundingMode.HALF_UP).longValueExact();
  }

  /** How much longer it takes at its end. */
  public long differenceNs() {
    return toNs - fromNs;
  }
}
