package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
  private static final double MS = 1e6;

  private static UniformRandomProvider stream(String name) {
    return new RandomStreams(42, 0).stream(name);
  }

  private static long[] draws(Distribution distribution, int count) {
    UniformRandomProvider rng = stream("test/draws");
    long[] ns = new long[count];
    for (int i = 0; i < count; i++) {
      ns[i] = distribution.sampleNs(rng);
    }
    return ns;
  }

  // ---- the same draws on every JDK and CPU -------------------------------------------------

  @Test
  void drawsItsGoldenValues() {
    assertThat(draws(Distribution.constant(1_000_000), 5)).containsOnly(1_000_000);
    assertThat(draws(Distribution.exponential(MS), 5))
        .containsExactly(467_443, 182_527, 476_139, 714_399, 410_297);
    assertThat(draws(Distribution.uniform(1_000, 2_000), 5))
        .containsExactly(1_417, 1_056, 1_551, 1_336, 1_955);
    assertThat(draws(Distribution.normal(MS, 0.5), 5))
        .containsExactly(1_252_494, 936_645, 714_836, 1_297_027, 1_322_139);
    assertThat(draws(Distribution.lognormal(MS, 1.5), 5))
        .containsExactly(959_749, 483_410, 298_642, 1_057_188, 1_116_432);
    assertThat(draws(Distribution.pareto(MS, 1.5), 5))
        .containsExactly(455_216, 376_466, 457_862, 536_684, 438_200);
    assertThat(draws(Distribution.erlang(MS, 4), 5))
        .containsExactly(460_127, 993_456, 818_300, 2_893_499, 1_320_317);
    assertThat(draws(Distribution.empirical(new long[] {7, 8, 9}), 5))
        .containsExactly(8, 7, 8, 8, 9);
  }

  @Test
  void aMillionDrawsKeepTheirSum() {
    // Reaches wedges and tails too, where the logarithm and the exponential are computed.
    assertThat(sum(Distribution.exponential(MS))).isEqualTo(999_995_786_181L);
    assertThat(sum(Distribution.normal(MS, 1))).isEqualTo(1_288_641_864_166L);
    assertThat(sum(Distribution.lognormal(MS, 1))).isEqualTo(1_000_040_269_590L);
    assertThat(sum(Distribution.pareto(MS, 2.5))).isEqualTo(999_181_205_850L);
  }

  private static long sum(Distribution distribution) {
    return Arrays.stream(draws(distribution, 1_000_000)).sum();
  }

  // ---- shape -------------------------------------------------------------------------------

  @Test
  void exponentialFollowsItsLaw() {
    follows(Distribution.exponential(MS), new ExponentialDistribution(null, MS));
  }

  @Test
  void uniformFollowsItsLaw() {
    follows(Distribution.uniform(500_000, 2_500_000), new UniformRealDistribution(5e5, 2.5e6));
  }

  @Test
  void normalFollowsItsLaw() {
    // Nine standard deviations above zero: nothing is cut.
    follows(Distribution.normal(9 * MS, 1.0 / 9), new NormalDistribution(null, 9 * MS, MS));
  }

  @Test
  void lognormalFollowsItsLaw() {
    // cv 1: the logarithm's variance is ln 2, the median mean / sqrt 2.
    double median = StrictMath.log(MS / StrictMath.sqrt(2));
    double sigma = StrictMath.sqrt(StrictMath.log(2));
    follows(Distribution.lognormal(MS, 1), new LogNormalDistribution(null, median, sigma));
  }

  @Test
  void paretoFollowsItsLaw() {
    // Shape 3: the scale is two thirds of the mean.
    follows(Distribution.pareto(3 * MS, 3), new ParetoDistribution(null, 2 * MS, 3));
  }

  @Test
  void erlangFollowsItsLaw() {
    follows(Distribution.erlang(4 * MS, 4), new GammaDistribution(null, 4, MS));
  }

  private static void follows(Distribution distribution, RealDistribution law) {
    long[] ns = draws(distribution, 50_000);
    double[] sample = Arrays.stream(ns).asDoubleStream().toArray();
    double d = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(law, sample);
    // 1 in 1,000 of true samples exceeds 1.95 / sqrt(n); the stream is fixed, so this is stable.
    assertThat(d).isLessThan(1.95 / StrictMath.sqrt(sample.length));
    assertThat(distribution.meanNs())
        .isCloseTo(law.getNumericalMean(), within(1e-9 * law.getNumericalMean()));
    double variance = law.getNumericalVariance();
    assertThat(distribution.varianceNs2()).isCloseTo(variance, within(1e-9 * variance));
  }

  @Test
  void empiricalDrawsEachValueEquallyOften() {
    // Chi-square, 4 degrees of freedom: 18.5 is exceeded once in 1,000.
    long[] ns = draws(Distribution.empirical(new long[] {0, 1, 2, 3, 4}), 100_000);
    double chiSquare = 0;
    for (long value = 0; value < 5; value++) {
      long wanted = value;
      double off = Arrays.stream(ns).filter(n -> n == wanted).count() - 20_000.0;
      chiSquare += off * off / 20_000.0;
    }
    assertThat(chiSquare).isLessThan(18.5);
  }

  @Test
  void empiricalHasTheMomentsOfItsValues() {
    // Mean (1 + 2 + 6) / 3 = 3; variance (4 + 1 + 9) / 3 = 14 / 3.
    Distribution measured = Distribution.empirical(new long[] {1, 2, 6});
    assertThat(measured.meanNs()).isEqualTo(3);
    assertThat(measured.varianceNs2()).isCloseTo(14.0 / 3, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.8, 1.0})
  void normalCutAtZeroHasTheMomentsThatItSays(double cv) {
    Distribution distribution = Distribution.normal(MS, cv);
    long[] ns = draws(distribution, 1_000_000);
    double mean = Arrays.stream(ns).average().orElseThrow();
    double variance = Arrays.stream(ns).mapToDouble(n -> (n - mean) * (n - mean)).sum() / 1e6;
    // Four standard errors of the mean; the variance's is about sqrt(2 / n) of it.
    assertThat(mean).isCloseTo(distribution.meanNs(), within(4 * cv * MS / 1e3));
    assertThat(variance / distribution.varianceNs2()).isCloseTo(1, within(0.01));
  }

  @Test
  void normalCutAtItsMeanPlusOneSigmaIsTheTextbookFigure() {
    // cv 1 cuts at -1 sigma: phi(-1) / (1 - Phi(-1)) = 0.2419707 / 0.8413447 = 0.2876000.
    assertThat(Distribution.normal(MS, 1).meanNs()).isCloseTo(1.2876000 * MS, within(0.1));
  }

  @Test
  void paretoUpToShapeTwoHasNoVariance() {
    assertThat(Distribution.pareto(MS, 2).varianceNs2()).isInfinite();
    // Shape 3, mean 3, scale 2: 4 x 3 / (2^2 x 1) = 3.
    assertThat(Distribution.pareto(3, 3).varianceNs2()).isCloseTo(3, within(1e-12));
  }

  // ---- edges -------------------------------------------------------------------------------

  @Test
  void roundsHalfUp() {
    assertThat(Distribution.roundHalfUp(0.49999999999999994)).isZero();
    assertThat(Distribution.roundHalfUp(0.5)).isEqualTo(1);
    assertThat(Distribution.roundHalfUp(2.5)).isEqualTo(3);
    assertThat(Distribution.roundHalfUp(4503599627370497.0)).isEqualTo(4503599627370497L);
  }

  @Test
  void noDrawIsLongerThanTheLongest() {
    Distribution heavy = Distribution.pareto(1e18, 1.01);
    assertThat(Distribution.roundHalfUp(1e30)).isEqualTo(Distribution.LONGEST_NS);
    long[] ns = draws(heavy, 100_000);
    assertThat(Arrays.stream(ns).min().orElseThrow()).isNotNegative();
    assertThat(Arrays.stream(ns).max()).hasValue(Distribution.LONGEST_NS);
  }

  @Test
  void uniformReachesBothEndsAndNothingBeyond() {
    long[] ns = draws(Distribution.uniform(3, 6), 10_000);
    assertThat(Arrays.stream(ns).min()).hasValue(3);
    assertThat(Arrays.stream(ns).max()).hasValue(6);
    assertThat(draws(Distribution.uniform(5, 5), 10)).containsOnly(5);
  }

  @Test
  void countsWhatItDrawsAgain() {
    // One standard deviation above zero: 15.87 % of all draws fall below.
    Sampler sampler = new Sampler(Distribution.normal(MS, 1), stream("test/redraw"));
    int kept = 100_000;
    for (int i = 0; i < kept; i++) {
      assertThat(sampler.drawNs()).isNotNegative();
    }
    double share = sampler.redrawn() / (double) (kept + sampler.redrawn());
    assertThat(share).isCloseTo(0.1587, within(0.004));
  }

  @Test
  void aSamplerDrawsWhatItsDistributionDraws() {
    Distribution distribution = Distribution.normal(MS, 1);
    Sampler sampler = new Sampler(distribution, stream("test/draws"));
    for (long ns : draws(distribution, 1_000)) {
      assertThat(sampler.drawNs()).isEqualTo(ns);
    }
  }

  @Test
  void readsAsAScenarioWritesIt() {
    assertThat(Distribution.constant(1_500_000)).hasToString("1.5 ms");
    assertThat(Distribution.constant(0)).hasToString("0 ns");
    assertThat(Distribution.exponential(1_250_000))
        .hasToString("{mean: 1.25 ms, distribution: exponential}");
    assertThat(Distribution.uniform(1_000, 2_000_000_000))
        .hasToString("{min: 1 us, max: 2 s, distribution: uniform}");
    assertThat(Distribution.lognormal(10_000_000, 0.25))
        .hasToString("{mean: 10 ms, sigma: 2.5 ms, distribution: lognormal}");
    assertThat(Distribution.erlang(4_000, 4))
        .hasToString("{mean: 4 us, shape: 4, distribution: erlang}");
    assertThat(Distribution.pareto(4_000, 1.5))
        .hasToString("{mean: 4 us, shape: 1.5, distribution: pareto}");
    assertThat(Distribution.empirical(new long[] {1, 2}))
        .hasToString("{values: 2, distribution: empirical}");
  }

  @Test
  void equalsByWhatItDraws() {
    assertThat(Distribution.normal(MS, 0.5)).isEqualTo(Distribution.normal(MS, 0.5));
    assertThat(Distribution.normal(MS, 0.5)).isNotEqualTo(Distribution.lognormal(MS, 0.5));
    assertThat(Distribution.empirical(new long[] {1, 2}))
        .isEqualTo(Distribution.empirical(new long[] {1, 2}))
        .isNotEqualTo(Distribution.empirical(new long[] {2, 1}));
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    refuses(() -> Distribution.constant(-1), "mean");
    refuses(() -> Distribution.exponential(0), "mean");
    refuses(() -> Distribution.exponential(Double.NaN), "mean");
    refuses(() -> Distribution.exponential(Double.POSITIVE_INFINITY), "mean");
    refuses(() -> Distribution.uniform(-1, 5), "min");
    refuses(() -> Distribution.uniform(6, 5), "max");
    refuses(() -> Distribution.normal(MS, 1.01), "cv");
    refuses(() -> Distribution.lognormal(MS, -0.1), "cv");
    refuses(() -> Distribution.pareto(MS, 1), "shape");
    refuses(() -> Distribution.erlang(MS, 0), "shape");
    refuses(() -> Distribution.empirical(new long[0]), "file");
    refuses(() -> Distribution.empirical(new long[] {1, -1}), "file");
  }

  private static void refuses(Runnable making, String setting) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(setting + " is ")
        .hasMessageContaining("; allowed: ");
  }
}
