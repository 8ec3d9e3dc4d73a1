package org.coremux.engine;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Exponential and normal draws, bit for bit the same on every JDK and CPU.
 *
 * <p>Model: the area under a falling density is cut into 256 layers of equal area, each a rectangle
 * but the lowest, which is a rectangle with the tail beside it. A layer is chosen by eight random
 * bits and a point across it by 53 others; a point left of the layer above is under the density for
 * certain (about 99 of 100 draws: one multiplication, one comparison). Otherwise a second uniform
 * number decides against the density itself, or the tail is drawn.
 *
 * <p>Cost: about one 64-bit draw; allocates nothing. The tables are filled once, by StrictMath.
 *
 * <p>Source: G. Marsaglia, W. W. Tsang, "The Ziggurat Method for Generating Random Variables",
 * Journal of Statistical Software 5(8), 2000. Layer and point are taken from disjoint bits, as J.
 * Doornik, "An Improved Ziggurat Method to Generate Normal Random Samples", 2005, asks.
 */
final class Ziggurat {
  /** Layers under a density. Source: Marsaglia and Tsang 2000. */
  private static final int LAYERS = 256;

  /**
   * Where the exponential density's tail begins, in means, so that 256 equal areas close at the
   * top. Source: Marsaglia and Tsang 2000; digits solved anew to 40 places.
   */
  static final double EXPONENTIAL_TAIL = 7.697117470131049714;

  /** Area of one layer under exp(-x). Source: as for {@link #EXPONENTIAL_TAIL}. */
  static final double EXPONENTIAL_AREA = 0.003949659822581557220;

  /**
   * Where the normal density's tail begins, in standard deviations. Source: Marsaglia and Tsang
   * 2000; digits solved anew to 40 places.
   */
  static final double NORMAL_TAIL = 3.654152885361008772;

  /** Area of one layer under exp(-x^2/2), x > 0. Source: as for {@link #NORMAL_TAIL}. */
  static final double NORMAL_AREA = 0.004928673233974655347;

  /** Distance of two neighbouring 53-bit numbers in [0, 1). Source: IEEE 754 binary64. */
  private static final double ULP_53 = 0x1p-53;

  private static final Layers EXPONENTIAL = exponentialLayers();
  private static final Layers NORMAL = normalLayers();
  private static final long[] EXPONENTIAL_INNER = EXPONENTIAL.inner;
  private static final double[] EXPONENTIAL_STEP = EXPONENTIAL.step;
  private static final long[] NORMAL_INNER = NORMAL.inner;
  private static final double[] NORMAL_STEP = NORMAL.step;

  private Ziggurat() {}

  /** The layers under one density: index 0 is the lowest, with the tail. */
  static final class Layers {
    /** Right edge of layer i; the last entry is the top, 0. */
    final double[] edge = new double[LAYERS + 1];

    /** Density at edge i; the last entry is 1. */
    final double[] density = new double[LAYERS + 1];

    /** 53-bit numbers below this lie left of the layer above. */
    final long[] inner = new long[LAYERS];

    /** Width that one unit of a 53-bit number stands for. */
    final double[] step = new double[LAYERS];

    /** A height drawn evenly between a layer's lower and upper side. */
    double heightWithin(int layer, UniformRandomProvider rng) {
      double low = density[layer];
      return low + rng.nextDouble() * (density[layer + 1] - low);
    }

    private void finish() {
      for (int i = 0; i < LAYERS; i++) {
        inner[i] = (long) (edge[i + 1] / edge[i] * 0x1p53);
        step[i] = edge[i] * ULP_53;
      }
    }
  }

  /** A draw with mean 1 and density exp(-x), not negative. */
  static double exponential(UniformRandomProvider rng) {
    long bits = rng.nextLong();
    int layer = (int) bits & 0xff;
    long across = bits >>> 11;
    if (across < EXPONENTIAL_INNER[layer]) {
      return across * EXPONENTIAL_STEP[layer];
    }
    return exponentialEdge(rng, layer, across);
  }

  /** A draw with mean 0, standard deviation 1 and the normal density. */
  static double normal(UniformRandomProvider rng) {
    long bits = rng.nextLong();
    int layer = (int) bits & 0xff;
    long across = bits >>> 11;
    if (across >= NORMAL_INNER[layer]) {
      return normalEdge(rng, bits);
    }
    double x = across * NORMAL_STEP[layer];
    return (bits & 0x100) == 0 ? x : -x;
  }

  private static double exponentialEdge(
      UniformRandomProvider rng, int firstLayer, long firstAcross) {
    int layer = firstLayer;
    long across = firstAcross;
    while (true) {
      double x = across * EXPONENTIAL_STEP[layer];
      if (across < EXPONENTIAL_INNER[layer]) {
        return x;
      }
      if (layer == 0) {
        // What is left beyond the tail's beginning is again exponential.
        return EXPONENTIAL_TAIL - StrictMath.log(openUniform(rng));
      }
      if (EXPONENTIAL.heightWithin(layer, rng) < StrictMath.exp(-x)) {
        return x;
      }
      long bits = rng.nextLong();
      layer = (int) bits & 0xff;
      across = bits >>> 11;
    }
  }

  private static double normalEdge(UniformRandomProvider rng, long firstBits) {
    long bits = firstBits;
    while (true) {
      int layer = (int) bits & 0xff;
      long across = bits >>> 11;
      boolean left = (bits & 0x100) != 0;
      double x = across * NORMAL_STEP[layer];
      if (across < NORMAL_INNER[layer]) {
        return left ? -x : x;
      }
      if (layer == 0) {
        double beyond = normalTail(rng);
        return left ? -beyond : beyond;
      }
      if (NORMAL.heightWithin(layer, rng) < StrictMath.exp(-0.5 * x * x)) {
        return left ? -x : x;
      }
      bits = rng.nextLong();
    }
  }

  /** Beyond the tail's beginning: an exponential proposal of rate R, thinned by exp(-x^2/2). */
  private static double normalTail(UniformRandomProvider rng) {
    while (true) {
      double x = -StrictMath.log(openUniform(rng)) / NORMAL_TAIL;
      double y = -StrictMath.log(openUniform(rng));
      if (y + y > x * x) {
        return NORMAL_TAIL + x;
      }
    }
  }

  /** In (0, 1]: never 0, whose logarithm is infinite. */
  private static double openUniform(UniformRandomProvider rng) {
    return ((rng.nextLong() >>> 11) + 1) * ULP_53;
  }

  static Layers exponentialLayers() {
    Layers layers = new Layers();
    layers.edge[0] = EXPONENTIAL_AREA / StrictMath.exp(-EXPONENTIAL_TAIL);
    layers.edge[1] = EXPONENTIAL_TAIL;
    for (int i = 1; i < LAYERS; i++) {
      double x = layers.edge[i];
      layers.density[i] = StrictMath.exp(-x);
      double above = layers.density[i] + EXPONENTIAL_AREA / x;
      layers.edge[i + 1] = i + 1 == LAYERS ? 0 : -StrictMath.log(above);
    }
    layers.density[LAYERS] = 1;
    layers.finish();
    return layers;
  }

  static Layers normalLayers() {
    Layers layers = new Layers();
    layers.edge[0] = NORMAL_AREA / StrictMath.exp(-0.5 * NORMAL_TAIL * NORMAL_TAIL);
    layers.edge[1] = NORMAL_TAIL;
    for (int i = 1; i < LAYERS; i++) {
      double x = layers.edge[i];
      layers.density[i] = StrictMath.exp(-0.5 * x * x);
      double above = layers.density[i] + NORMAL_AREA / x;
      layers.edge[i + 1] = i + 1 == LAYERS ? 0 : StrictMath.sqrt(-2 * StrictMath.log(above));
    }
    layers.density[LAYERS] = 1;
    layers.finish();
    return layers;
  }
}
