package org.coremux.evidence;

/**
 * One figure that theory knows exactly beside the simulator's.
 *
 * @param suite which suite it is of
 * @param model as the field calls it
 * @param parameters its values, for people
 * @param claim what theory says
 * @param low where the confidence interval of the mean begins; the figure itself where nothing is
 *     drawn
 * @param mean over the replications
 * @param high where it ends
 */
public record TheoryRow(
    TheorySuite suite,
    String model,
    String parameters,
    Claim claim,
    double low,
    double mean,
    double high) {
  /**
   * Confidence of each interval. Source: assumed; with some hundred rows at 95 % five would miss by
   * chance, at 99.9 % one such table in ten has a row that does.
   */
  public static final double CONFIDENCE = 0.999;

  /** What is left of an exact figure when it is printed and read. Source: IEEE 754. */
  private static final double ROUNDING = 1e-9;

  /** What came of it. */
  public enum Verdict {
    /** The exact value is in the interval. */
    INSIDE,
    /** It is not. */
    OUTSIDE,
    /** The figure is the exact one. */
    EQUAL,
    /** It is not. */
    DIFFERS,
    /** The bound holds. */
    HOLDS,
    /** It does not. */
    VIOLATED
  }

  /** Whether theory and simulator agree. */
  public Verdict verdict() {
    double exact = claim.exact();
    double slack = ROUNDING * Math.abs(exact);
    return switch (claim.kind()) {
      case MEAN -> low <= exact && exact <= high ? Verdict.INSIDE : Verdict.OUTSIDE;
      case EXACTLY -> Math.abs(mean - exact) <= slack ? Verdict.EQUAL : Verdict.DIFFERS;
      case AT_MOST -> low <= exact + slack ? Verdict.HOLDS : Verdict.VIOLATED;
      case AT_LEAST -> high >= exact - slack ? Verdict.HOLDS : Verdict.VIOLATED;
    };
  }

  /** Whether that is as it should be. */
  public boolean isGood() {
    return switch (verdict()) {
      case INSIDE, EQUAL, HOLDS -> true;
      case OUTSIDE, DIFFERS, VIOLATED -> false;
    };
  }

  /** How far the mean is from the exact value. Unit: percent of it; 0 when both are 0. */
  public double errorPercent() {
    double off = mean - claim.exact();
    return off == 0 ? 0 : 100 * off / Math.abs(claim.exact());
  }
}
