package org.coremux.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;

/**
 * Measures what the calling thread allocates.
 *
 * <p>What the code allocates shows in every measurement; what the JVM allocates on the thread
 * (loading, linking, leaving compiled code) shows in some, in more of them when the machine is busy
 * and compiles late. So a measurement is repeated until one shows nothing, and what counts is the
 * least.
 */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MEASUREMENTS = 40;

  /** How many events a window of a site holds at least. */
  public static final long WINDOW_EVENTS = 1_000_000;

  private static final long LOOK_EVERY_NS = 1_000_000;

  private Allocation() {}

  /** The fewest bytes that one run of the work allocates; it is told how many went before. */
  public static long fewestBytes(LongConsumer work) {
    long fewest = Long.MAX_VALUE;
    for (int run = 0; run < MEASUREMENTS && fewest > 0; run++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      work.accept(run);
      fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return fewest;
  }

  /**
   * Runs a site, alone, and returns the fewest bytes that a window of {@link #WINDOW_EVENTS}
   * allocates; looked at from within one run, so that beginning and ending a run do not count.
   *
   * @throws IllegalStateException when the site comes to its end before
   */
  public static long fewestBytes(Site site, long endNs) {
    Look look = new Look(site);
    site.runUntil(endNs);
    if (!look.done()) {
      throw new IllegalStateException(
          look.windows + " windows, " + look.fewest + " bytes, until " + endNs + " ns");
    }
    return look.fewest;
  }

  /** Looks at a site again and again, and stops it when enough has been seen. */
  private static final class Look {
    final Site site;
    final Timer timer = new Timer(this::look);
    int windows;
    long fewest = Long.MAX_VALUE;
    long events;
    long bytes;

    Look(Site site) {
      this.site = site;
      site.arm(timer, 0);
    }

    boolean done() {
      return fewest == 0 || windows == MEASUREMENTS;
    }

    void look(long nowNs) {
      if (events == 0 || site.events() - events >= WINDOW_EVENTS) {
        next();
      }
      if (done()) {
        site.stop();
      } else {
        site.arm(timer, nowNs + LOOK_EVERY_NS);
      }
    }

    private void next() {
      if (events > 0) {
        windows++;
        fewest = Math.min(fewest, THREADS.getCurrentThreadAllocatedBytes() - bytes);
      }
      events = site.events();
      bytes = THREADS.getCurrentThreadAllocatedBytes();
    }
  }
}
