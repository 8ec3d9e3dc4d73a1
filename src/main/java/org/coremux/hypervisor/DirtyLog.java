package org.coremux.hypervisor;

/**
 * How many different pages a guest has written since a round began: what the log of dirty pages has
 * when it is read.
 *
 * <p>Model: of the pages that it has touched some are hot, and are written to again and again;
 * other writes go anywhere. Both are by the guest's progress, which is what its vCPUs execute: one
 * that is slowed, or stands still, writes less. Of {@code n} pages, {@code k} writes that go
 * anywhere leave {@code n * (1 - exp(-k/n))} different ones dirty, which is the mean of the
 * occupancy problem; nothing is drawn. The part of a page that is left over goes to the next round.
 *
 * <p>Cost: two exponentials for each question; allocates nothing.
 */
final class DirtyLog {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final PageUse.Writes writes;
  private final long touchedPages;
  private final long hotPages;

  /** Since the round began. */
  private long hotCount;

  private long anyCount;

  /** Parts of a write: writes x ns / second. */
  private long hotCarry;

  private long anyCarry;

  /** The part of a page that earlier rounds have left over. */
  private double pageCarry;

  DirtyLog(PageUse use) {
    writes = use.writes();
    touchedPages = pages(use.touchedBytes());
    hotPages = pages(writes.hotBytes());
  }

  /** So many bytes in pages, the last of which may not be full. */
  static long pages(long bytes) {
    return (bytes + PageUse.PAGE_BYTES - 1) / PageUse.PAGE_BYTES;
  }

  /** How many there are to be dirty. */
  long touchedPages() {
    return touchedPages;
  }

  /** The guest has made so much progress, in ns. */
  void progress(long ns) {
    hotCarry += ns % NS_PER_SECOND * writes.hotPerSecond();
    hotCount += ns / NS_PER_SECOND * writes.hotPerSecond() + hotCarry / NS_PER_SECOND;
    hotCarry %= NS_PER_SECOND;
    anyCarry += ns % NS_PER_SECOND * writes.perSecond();
    anyCount += ns / NS_PER_SECOND * writes.perSecond() + anyCarry / NS_PER_SECOND;
    anyCarry %= NS_PER_SECOND;
    if (hotPages == 0) {
      hotCount = 0;
    }
  }

  /** How many pages are dirty since the round began. */
  long pages() {
    return (long) (expected() + pageCarry);
  }

  private double expected() {
    double touched = touchedPages;
    double hot = hotPages;
    double anywhere = anyCount / touched; // writes of the second kind for each page, hot or not
    double dirty = different(touched - hot, anywhere);
    return hot == 0 ? dirty : dirty + different(hot, hotCount / hot + anywhere);
  }

  /**
   * How many of {@code pages} are hit by {@code each} times as many writes that go anywhere.
   *
   * <p>Source: the occupancy problem, Feller, An Introduction to Probability Theory, vol. 1, IV.2.
   */
  static double different(double pages, double each) {
    return pages * (1 - StrictMath.exp(-each));
  }

  /** Reads the log and clears it: a round begins. */
  long take() {
    long pages = pages();
    pageCarry = expected() + pageCarry - pages;
    hotCount = 0;
    anyCount = 0;
    return pages;
  }
}
