package org.coremux.scenario.importer;

/**
 * Priorities as the kernel counts them: 0 to 99 real-time, the lower the more urgent; 100 to 139
 * nice -20 to 19.
 *
 * <p>Source: Linux include/linux/sched/prio.h.
 */
final class KernelPriority {
  /** Priority of nice 0. Source: DEFAULT_PRIO. */
  static final int NICE_0 = 120;

  /** From here on threads are fair ones. Source: MAX_RT_PRIO. */
  static final int FAIR = 100;

  /** Above every priority that users can set. */
  private static final int DEADLINE = 100;

  private KernelPriority() {}

  static boolean isRealTime(int priority) {
    return priority < FAIR;
  }

  /** Nice value of a fair one, -20 to 19. */
  static int nice(int priority) {
    return Math.min(19, priority - NICE_0);
  }

  /**
   * Real-time priority as users set it, 1 to 99; 99 also for the kernel's own threads that stop a
   * CPU, and 100 for deadline threads, which stand above all.
   */
  static int realTime(int priority) {
    return priority < 0 ? DEADLINE : Math.max(1, FAIR - 1 - priority);
  }
}
