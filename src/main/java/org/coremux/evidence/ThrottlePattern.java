package org.coremux.evidence;

import java.util.List;
import java.util.function.ToLongFunction;
import org.coremux.guest.ReplayMeter.Figures;
import org.coremux.scenario.trace.Turns.Turn;

/**
 * How a quota cuts the time of one that never sleeps: runs, and throttles between them. Of one that
 * was never throttled the lengths are not numbers.
 *
 * @param throttlesPerSecond of the time in which it wanted to run
 * @param runMs how long a run was, in its own CPU time, on average
 * @param runP95Ms the length that 95 in 100 do not exceed
 * @param heldMs how long a throttle was, on average
 * @param heldP95Ms the length that 95 in 100 do not exceed
 * @param startMs how far into the period a run began that a throttle came before, on average;
 *     periods are counted from the recording's first event
 */
record ThrottlePattern(
    double throttlesPerSecond,
    double runMs,
    double runP95Ms,
    double heldMs,
    double heldP95Ms,
    double startMs) {
  private static final double MOST = 0.95;
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_SECOND = 1e9;

  /** That of one who got this, in these turns, first first, under a quota with that period. */
  static ThrottlePattern of(Figures got, List<Turn> turns, long periodNs) {
    return new ThrottlePattern(
        turns.size() * NS_PER_SECOND / (got.runningNs() + got.runnableNs()),
        mean(turns, Turn::ranNs),
        most(turns, Turn::ranNs),
        mean(turns, Turn::waitedNs),
        most(turns, Turn::waitedNs),
        startMs(turns, periodNs));
  }

  private static double mean(List<Turn> turns, ToLongFunction<Turn> length) {
    return turns.stream().mapToLong(length).average().orElse(Double.NaN) / NS_PER_MS;
  }

  private static double most(List<Turn> turns, ToLongFunction<Turn> length) {
    long[] sorted = turns.stream().mapToLong(length).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.ceil(MOST * sorted.length) - 1] / NS_PER_MS;
  }

  /** On a circle of one period, so that starts on both sides of its seam lie together. */
  private static double startMs(List<Turn> turns, long periodNs) {
    if (turns.size() < 2) {
      return Double.NaN; // the first one began with a wake-up
    }
    List<Turn> refilled = turns.subList(1, turns.size());
    long firstNs = refilled.get(0).beganNs();
    double later =
        refilled.stream()
            .mapToDouble(turn -> centred(turn.beganNs() - firstNs, periodNs))
            .average()
            .orElseThrow();
    double startNs = Math.floorMod(firstNs, periodNs) + later;
    return (startNs < 0 ? startNs + periodNs : startNs % periodNs) / NS_PER_MS;
  }

  /** The same point of a period, at most half of one before or after zero. */
  private static double centred(double value, double period) {
    return value - period * Math.rint(value / period);
  }

  /**
   * What the kernel made of a quota, and what is predicted.
   *
   * @param patterns as recorded, predicted by the kernel's policy, and by round robin
   */
  static List<KernelFigure> figures(String process, long periodNs, List<ThrottlePattern> patterns) {
    return List.of(
        KernelFigure.quota(process, "throttles /s", patterns, ThrottlePattern::throttlesPerSecond),
        KernelFigure.quota(process, "ms a run", patterns, ThrottlePattern::runMs),
        KernelFigure.quota(process, "ms run p95", patterns, ThrottlePattern::runP95Ms),
        KernelFigure.quota(process, "ms held", patterns, ThrottlePattern::heldMs),
        KernelFigure.quota(process, "ms held p95", patterns, ThrottlePattern::heldP95Ms),
        KernelFigure.quota(process, "ms to start", patterns, ThrottlePattern::startMs)
            .unjudged(periodNs / NS_PER_MS));
  }
}
