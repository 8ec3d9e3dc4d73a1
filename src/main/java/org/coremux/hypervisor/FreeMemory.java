package org.coremux.hypervisor;

/**
 * How much of a host's memory is free, and so what it does about it.
 *
 * <p>Source: Waldspurger, OSDI 2002, 6.3: 6, 4, 2 and 1 % of the memory.
 */
public enum FreeMemory {
  /** Enough: nothing is taken back. */
  HIGH(6),
  /** Balloons are inflated; where there are none, pages are swapped out. */
  SOFT(4),
  /** Pages are swapped out as well. */
  HARD(2),
  /** The same, and whoever has more than his part waits for the page that he needs. */
  LOW(1);

  private static final int PERCENT = 100;

  private final int percent;

  FreeMemory(int percent) {
    this.percent = percent;
  }

  /** From how much on it is so, of so much memory; {@link #LOW} is the floor itself. */
  long from(long all) {
    return all / PERCENT * percent + all % PERCENT * percent / PERCENT;
  }

  /** What so much of the memory is. */
  static FreeMemory of(long free, long all) {
    if (free >= HIGH.from(all)) {
      return HIGH;
    }
    if (free >= SOFT.from(all)) {
      return SOFT;
    }
    return free >= HARD.from(all) ? HARD : LOW;
  }
}
