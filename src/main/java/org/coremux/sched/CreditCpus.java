package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * What {@link Credit} keeps for each CPU, by the index of its processor: who runs, who waits, and
 * which CPUs are near.
 *
 * <p>Allocation: only when it is made.
 */
final class CreditCpus {
  private static final int NONE = CreditUnits.NONE;

  /** One more than the highest index. */
  final int limit;

  /** All CPUs of the pool. */
  final CpuSet online;

  /** Those that idle, and have not been asked since. */
  final CpuSet idlers;

  /** Null where no CPU of the pool has that index. */
  final Processor[] processor;

  final CreditQueue[] queue;

  /** The unit that runs, or {@code NONE}. */
  final int[] running;

  /** The threads of its core, and the CPUs of its socket. */
  final CpuSet[] siblings;

  final CpuSet[] socket;

  /** Which element of {@link #nodes} it is in. */
  final int[] node;

  /** The CPUs of each NUMA node that has any. */
  final CpuSet[] nodes;

  CreditCpus(Pool pool, CreditUnits units) {
    int highest = 0;
    for (int k = 0; k < pool.processorCount(); k++) { // a decorator's may be some of many
      highest = Math.max(highest, pool.processor(k).index());
    }
    limit = highest + 1;
    online = new CpuSet(limit);
    processor = new Processor[limit];
    queue = new CreditQueue[limit];
    running = new int[limit];
    Arrays.fill(running, NONE);
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      online.add(p.index());
      processor[p.index()] = p;
      queue[p.index()] = new CreditQueue(units);
    }
    idlers = CpuSet.of(null, online);
    siblings = new CpuSet[limit];
    socket = new CpuSet[limit];
    node = new int[limit];
    Topology topology = pool.topology();
    CpuSet[] found = new CpuSet[topology.nodeCount()];
    int count = 0;
    for (int index = 0; index < found.length; index++) {
      CpuSet cpus = CpuSet.of(topology.cpusOfNode(index), online);
      for (int cpu = cpus.next(NONE); cpu != NONE; cpu = cpus.next(cpu)) {
        node[cpu] = count;
        siblings[cpu] = CpuSet.of(topology.siblings(cpu), online);
        socket[cpu] = socket(topology, cpu);
      }
      if (!cpus.isEmpty()) {
        found[count++] = cpus;
      }
    }
    nodes = Arrays.copyOf(found, count);
  }

  /** That of a CPU before it, if there is one. */
  private CpuSet socket(Topology topology, int cpu) {
    CpuMask mask = topology.cpusOfSocket(topology.socket(cpu));
    for (int other = online.next(NONE); other < cpu; other = online.next(other)) {
      if (mask.contains(other) && socket[other] != null) {
        return socket[other];
      }
    }
    return CpuSet.of(mask, online);
  }

  boolean idles(int cpu) {
    return running[cpu] == NONE;
  }

  /** How many run or wait there. */
  int runnable(int cpu) {
    return queue[cpu].count() + (idles(cpu) ? 0 : 1);
  }
}
