package org.coremux.scenario.importer;

/**
 * One event of the Linux scheduler, as a line of a recording has it. Filled anew for each line, so
 * that a recording of any length is read with one of these.
 *
 * <p>Source: Linux include/trace/events/sched.h, the fields of each tracepoint.
 */
final class SchedEvent {
  /** The tracepoints that are understood. */
  enum Kind {
    /** Somebody leaves a CPU and somebody enters it. */
    SWITCH,
    /** Somebody is about to be woken. */
    WAKING,
    /** Somebody has been woken; follows WAKING where both are recorded. */
    WAKEUP,
    /** A new thread is queued for the first time. */
    WAKEUP_NEW,
    /** CPU time was accounted to the running thread. */
    RUNTIME,
    /** A thread was created. */
    FORK,
    /** A thread ends; it runs for a little longer. */
    EXIT
  }

  /** How a thread left its CPU. */
  enum Leaving {
    /** It wanted to go on. */
    PREEMPTED,
    /** It waits for something. */
    BLOCKED,
    /** It waits for something as only kernel threads do. */
    BLOCKED_IN_KERNEL,
    /** It has ended. */
    ENDED
  }

  Kind kind;

  /** When. Unit: ns, since whatever the machine counts from. */
  long timeNs;

  /** On which CPU. */
  int cpu;

  /** Who ran there, by the head of the line; 0 for the idle one. */
  int runner;

  String runnerName;

  /** Whom it is about: who leaves, is woken, ran, forks or ends. */
  int thread;

  String name;

  /** No priority: the line does not say it. */
  static final int UNSAID = Integer.MIN_VALUE;

  /** Kernel priority, -1 to 139: below 100 real-time, 120 is nice 0; {@link #UNSAID}. */
  int priority;

  Leaving leaving;

  /** Who enters, or was created. */
  int next;

  String nextName;
  int nextPriority;

  /** The CPU on which the woken one is queued; -1 where it is not said. */
  int targetCpu;

  /** CPU time that was accounted. Unit: ns. */
  long runtimeNs;
}
