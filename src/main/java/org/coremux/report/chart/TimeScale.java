package org.coremux.report.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The unit in which a stretch of time is shown, and where its axis has ticks. Times are since the
 * start of the run, the warm-up included, as {@code --at} counts.
 *
 * @param fromNs the beginning of the stretch
 * @param untilNs its end
 * @param unit the unit's name
 * @param unitNs its length
 */
record TimeScale(long fromNs, long untilNs, String unit, long unitNs) {
  private static final long MS_NS = 1_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MINUTE_NS = 60 * SECOND_NS;
  private static final long HOUR_NS = 60 * MINUTE_NS;

  /** The unit that fits a stretch. */
  static TimeScale of(long fromNs, long untilNs) {
    long lengthNs = untilNs - fromNs;
    if (lengthNs < SECOND_NS) {
      return new TimeScale(fromNs, untilNs, "ms", MS_NS);
    }
    if (lengthNs <= 10 * MINUTE_NS) {
      return new TimeScale(fromNs, untilNs, "s", SECOND_NS);
    }
    return lengthNs <= 4 * HOUR_NS
        ? new TimeScale(fromNs, untilNs, "min", MINUTE_NS)
        : new TimeScale(fromNs, untilNs, "h", HOUR_NS);
  }

  /** A time in that unit. */
  double of(long ns) {
    return (double) ns / unitNs;
  }

  /** An axis of the whole stretch. */
  TickAxis axis(Look look) {
    return axis(look, 10);
  }

  /** The same with at most so many ticks. */
  TickAxis axis(Look look, int most) {
    TickAxis axis =
        look.axis("time since the start of the run (" + unit + ")", of(fromNs), of(untilNs));
    axis.ticks(even(of(fromNs), of(untilNs), most));
    return axis;
  }

  /** Round values from one to another, about as many as wanted at most. */
  static List<TickAxis.Tick> even(double from, double until, int most) {
    double rough = (until - from) / most;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (int factor : new int[] {5, 2, 1}) {
      if (factor * power >= rough * 0.999) {
        step = factor * power;
      }
    }
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    List<TickAxis.Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= until + step * 1e-9; i++) {
      ticks.add(
          new TickAxis.Tick(
              i * step, String.format(Locale.ROOT, "%,." + decimals + "f", i * step)));
    }
    return ticks;
  }

  /** The stretch in words, such as {@code 1.2 s to 1.3 s}. */
  String words() {
    return words(fromNs) + " to " + words(untilNs) + " " + unit;
  }

  /** A time in the unit, without the unit. */
  String words(long ns) {
    int decimals = unitNs == MS_NS ? 6 : 3;
    return BigDecimal.valueOf(ns)
        .divide(BigDecimal.valueOf(unitNs), decimals, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
