package org.coremux.scenario.importer;

import java.util.Arrays;

/**
 * The timer tick of the recorded machine: how long, and in which phase. Found by what happens in
 * step with it: preemptions that no wake-up explains, and accountings of CPU time.
 *
 * @param periodNs from one tick to the next. Unit: ns
 * @param phaseNs the first one after the recording's first event. Unit: ns
 */
public record Tick(long periodNs, long phaseNs) {
  /** HZ of 100, 250, 300 and 1000. Unit: ns. Source: Linux kernel/Kconfig.hz. */
  private static final long[] PERIODS_NS = {10_000_000, 4_000_000, 3_333_333, 1_000_000};

  /** So much of a period counts as the same phase. Source: section 2: 0.2 ms of 4 ms. */
  private static final int WINDOWS = 20;

  /** Part of all that must lie in one window. Source: assumed; chance gives a twentieth. */
  private static final double PART_MIN = 0.7;

  private static final int SAMPLES_MIN = 20;

  /** The tick's own work comes before what it causes. Part of a window's samples. */
  private static final double EARLY = 0.05;

  /** The longest tick that the times fit; null when they fit none, or are too few. */
  static Tick of(long[] timesNs) {
    for (long periodNs : PERIODS_NS) {
      Tick tick = timesNs.length < SAMPLES_MIN ? null : fit(timesNs, periodNs);
      if (tick != null) {
        return tick;
      }
    }
    return null;
  }

  private static Tick fit(long[] timesNs, long periodNs) {
    int count = timesNs.length;
    long[] phases = new long[2 * count];
    for (int i = 0; i < count; i++) {
      phases[i] = timesNs[i] % periodNs;
      phases[count + i] = phases[i] + periodNs; // the window may wrap around
    }
    Arrays.sort(phases);
    int best = 0;
    int most = 0;
    int end = 0;
    for (int start = 0; start < count; start++) {
      while (end < phases.length && phases[end] - phases[start] <= periodNs / WINDOWS) {
        end++;
      }
      if (end - start > most) {
        most = end - start;
        best = start;
      }
    }
    return most < PART_MIN * count
        ? null
        : new Tick(periodNs, phases[best + (int) (EARLY * most)] % periodNs);
  }

  /** Whether the instant belongs to a tick. */
  boolean explains(long timeNs) {
    long sinceNs = Math.floorMod(timeNs - phaseNs, periodNs);
    long nearNs = periodNs / WINDOWS;
    return sinceNs <= nearNs || sinceNs >= periodNs - nearNs / 2;
  }
}
