package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class ZigguratTest {
  @Test
  void everyLayerHasTheSameArea() {
    everyLayerHas(Ziggurat.EXPONENTIAL_AREA, Ziggurat.exponentialLayers());
    everyLayerHas(Ziggurat.NORMAL_AREA, Ziggurat.normalLayers());
  }

  private static void everyLayerHas(double area, Ziggurat.Layers layers) {
    for (int i = 1; i < 256; i++) {
      double height = layers.density[i + 1] - layers.density[i];
      // The topmost layer closes the construction: its error is that of the tail's beginning.
      assertThat(layers.edge[i] * height).isCloseTo(area, within(1e-14));
      assertThat(layers.edge[i + 1]).isLessThan(layers.edge[i]);
    }
    assertThat(layers.edge[1]).isLessThan(layers.edge[0]);
  }

  @Test
  void theLowestLayerIsARectangleAndTheTail() {
    // Exponential: R exp(-R) + exp(-R). Normal: R exp(-R^2/2) + sqrt(pi/2) erfc(R / sqrt 2).
    double r = Ziggurat.EXPONENTIAL_TAIL;
    assertThat((r + 1) * Math.exp(-r)).isCloseTo(Ziggurat.EXPONENTIAL_AREA, within(1e-16));
    double n = Ziggurat.NORMAL_TAIL;
    double tail = Math.sqrt(Math.PI / 2) * Erf.erfc(n / Math.sqrt(2));
    assertThat(n * Math.exp(-n * n / 2) + tail).isCloseTo(Ziggurat.NORMAL_AREA, within(1e-15));
  }

  @Test
  void drawsTailsAsOftenAsTheyAreLikely() {
    UniformRandomProvider rng = new RandomStreams(7, 0).stream("test/tails");
    int exponential = 0;
    int left = 0;
    int right = 0;
    int draws = 4_000_000;
    for (int i = 0; i < draws; i++) {
      exponential += Ziggurat.exponential(rng) > 8 ? 1 : 0;
      double normal = Ziggurat.normal(rng);
      left += normal < -3.7 ? 1 : 0;
      right += normal > 3.7 ? 1 : 0;
    }
    // exp(-8) x 4e6 = 1341.9, standard deviation 36.6; P(Z > 3.7) x 4e6 = 431.2, 20.8.
    assertThat(exponential).isBetween(1_341 - 147, 1_342 + 147);
    assertThat(left).isBetween(431 - 84, 431 + 84);
    assertThat(right).isBetween(431 - 84, 431 + 84);
  }

  @Test
  void momentsAreThoseOfTheLaw() {
    UniformRandomProvider rng = new RandomStreams(7, 1).stream("test/moments");
    int draws = 4_000_000;
    double e1 = 0;
    double e2 = 0;
    double n1 = 0;
    double n2 = 0;
    double n4 = 0;
    for (int i = 0; i < draws; i++) {
      double e = Ziggurat.exponential(rng);
      double n = Ziggurat.normal(rng);
      e1 += e;
      e2 += e * e;
      n1 += n;
      n2 += n * n;
      n4 += n * n * n * n;
    }
    // Four standard errors: sd of e is 1, of e^2 sqrt 20, of n 1, of n^2 sqrt 2, of n^4 sqrt 96.
    double error = 4 / Math.sqrt(draws);
    assertThat(e1 / draws).isCloseTo(1, within(error));
    assertThat(e2 / draws).isCloseTo(2, within(error * Math.sqrt(20)));
    assertThat(n1 / draws).isCloseTo(0, within(error));
    assertThat(n2 / draws).isCloseTo(1, within(error * Math.sqrt(2)));
    assertThat(n4 / draws).isCloseTo(3, within(error * Math.sqrt(96)));
  }

  @Test
  void standardNormalAgreesWithTables() {
    for (double z = -8; z <= 8; z += 0.125) {
      double expected = 0.5 * Erf.erfc(z / Math.sqrt(2));
      assertThat(StandardNormal.upperTail(z)).isCloseTo(expected, within(1e-12 * expected + 1e-16));
    }
  }
}
