package org.coremux.scenario.importer;

import java.util.List;
import org.coremux.guest.ReplayProgram;

/**
 * Which threads were kept to one CPU: who got nearly all its time there and waited for it, although
 * another one was idle for more than half of the time; and kernel threads that were on one CPU
 * alone. Of other threads being seen on one CPU alone says nothing.
 *
 * <p>Source: replaying-schedules.md, section 1, rule 8; that it has to have waited is assumed.
 */
final class Pinning {
  /** Part of its CPU time that it got there. Source: rule 8. */
  private static final double MOST = 0.98;

  /** Part of the time that another CPU was used. Source: rule 8. */
  private static final double USED_MAX = 0.5;

  /** Part of its CPU time for which it waited. Source: assumed. */
  private static final double WAITED_MIN = 0.05;

  /** Shorter ones are nowhere long enough to say. Unit: ns. Source: assumed. */
  private static final long RAN_MIN_NS = 20_000_000;

  /** A kernel thread that was always on one CPU is that CPU's own. Source: assumed. */
  private static final int SWITCHES_MIN = 3;

  private final double[] used;

  Pinning(List<RecordedThread> threads, int cpus, long spanNs) {
    used = new double[cpus];
    for (RecordedThread thread : threads) {
      for (int cpu = 0; cpu < cpus; cpu++) {
        used[cpu] += (double) thread.ranOnNs(cpu) / Math.max(1, spanNs);
      }
    }
  }

  /** The CPU that the thread is pinned to; {@link ReplayProgram#NONE} for none. */
  int cpu(RecordedThread thread) {
    boolean isOneOfEachCpu = thread.isKernel() && thread.switches >= SWITCHES_MIN;
    if (!isOneOfEachCpu
        && (thread.runNs < RAN_MIN_NS || thread.delayNs < WAITED_MIN * thread.runNs)) {
      return ReplayProgram.NONE;
    }
    int own = ReplayProgram.NONE;
    boolean hadChoice = false;
    for (int cpu = 0; cpu < used.length; cpu++) {
      if (thread.ranOnNs(cpu) > MOST * thread.runNs) {
        own = cpu;
      } else {
        hadChoice |= used[cpu] < USED_MAX;
      }
    }
    return hadChoice ? own : ReplayProgram.NONE;
  }
}
