package org.coremux.report.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Milliseconds on a logarithmic axis: the axis has their decimal logarithms.
 *
 * @param from the logarithm where it begins
 * @param until the logarithm where it ends
 */
record LogScale(double from, double until) {
  private static final double NS_PER_MS = 1e6;

  /** Whatever is shorter is put there: nobody looks for differences below. Unit: ns. */
  private static final double FLOOR_NS = 1_000;

  private static final double MARGIN = 0.12;

  /** One that holds times from the shortest to the longest. Unit: ns. */
  static LogScale of(double shortestNs, double longestNs) {
    double low = Math.max(of(FLOOR_NS), Math.floor(2 * of(shortestNs) - 0.05) / 2);
    low = low <= of(FLOOR_NS) ? low - MARGIN : low; // room for marks on it
    double high = Math.ceil(2 * of(longestNs) + 0.05) / 2;
    return new LogScale(low, Math.max(high, low + 1));
  }

  /** Where a time is on the axis. */
  static double of(double ns) {
    return Math.log10(Math.max(FLOOR_NS, ns) / NS_PER_MS);
  }

  /** An axis over it. */
  TickAxis axis(Look look, String label) {
    TickAxis axis = look.axis(label, from, until);
    List<TickAxis.Tick> ticks = new ArrayList<>();
    boolean isWide = until - from > 3.2;
    for (int power = (int) Math.floor(from); power <= until; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double at = power + Math.log10(digit);
        if (at >= from - 1e-9 && at <= until + 1e-9) {
          boolean isNamed = digit == 1 || !isWide;
          ticks.add(new TickAxis.Tick(at, isNamed ? label(digit, power) : ""));
        }
      }
    }
    axis.ticks(ticks);
    return axis;
  }

  private static String label(int digit, int power) {
    boolean isFloor = digit == 1 && power == Math.round(of(FLOOR_NS));
    return (isFloor ? "≤ " : "")
        + BigDecimal.valueOf(digit).scaleByPowerOfTen(power).toPlainString();
  }
}
