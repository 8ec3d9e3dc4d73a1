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

  private KernelPriority() {}

  static boolean isRealTime(int priority) {
    return priority < FAIR;
  }

  /** Nice value of a fair one, -20 to 19. */
  static int nice(int priority) {
    return Math.min(19, priority - NICE_0);
  }

  /** Real-time priority as users set it, 1 to 99; 100 for what stands above all of them. */
  static int realTime(int priority) {
    return FAIR - Math.max(0, priority);
  }
}
