package org.coremux.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Latency;

/** Figures as people read them: few digits, thousands set apart. Files have all digits. */
public final class Figure {
  private static final int DIGITS = 4;
  private static final long MINUTE_NS = 60_000_000_000L;
  private static final long HOUR_NS = 60 * MINUTE_NS;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Figure() {}

  /** A count with thousands set apart. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A ratio in per cent with one decimal, without the sign. */
  public static String percent(BigDecimal ratio) {
    return ratio.multiply(HUNDRED).setScale(1, RoundingMode.HALF_UP).toPlainString();
  }

  /** Four digits that count, at most three decimals: 0.123, 1.234, 12.34, 123.4, 1,234. */
  public static String brief(BigDecimal value) {
    BigDecimal rounded = value.round(new MathContext(DIGITS, RoundingMode.HALF_UP));
    int whole = Math.max(1, rounded.precision() - rounded.scale());
    int decimals = rounded.signum() == 0 ? 0 : Math.max(0, Math.min(3, DIGITS - whole));
    BigDecimal shown = value.setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", shown);
  }

  /** A time in seconds, without the unit. */
  public static String seconds(long ns) {
    return brief(Decimal.seconds(ns));
  }

  /** A time in milliseconds, without the unit. */
  public static String milliseconds(long ns) {
    return brief(Decimal.milliseconds(ns));
  }

  /** The same of one of a set of latencies; the word for nothing where there are none. */
  public static String milliseconds(Latency latency, long ns, String nothing) {
    return latency.count() == 0 ? nothing : milliseconds(ns);
  }

  /** A time of any length with its unit: 250 us, 1.5 ms, 10 s, 90 min, 24 h. */
  public static String duration(long ns) {
    if (ns >= HOUR_NS && ns % HOUR_NS == 0) {
      return count(ns / HOUR_NS) + " h";
    }
    if (ns >= 2 * MINUTE_NS && ns % MINUTE_NS == 0) {
      return count(ns / MINUTE_NS) + " min";
    }
    String[] units = {"ns", "us", "ms", "s"};
    BigDecimal value = BigDecimal.valueOf(ns);
    int unit = 0;
    while (unit < units.length - 1 && value.compareTo(BigDecimal.valueOf(1000)) >= 0) {
      value = value.movePointLeft(3);
      unit++;
    }
    BigDecimal whole = value.stripTrailingZeros();
    if (whole.scale() <= 0) {
      return count(whole.longValueExact()) + " " + units[unit];
    }
    return whole.toPlainString() + " " + units[unit];
  }
}
