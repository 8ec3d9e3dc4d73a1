package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * Moves waiting worlds of {@link Esxi} to other pCPUs: to one that goes idle, and, as long as
 * anybody waits, from time to time; among sibling threads often, over the whole host seldom. A pCPU
 * looks at a few others of the group, at other ones each time. An idle one takes who comes first; a
 * busy one takes a world that has fallen behind its own by half a quantum.
 *
 * <p>Cost: O(pCPUs * candidates) each time, at most once in the shortest of the periods.
 *
 * <p>Order: pCPUs by number; within a look the nearest group first, then cyclically.
 */
final class EsxiBalance {
  private static final int NONE = EsxiWorlds.NONE;

  /** Sibling threads, cores that share a cache, those of a socket, all. */
  private static final int LEVELS = 4;

  private final Esxi policy;
  private final Pool pool;
  private final EsxiWorlds worlds;
  private final EsxiParameters parameters;
  private final long[] periodNs;
  private final long[] dueNs = new long[LEVELS];
  private final CpuMask all;
  private final Timer timer;
  private boolean running;
  private int turn;

  EsxiBalance(Esxi policy, Pool pool, EsxiWorlds worlds, EsxiParameters parameters) {
    this.policy = policy;
    this.pool = pool;
    this.worlds = worlds;
    this.parameters = parameters;
    EsxiParameters.Rebalance often = parameters.rebalance();
    periodNs = new long[] {often.threadNs(), often.cacheNs(), often.packageNs(), often.hostNs()};
    all = pool.topology().cpus();
    timer = pool.timer(pool.processor(0), this::look);
  }

  /** Somebody waits. */
  void waits() {
    if (!running && pool.processorCount() > 1) {
      running = true;
      long nowNs = pool.nowNs();
      for (int level = 0; level < LEVELS; level++) {
        dueNs[level] = nowNs + periodNs[level];
      }
      armNext();
    }
  }

  private void armNext() {
    long nextNs = Timer.NEVER;
    for (int level = 0; level < LEVELS; level++) {
      nextNs = isUsed(level) ? Math.min(nextNs, dueNs[level]) : nextNs;
    }
    pool.arm(timer, nextNs);
  }

  /** Whether there is anybody at the distance who is at none before. */
  private boolean isUsed(int level) {
    Topology at = pool.topology();
    return switch (level) {
      case 0 -> at.coreCount() < at.cpuCount();
      case 1 -> at.llcCount() < at.coreCount();
      case 2 -> at.socketCount() < at.llcCount();
      default -> true;
    };
  }

  private CpuMask group(int level, int cpu) {
    Topology at = pool.topology();
    return switch (level) {
      case 0 -> at.siblings(cpu);
      case 1 -> at.cpusOfLlc(at.llc(cpu));
      case 2 -> at.cpusOfSocket(at.socket(cpu));
      default -> all;
    };
  }

  private void look(long nowNs) {
    turn++;
    for (int level = 0; level < LEVELS; level++) {
      if (isUsed(level) && dueNs[level] <= nowNs) {
        dueNs[level] = nowNs + periodNs[level];
        for (int cpu = 0; cpu < pool.processorCount(); cpu++) {
          look(cpu, level);
        }
      }
    }
    running = policy.waiting() > 0;
    if (running) {
      armNext();
    }
  }

  private void look(int cpu, int level) {
    if (policy.cores().isTaken(cpu)) {
      return;
    }
    boolean isIdle = policy.running(cpu) == NONE && policy.queue(cpu).count() == 0;
    EsxiParameters.Candidates count = parameters.candidates();
    int from = find(cpu, group(level, cpu), isIdle ? count.idle() : count.fairness());
    if (from != NONE && (isIdle || isFairer(from, cpu))) {
      policy.move(from, cpu);
    }
  }

  /** Who comes first of those who wait at a few others of the group; NONE for nobody. */
  private int find(int cpu, CpuMask group, int count) {
    int best = NONE;
    int other = group.cycle((cpu + turn * count) % pool.processorCount());
    for (int k = 0; k < count; k++) {
      if (other != cpu) {
        best = better(best, other, cpu);
      }
      other = group.cycle(other);
    }
    return best;
  }

  private int better(int best, int from, int to) {
    int first = policy.queue(from).first(pool.nowNs());
    boolean isThere = first != NONE && worlds.world[first].allows(pool.processor(to));
    return isThere && (best == NONE || policy.isBefore(first, best, 0)) ? first : best;
  }

  /** Whether it has fallen so far behind who runs there that it should run in its place. */
  private boolean isFairer(int i, int cpu) {
    int runs = policy.running(cpu);
    if (runs == NONE || worlds.vm[runs] == worlds.vm[i]) {
      return false;
    }
    pool.settle(pool.processor(cpu));
    return policy.isBefore(i, runs, parameters.quantumNs() / 2);
  }

  /** Who of those who wait elsewhere should run on the pCPU, which is idle; NONE for nobody. */
  int forIdle(Processor p) {
    if (policy.waiting() == 0) {
      return NONE;
    }
    int cpu = p.index();
    int count = parameters.candidates().idle();
    int best = NONE;
    CpuMask near = group(1, cpu);
    int other = cpu;
    for (int k = 0; k < count && best == NONE; k++) {
      other = near.cycle(other);
      best = other == cpu ? NONE : better(NONE, other, cpu);
    }
    other = cpu;
    for (int k = 0; k < count && best == NONE; k++) {
      other = all.cycle(other);
      best = other == cpu ? NONE : better(NONE, other, cpu);
    }
    return best;
  }
}
