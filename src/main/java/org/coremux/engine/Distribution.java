package org.coremux.engine;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A random quantity of time: how long a burst, a gap or a service takes. Immutable.
 *
 * <p>Model: a real number of nanoseconds is drawn and rounded half up. A draw below zero (only the
 * normal distribution has them) is drawn again, so what is drawn is the normal distribution cut off
 * at zero; a {@link Sampler} counts how often. No draw is longer than {@link #LONGEST_NS}.
 *
 * <p>Cost: allocates nothing; an exponential draw is one 64-bit number and one multiplication in 99
 * of 100 cases. The same bits on every JDK and CPU: tables and slow cases use StrictMath.
 *
 * <p>Source: textbook definitions; for each the moments are those of Law, "Simulation Modeling and
 * Analysis", 5th edition 2015, section 6.2.
 */
public final class Distribution {
  /** Longest draw, about 36 years; longer ones are cut. Unit: ns. Source: assumed. */
  public static final long LONGEST_NS = 1L << 60;

  /** Largest shape of an Erlang distribution: stages are drawn one by one. Source: assumed. */
  public static final int ERLANG_STAGES_MAX = 1_000;

  /** What a distribution is called in a scenario, and which settings it takes there. */
  public enum Kind {
    CONSTANT("constant", "mean"),
    EXPONENTIAL("exponential", "mean"),
    UNIFORM("uniform", "min", "max"),
    NORMAL("normal", "mean", "cv or sigma"),
    LOGNORMAL("lognormal", "mean", "cv or sigma"),
    PARETO("pareto", "mean", "shape"),
    ERLANG("erlang", "mean", "shape"),
    EMPIRICAL("empirical", "file");

    private final String key;
    private final List<String> settings;

    Kind(String key, String... settings) {
      this.key = key;
      this.settings = List.of(settings);
    }

    /** The word in a scenario: {@code distribution: exponential}. */
    public String key() {
      return key;
    }

    /** The settings that it needs, in the order in which they are explained. */
    public List<String> settings() {
      return settings;
    }
  }

  private final Kind kind;

  /** The mean asked for, the lower bound of a uniform one. Unit: ns. */
  private final double first;

  /** Standard deviation or upper bound in ns, or shape, as the kind has it. */
  private final double second;

  /** Scale that a draw is multiplied by. Unit: ns. */
  private final double scale;

  /** Exponent that turns a standard draw into one of this shape (lognormal, pareto). */
  private final double exponent;

  private final long[] valuesNs;

  private Distribution(Kind kind, double first, double second, double scale, double exponent) {
    this.kind = kind;
    this.first = first;
    this.second = second;
    this.scale = scale;
    this.exponent = exponent;
    this.valuesNs = null;
  }

  private Distribution(long[] valuesNs) {
    this.kind = Kind.EMPIRICAL;
    this.first = 0;
    this.second = 0;
    this.scale = 0;
    this.exponent = 0;
    this.valuesNs = valuesNs;
  }

  /**
   * Always the same time.
   *
   * @param ns at least 0
   */
  public static Distribution constant(long ns) {
    require(ns >= 0 && ns <= LONGEST_NS, "mean", "0 ns to 2^60 ns", ns);
    return new Distribution(Kind.CONSTANT, ns, 0, ns, 0);
  }

  /**
   * Without memory: gaps between independent arrivals.
   *
   * @param meanNs more than 0; fractions of a nanosecond are kept (a rate of 3/s)
   */
  public static Distribution exponential(double meanNs) {
    requireMean(meanNs);
    return new Distribution(Kind.EXPONENTIAL, meanNs, 0, meanNs, 0);
  }

  /**
   * Every time from min to max equally likely.
   *
   * @param minNs at least 0
   * @param maxNs at least minNs
   */
  public static Distribution uniform(long minNs, long maxNs) {
    require(minNs >= 0, "min", "at least 0", minNs);
    require(maxNs >= minNs && maxNs <= LONGEST_NS, "max", "at least min, at most 2^60 ns", maxNs);
    return new Distribution(Kind.UNIFORM, minNs, maxNs, (double) maxNs - minNs, 0);
  }

  /**
   * The normal distribution, cut off at zero.
   *
   * @param meanNs more than 0: of the distribution before it is cut
   * @param cv standard deviation over mean, 0 to 1: beyond, most of what is drawn is the cut
   */
  public static Distribution normal(double meanNs, double cv) {
    requireMean(meanNs);
    require(cv >= 0 && cv <= 1, "cv", "0 to 1 for a normal distribution", cv);
    return new Distribution(Kind.NORMAL, meanNs, cv * meanNs, cv * meanNs, 0);
  }

  /**
   * A time whose logarithm is normal: service times with a long tail.
   *
   * @param meanNs more than 0: of the time itself, not of its logarithm
   * @param cv standard deviation over mean, of the time itself; 0 to 1,000
   */
  public static Distribution lognormal(double meanNs, double cv) {
    requireMean(meanNs);
    require(cv >= 0 && cv <= 1_000, "cv", "0 to 1,000", cv);
    double variance = StrictMath.log1p(cv * cv);
    double median = meanNs / StrictMath.sqrt(1 + cv * cv);
    return new Distribution(Kind.LOGNORMAL, meanNs, cv * meanNs, median, StrictMath.sqrt(variance));
  }

  /**
   * A power law: P(longer than t) = (scale / t)^shape from the scale on.
   *
   * @param meanNs more than 0; the scale is mean (shape - 1) / shape
   * @param shape more than 1, else there is no mean; up to 2 the variance is infinite
   */
  public static Distribution pareto(double meanNs, double shape) {
    requireMean(meanNs);
    require(shape > 1 && shape <= 1_000, "shape", "more than 1, at most 1,000, for pareto", shape);
    return new Distribution(Kind.PARETO, meanNs, shape, meanNs * (shape - 1) / shape, 1 / shape);
  }

  /**
   * The sum of equal exponential stages.
   *
   * @param meanNs more than 0: of the whole
   * @param stages 1 to {@link #ERLANG_STAGES_MAX}; the scenario's word is shape
   */
  public static Distribution erlang(double meanNs, int stages) {
    requireMean(meanNs);
    boolean fits = stages >= 1 && stages <= ERLANG_STAGES_MAX;
    require(fits, "shape", "a whole number, 1 to " + ERLANG_STAGES_MAX + ", for erlang", stages);
    return new Distribution(Kind.ERLANG, meanNs, stages, meanNs / stages, 0);
  }

  /**
   * Measured times, each as likely as any other of the list.
   *
   * @param valuesNs at least one, none below 0; copied
   */
  public static Distribution empirical(long[] valuesNs) {
    require(valuesNs.length > 0, "file", "at least one value", valuesNs.length);
    for (long ns : valuesNs) {
      require(ns >= 0 && ns <= LONGEST_NS, "file", "values of 0 ns to 2^60 ns", ns);
    }
    return new Distribution(valuesNs.clone());
  }

  public Kind kind() {
    return kind;
  }

  /** A draw in nanoseconds, 0 to {@link #LONGEST_NS}; what was drawn below zero is not counted. */
  public long sampleNs(UniformRandomProvider rng) {
    double drawn = draw(rng);
    while (drawn < 0) {
      drawn = draw(rng);
    }
    return roundHalfUp(drawn);
  }

  /** One draw before rounding, possibly below zero. Unit: ns. */
  double draw(UniformRandomProvider rng) {
    switch (kind) {
      case CONSTANT:
        return scale;
      case EXPONENTIAL:
        return scale * Ziggurat.exponential(rng);
      case UNIFORM:
        return first + scale * rng.nextDouble();
      case NORMAL:
        return first + scale * Ziggurat.normal(rng);
      case LOGNORMAL:
        return scale * StrictMath.exp(exponent * Ziggurat.normal(rng));
      case PARETO:
        // A uniform number to the power -1/shape is exp(e/shape) with e exponential.
        return scale * StrictMath.exp(exponent * Ziggurat.exponential(rng));
      case ERLANG:
        return erlangStages(rng);
      default:
        return valuesNs[below(valuesNs.length, rng.nextLong())];
    }
  }

  /** The whole part of (bits / 2^64) x count, exactly: an index that never reaches the count. */
  private static int below(int count, long bits) {
    long high = (bits >>> 32) * count;
    long low = (bits & 0xffff_ffffL) * count;
    return (int) ((high + (low >>> 32)) >>> 32);
  }

  private double erlangStages(UniformRandomProvider rng) {
    double sum = 0;
    int stages = (int) second;
    for (int stage = 0; stage < stages; stage++) {
      sum += Ziggurat.exponential(rng);
    }
    return scale * sum;
  }

  /** Whole nanoseconds, exactly half up; what is longer than the longest is the longest. */
  static long roundHalfUp(double ns) {
    if (ns >= LONGEST_NS) {
      return LONGEST_NS;
    }
    long whole = (long) ns;
    return ns - whole >= 0.5 ? whole + 1 : whole;
  }

  /**
   * The mean of what is drawn, before rounding; for the normal distribution that of the part above
   * zero. Unit: ns. For theory and tests, not for hot code.
   */
  public double meanNs() {
    switch (kind) {
      case UNIFORM:
        return (first + second) / 2;
      case NORMAL:
        return first + second * cutHazard();
      case EMPIRICAL:
        return empiricalMean();
      default:
        return first;
    }
  }

  /**
   * The variance of what is drawn, before rounding; infinite for pareto with a shape of at most 2.
   * Unit: ns squared.
   */
  public double varianceNs2() {
    switch (kind) {
      case CONSTANT:
        return 0;
      case EXPONENTIAL:
        return first * first;
      case UNIFORM:
        return scale * scale / 12;
      case NORMAL:
        double hazard = cutHazard();
        double below = second == 0 ? 0 : first / second;
        return second * second * (1 - hazard * (hazard + below));
      case LOGNORMAL:
        return second * second;
      case PARETO:
        return second <= 2
            ? Double.POSITIVE_INFINITY
            : scale * scale * second / ((second - 1) * (second - 1) * (second - 2));
      case ERLANG:
        return first * first / second;
      default:
        return empiricalVariance();
    }
  }

  /**
   * Density over probability of a standard normal number at the cut: by how many standard
   * deviations cutting at zero raises the mean.
   */
  private double cutHazard() {
    return second == 0 ? 0 : StandardNormal.hazard(-first / second);
  }

  private double empiricalMean() {
    double sum = 0;
    for (long ns : valuesNs) {
      sum += ns;
    }
    return sum / valuesNs.length;
  }

  private double empiricalVariance() {
    double mean = empiricalMean();
    double squares = 0;
    for (long ns : valuesNs) {
      squares += (ns - mean) * (ns - mean);
    }
    return squares / valuesNs.length;
  }

  /** As a scenario writes it: {@code 1 ms} or {@code {mean: 1 ms, distribution: erlang, ...}}. */
  @Override
  public String toString() {
    switch (kind) {
      case CONSTANT:
        return DurationText.of(first);
      case UNIFORM:
        return words("min: " + DurationText.of(first) + ", max: " + DurationText.of(second));
      case NORMAL:
      case LOGNORMAL:
        return words(mean() + ", sigma: " + DurationText.of(second));
      case PARETO:
        return words(mean() + ", shape: " + DurationText.number(second));
      case ERLANG:
        return words(mean() + ", shape: " + (int) second);
      case EMPIRICAL:
        return words("values: " + valuesNs.length);
      default:
        return words(mean());
    }
  }

  private String mean() {
    return "mean: " + DurationText.of(first);
  }

  private String words(String settings) {
    return "{" + settings + ", distribution: " + kind.key + "}";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Distribution that
        && kind == that.kind
        && Double.compare(first, that.first) == 0
        && Double.compare(second, that.second) == 0
        && Arrays.equals(valuesNs, that.valuesNs);
  }

  @Override
  public int hashCode() {
    int numbers = 31 * Double.hashCode(first) + Double.hashCode(second);
    return 31 * (31 * kind.key.hashCode() + numbers) + Arrays.hashCode(valuesNs);
  }

  private static void requireMean(double meanNs) {
    boolean fits = meanNs > 0 && meanNs <= LONGEST_NS;
    require(fits, "mean", "more than 0, at most 2^60 ns", meanNs);
  }

  private static void require(boolean holds, String setting, String allowed, Object is) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " is " + is + "; allowed: " + allowed);
    }
  }
}
