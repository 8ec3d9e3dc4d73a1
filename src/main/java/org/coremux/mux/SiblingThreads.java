package org.coremux.mux;

import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * Threads of one core slow each other down while more than one of them is busy.
 *
 * <p>Model: a busy thread runs at the topology's SMT speed from the instant in which a sibling
 * starts to the instant in which the last one stops; that speed depends on how much of their time
 * those on them wait for memory, so it is another one from the instant in which another comes.
 * Whoever a vCPU is given to on its own level does not matter: it waits as much as its guest does.
 */
final class SiblingThreads {
  private final Processor[] processors;
  private final Topology topology;

  private SiblingThreads(Processor[] processors, Topology topology) {
    this.processors = processors;
    this.topology = topology;
  }

  /** Those of a machine; null when no core has more than one thread. */
  static SiblingThreads of(Processor[] processors, Topology machine) {
    return machine.shape().threadsPerCore() > 1 ? new SiblingThreads(processors, machine) : null;
  }

  /** The processor has another current one: it became busy, or idle, or neither. */
  void changed(Processor p, long nowNs) {
    CpuMask threads = topology.siblings(p.index());
    int busy = 0;
    long bound = 0;
    for (int cpu = threads.first(); cpu != CpuMask.NONE; cpu = threads.next(cpu)) {
      if (isBusy(processors[cpu])) {
        busy++;
        bound += processors[cpu].current.pace.memoryBound();
      }
    }
    int shared = topology.smt().of(busy, bound);
    for (int cpu = threads.first(); cpu != CpuMask.NONE; cpu = threads.next(cpu)) {
      Processor thread = processors[cpu];
      thread.factor(SpeedFactor.SMT, isBusy(thread) ? shared : Processor.NOMINAL, nowNs);
    }
  }

  private static boolean isBusy(Processor p) {
    return p.current != p.idle;
  }
}
