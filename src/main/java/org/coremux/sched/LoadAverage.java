package org.coremux.sched;

/**
 * How busy something has been of late: averages that forget half of what was before in about 33 ms.
 * Of a queue: the weight that is queued there, how many want to run and for which part of the time
 * somebody ran. Of one entity: for which part of the time it was queued and for which it ran, as if
 * it were a queue of one.
 *
 * <p>All are brought up to now when something that they depend on changes, or when they are asked
 * for: what was in between is known then, and its decay is computed, not stepped.
 *
 * <p>Model: what ran since the last time is spread evenly over the time since then. Linux counts in
 * steps of about a microsecond and averages over whole periods of a millisecond.
 *
 * <p>Cost: O(1), nothing when asked twice at an instant. Allocation: none.
 *
 * <p>Source: schedulers.md, section 11, PELT; a period of 1024 times 1024 ns, recalled.
 */
final class LoadAverage {
  /** A weight or a number of 1, or all of the time. */
  static final int SHIFT = 20;

  static final long ONE = 1L << SHIFT;

  /** Half-life: 32 periods. Unit: log2 of ns. Source: schedulers.md, section 11. */
  private static final int HALF_LIFE_SHIFT = 25;

  /** Steps in a half-life between which the decay is interpolated; wrong by less than 1e-7. */
  private static final int STEPS_SHIFT = 10;

  private static final int STEPS = 1 << STEPS_SHIFT;
  private static final int STEP_SHIFT = HALF_LIFE_SHIFT - STEPS_SHIFT;

  /** After so many half-lives nothing is left of what was before. */
  private static final long FORGOTTEN = 40;

  /** What is left after so many steps, of 2^62. */
  private static final long[] LEFT = new long[STEPS + 1];

  private static final int LEFT_SHIFT = 62;

  static {
    for (int i = 0; i <= STEPS; i++) {
      LEFT[i] = (long) (StrictMath.pow(2, -(double) i / STEPS) * (1L << LEFT_SHIFT));
    }
  }

  /** Weight that was queued. Unit: 1 / {@link #ONE}. */
  long load;

  /** How many wanted to run; of one, for which part of the time. Unit: 1 / {@link #ONE}. */
  long tasks;

  /** For which part of the time somebody ran. Unit: 1 / {@link #ONE}. */
  long util;

  /** What it ran and is not yet in the average. Unit: ns. */
  long ranNs;

  /** Somebody runs there, and {@link #ranNs} does not count. */
  boolean busy;

  private long sinceNs;

  /** Brings it up to now; {@code weight} and {@code count} are what was there since the last. */
  void advance(long nowNs, long weight, long count) {
    long elapsedNs = nowNs - sinceNs;
    if (elapsedNs <= 0) {
      return;
    }
    sinceNs = nowNs;
    long left = left(elapsedNs);
    load = towards(load, weight << SHIFT, left);
    tasks = towards(tasks, count << SHIFT, left);
    util = towards(util, busy ? ONE : part(elapsedNs), left);
  }

  /** Of the time that has elapsed, what it ran. */
  private long part(long elapsedNs) {
    long usedNs = Math.min(ranNs, elapsedNs);
    ranNs -= usedNs;
    if (usedNs == 0 || usedNs == elapsedNs) {
      return usedNs == 0 ? 0 : ONE;
    }
    int excess = Math.max(0, SHIFT + 1 - Long.numberOfLeadingZeros(elapsedNs));
    return (usedNs >> excess << SHIFT) / (elapsedNs >> excess);
  }

  /** What is left of the value, and what has come instead. */
  private static long towards(long value, long now, long left) {
    return value == now ? value : now + kept(value - now, left);
  }

  private static long kept(long difference, long left) {
    return Math.multiplyHigh(difference << 2, left);
  }

  /** What is left of before after so long, of 2^62. */
  static long left(long ns) {
    long halves = ns >>> HALF_LIFE_SHIFT;
    if (halves >= FORGOTTEN) {
      return 0;
    }
    int step = (int) (ns >>> STEP_SHIFT) & STEPS - 1;
    long between = ns & (1L << STEP_SHIFT) - 1;
    long drop = (LEFT[step] - LEFT[step + 1] >> STEP_SHIFT) * between;
    return LEFT[step] - drop >> halves;
  }
}
