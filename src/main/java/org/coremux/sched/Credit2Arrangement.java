package org.coremux.sched;

import java.util.Arrays;
import org.coremux.topology.Topology;

/**
 * Which CPUs share a run queue. CPUs come in the order of their indices; each joins the least
 * populated queue of its part of the machine that has room for it and all threads of its core, or
 * begins another. Threads of a core stay together.
 *
 * <p>Source: schedulers.md 4.2 (Xen credit2.c); 2 sockets of 32 threads make 4 queues of 16.
 */
final class Credit2Arrangement {
  private static final int NONE = -1;

  private final Topology topology;
  private final Credit2Parameters parameters;
  private final int cpus;
  private final int[] queueOf;
  private final int[] counts;
  private final int[] firstCpu;
  private int queues;

  /** Arranges the first so many CPUs of the topology. */
  Credit2Arrangement(Topology topology, int cpus, Credit2Parameters parameters) {
    this.topology = topology;
    this.parameters = parameters;
    this.cpus = cpus;
    queueOf = new int[cpus];
    counts = new int[cpus];
    firstCpu = new int[cpus];
    int queuesMin = (cpus - 1) / parameters.cpusPerRunQueueMax() + 1;
    int cpusMax = cpus / queuesMin;
    for (int cpu = 0; cpu < cpus; cpu++) {
      int queue = queueFor(cpu, cpusMax);
      if (queue == NONE) {
        queue = queues++;
        firstCpu[queue] = cpu;
      }
      queueOf[cpu] = queue;
      counts[queue]++;
    }
  }

  private int queueFor(int cpu, int cpusMax) {
    if (parameters.runQueues() == Credit2Parameters.RunQueues.CPU) {
      return NONE;
    }
    if (cpu > 0 && topology.core(cpu - 1) == topology.core(cpu)) {
      return queueOf[cpu - 1];
    }
    int threads = topology.siblings(cpu).count();
    int best = NONE;
    for (int queue = 0; queue < queues; queue++) {
      if (isNear(cpu, firstCpu[queue])
          && counts[queue] + threads <= cpusMax
          && (best == NONE || counts[queue] < counts[best])) {
        best = queue;
      }
    }
    return best;
  }

  private boolean isNear(int cpu, int other) {
    return switch (parameters.runQueues()) {
      case CPU -> false;
      case CORE -> topology.core(cpu) == topology.core(other);
      case SOCKET -> topology.socket(cpu) == topology.socket(other);
      case NODE -> topology.node(cpu) == topology.node(other);
      case ALL -> true;
    };
  }

  /** The queues, with their CPUs. */
  Credit2RunQueue[] queues(Credit2Units units, Credit2Load loads) {
    Credit2RunQueue[] made = new Credit2RunQueue[queues];
    for (int queue = 0; queue < queues; queue++) {
      int[] members = new int[counts[queue]];
      int count = 0;
      for (int cpu = 0; cpu < cpus; cpu++) {
        if (queueOf[cpu] == queue) {
          members[count++] = cpu;
        }
      }
      made[queue] = new Credit2RunQueue(queue, members, siblings(members), units, loads);
    }
    return made;
  }

  private long[] siblings(int[] members) {
    long[] masks = new long[members.length];
    for (int slot = 0; slot < masks.length; slot++) {
      for (int other = 0; other < masks.length; other++) {
        if (topology.core(members[slot]) == topology.core(members[other])) {
          masks[slot] |= 1L << other;
        }
      }
    }
    return masks;
  }

  @Override
  public String toString() {
    return Arrays.toString(queueOf);
  }
}
