package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;

/** Looks at what a running site allocates, in windows of over a million events each. */
final class AllocationWindows {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WINDOWS = 4;

  private AllocationWindows() {}

  /**
   * Runs a site from its beginning and fails if it allocates in every window.
   *
   * @param windowNs long enough for a million events, ns
   */
  static void assertNothingAllocated(Simulation simulation, Site site, long windowNs) {
    // looked at from within one run, so that beginning and ending a run do not count
    long[] events = new long[WINDOWS + 1];
    long[] bytes = new long[WINDOWS + 1];
    for (int i = 0; i <= WINDOWS; i++) {
      int window = i;
      Timer look =
          new Timer(
              now -> {
                events[window] = site.events();
                bytes[window] = THREADS.getCurrentThreadAllocatedBytes();
              });
      site.arm(look, (i + 1) * windowNs);
    }

    simulation.runUntil((WINDOWS + 1) * windowNs);

    // the first window warms up; what the JVM itself allocates in the others, it does but once
    long fewest = Long.MAX_VALUE;
    for (int i = 1; i < WINDOWS; i++) {
      assertThat(events[i + 1] - events[i]).isGreaterThan(1_000_000);
      fewest = Math.min(fewest, bytes[i + 1] - bytes[i]);
    }
    assertThat(fewest).isZero();
  }
}
