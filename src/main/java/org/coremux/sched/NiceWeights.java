package org.coremux.sched;

/**
 * The load weights of nice values: each step is about a quarter more or less, nice 0 is 1024.
 *
 * <p>Source: Linux, sched_prio_to_weight; schedulers.md, section 9.1.
 */
public final class NiceWeights {
  /** The most favoured nice value. Source: setpriority(2). */
  public static final int NICE_MIN = -20;

  /** The least favoured nice value. Source: setpriority(2). */
  public static final int NICE_MAX = 19;

  /** Weight of nice 0. Source: schedulers.md, section 9.1. */
  public static final int NICE_0 = 1024;

  /** Weight of SCHED_IDLE. Source: schedulers.md, section 9.1, recalled. */
  public static final int IDLE = 3;

  /** From nice -20 to 19. Source: schedulers.md, section 9.1. */
  private static final int[] WEIGHTS = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904,
    3906, 3121, 2501, 1991, 1586, 1277, NICE_0, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110,
    87, 70, 56, 45, 36, 29, 23, 18, 15
  };

  private NiceWeights() {}

  /**
   * Load weight of a nice value.
   *
   * @throws IllegalArgumentException when the value is outside -20 to 19
   */
  public static int of(int nice) {
    if (nice < NICE_MIN || nice > NICE_MAX) {
      throw new IllegalArgumentException("nice " + nice + "; allowed: -20 to 19");
    }
    return WEIGHTS[nice - NICE_MIN];
  }

  /** Weight of one with the nice value, where nice 0 has that weight; at least 1. */
  public static int of(int niceZero, int nice) {
    return (int) Math.max(1, (long) niceZero * of(nice) / NICE_0);
  }
}
