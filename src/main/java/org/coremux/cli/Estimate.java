package org.coremux.cli;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says once how long a run will take, if that is long: from the pace that it has kept after its
 * first moments, in which the JVM is slow.
 */
final class Estimate {
  /** The pace of what was computed before is not looked at. Unit: ns. Source: assumed. */
  private static final long WARM_NS = 1_000_000_000L;

  /** When it is said. Unit: ns. Source: assumed. */
  private static final long SAID_NS = 2_000_000_000L;

  /** A run that is as good as over is not worth a word. Unit: ns. Source: assumed. */
  private static final long LONG_NS = 3_000_000_000L;

  private static final double NS_PER_SECOND = 1e9;

  private final LongSupplier clockNs;
  private final Consumer<String> line;
  private final long endNs;
  private final boolean isBound;
  private final long beganNs;
  private long warmNs = -1;
  private long warmAtNs;
  private boolean isSaid;

  /**
   * @param clockNs the real time
   * @param endNs model time at which the run ends
   * @param isBound whether it may end before
   * @param line who is told
   */
  Estimate(LongSupplier clockNs, long endNs, boolean isBound, Consumer<String> line) {
    this.clockNs = clockNs;
    this.endNs = endNs;
    this.isBound = isBound;
    this.line = line;
    beganNs = clockNs.getAsLong();
  }

  /** The run has come so far in model time. */
  void update(long atNs) {
    if (isSaid) {
      return;
    }
    long elapsedNs = clockNs.getAsLong() - beganNs;
    if (elapsedNs < WARM_NS) {
      return;
    }
    if (warmNs < 0) {
      warmNs = elapsedNs;
      warmAtNs = atNs;
    }
    if (elapsedNs < SAID_NS) {
      return;
    }
    isSaid = true;
    boolean hasPace = elapsedNs > warmNs && atNs > warmAtNs;
    double paceNs =
        hasPace
            ? (double) (elapsedNs - warmNs) / (atNs - warmAtNs)
            : (double) elapsedNs / Math.max(1, atNs);
    double totalNs = elapsedNs + paceNs * (endNs - atNs);
    if (totalNs > LONG_NS) {
      line.accept(text(totalNs));
    }
  }

  private String text(double totalNs) {
    return "about "
        + time(totalNs / NS_PER_SECOND)
        + " of computing for "
        + (isBound ? "at most " : "")
        + model(endNs / NS_PER_SECOND)
        + " of model time; Ctrl-C stops";
  }

  private static String model(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%,.0f s", seconds);
  }

  private static String time(double seconds) {
    if (seconds < 180) {
      return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
    }
    return seconds < 10_800
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%,.0f h", seconds / 3600);
  }
}
