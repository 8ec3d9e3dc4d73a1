package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import org.coremux.metric.LatencyHistogram;

/**
 * A latency at many percentiles, denser towards the end, as far as there were observations enough
 * to tell: a percentile of which less than one observation lies above is left out, but for the
 * last, which is the longest of all.
 *
 * @param points from the lowest percentile to the highest; neither of their figures descends
 */
public record LatencyCurve(List<Point> points) {
  /** Nothing is known. */
  public static final LatencyCurve NONE = new LatencyCurve(List.of());

  /** All observations. Unit: millionths. */
  public static final int WHOLE_PPM = 1_000_000;

  /** Unit: millionths. Source: assumed; some ten for each ten of ten that lie above. */
  private static final int[] GRID_PPM = {
    0, 50_000, 100_000, 200_000, 300_000, 400_000, 500_000, 600_000, 700_000, 750_000, 800_000,
    850_000, 900_000, 920_000, 940_000, 950_000, 960_000, 970_000, 980_000, 985_000, 990_000,
    992_000, 994_000, 995_000, 996_000, 997_000, 998_000, 998_500, 999_000, 999_200, 999_400,
    999_500, 999_600, 999_700, 999_800, 999_850, 999_900, 999_950, 999_990, 999_995, 999_999
  };

  /**
   * One point of it.
   *
   * @param ppm millionths of the observations that are not longer
   * @param ns how long that is
   */
  public record Point(int ppm, long ns) {}

  /** Copies the list and refuses what cannot be a curve. */
  public LatencyCurve {
    points = List.copyOf(points);
    Point before = new Point(0, 0);
    for (Point point : points) {
      if (point.ppm() < before.ppm() || point.ppm() > WHOLE_PPM || point.ns() < before.ns()) {
        throw new IllegalArgumentException(
            "a latency curve cannot go from %s to %s".formatted(before, point));
      }
      before = point;
    }
  }

  /** The curve of a histogram; {@link #NONE} of an empty one. */
  static LatencyCurve of(LatencyHistogram histogram) {
    if (histogram.count() == 0) {
      return NONE;
    }
    List<Point> points = new ArrayList<>();
    for (int ppm : GRID_PPM) {
      double above = (double) histogram.count() * (WHOLE_PPM - ppm) / WHOLE_PPM;
      if (above >= 1) {
        points.add(new Point(ppm, histogram.percentileNs(ppm / 10_000.0).getAsLong()));
      }
    }
    points.add(new Point(WHOLE_PPM, histogram.maxNs().getAsLong()));
    return new LatencyCurve(points);
  }
}
