package org.coremux.sched;

import java.util.Arrays;
import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.topology.CpuMask;

/**
 * What threads of a core take from each other under {@link Esxi}, and who gets a core to itself for
 * it. A world whose sibling thread is busy is charged less than the time that it runs; the rest has
 * been stolen from it. One that has lost so much, and is as far behind the mean of all, has its
 * whole core: the other threads idle, and who ran or waited there goes elsewhere. That ends when it
 * has caught up by half, or leaves the pCPU.
 *
 * <p>Model: that there is such a threshold, and an age of what was stolen, is known by the names
 * and defaults of two options; that a whole core is given so is ours, and of the behaviour that
 * VMware describes: threads of a core are shared fairly over all, at a cost in throughput. What was
 * stolen is counted in ages, this one and the one before, so that it is forgotten after one age at
 * least, and two and a quantum at most. Virtual times are those of the last charge, a quantum ago
 * at most, until somebody seems to be due.
 *
 * <p>Cost: O(threads of a core) per decision; O(pCPUs) at each look, as often as sibling threads
 * are balanced, while any core has two busy threads. Allocation: only in {@link #admit}.
 *
 * <p>Order: pCPUs by number.
 *
 * <p>Source: schedulers.md 15 and 20: Cpu.HTWholeCoreThreshold and Cpu.HTStolenAgeThreshold of
 * {@code esxcli system settings advanced}; VMware, "The CPU Scheduler in VMware vSphere 5.1"; KB
 * 1020233.
 */
final class EsxiWholeCores {
  private static final int NONE = EsxiWorlds.NONE;

  private final Esxi policy;
  private final Pool pool;
  private final EsxiWorlds worlds;
  private final EsxiClock clock;
  private final EsxiParameters.Threads rules;
  private final long periodNs;
  private final EsxiThreads threads;
  private final Timer timer;
  private boolean looking;

  /** Who has the whole core, by the pCPU on which it runs; NONE for nobody. */
  private final int[] holder;

  /** By pCPU: it idles for the sake of a sibling thread. */
  private final boolean[] taken;

  /** By world: what was stolen in this age and in the one before, and which age it is. */
  private long[] stolenNs = new long[8];

  private long[] stolenBeforeNs = new long[8];
  private long[] age = new long[8];

  EsxiWholeCores(
      Esxi policy, Pool pool, EsxiWorlds worlds, EsxiClock clock, EsxiParameters parameters) {
    this.policy = policy;
    this.pool = pool;
    this.worlds = worlds;
    this.clock = clock;
    rules = parameters.threads();
    periodNs = parameters.rebalance().threadNs();
    threads = new EsxiThreads(pool);
    timer = pool.timer(pool.processor(0), now -> look());
    holder = new int[pool.processorCount()];
    Arrays.fill(holder, NONE);
    taken = new boolean[holder.length];
  }

  void admit(int i) {
    if (i >= stolenNs.length) {
      int length = Math.max(i + 1, 2 * stolenNs.length);
      stolenNs = Arrays.copyOf(stolenNs, length);
      stolenBeforeNs = Arrays.copyOf(stolenBeforeNs, length);
      age = Arrays.copyOf(age, length);
    }
    stolenNs[i] = 0;
    stolenBeforeNs[i] = 0;
  }

  // ---- what is charged, and what is stolen ----

  /** What it is charged for a time in which it ran there. Unit: ns. */
  long usedNs(int i, int cpu, long ranNs) {
    if (!threads.isSiblingBusy(cpu)) {
      return ranNs;
    }
    long usedNs = ranNs * rules.busyCharge() / EsxiParameters.WHOLE;
    turnTo(i);
    stolenNs[i] += ranNs - usedNs;
    return usedNs;
  }

  /** What was stolen from it, and is not forgotten. Unit: ns. */
  long stolenNs(int i) {
    turnTo(i);
    return stolenNs[i] + stolenBeforeNs[i];
  }

  private void turnTo(int i) {
    long now = pool.nowNs() / rules.stolenAgeNs();
    if (age[i] != now) {
      stolenBeforeNs[i] = age[i] + 1 == now ? stolenNs[i] : 0;
      stolenNs[i] = 0;
      age[i] = now;
    }
  }

  // ---- whole cores ----

  /** Whether nobody may run there, for the sake of who runs on a sibling thread. */
  boolean isTaken(int cpu) {
    return taken[cpu];
  }

  /** The pCPU has decided: the world runs there, or nobody. */
  void runs(int cpu, int world) {
    threads.note(cpu, world != NONE);
    if (holder[cpu] != NONE && holder[cpu] != world) {
      release(cpu);
    }
    if (!looking && rules.wholeCoreNs() > 0 && world != NONE && threads.isSiblingBusy(cpu)) {
      looking = true;
      pool.arm(timer, pool.nowNs() + periodNs);
    }
  }

  private void look() {
    looking = false;
    for (int cpu = 0; cpu < holder.length; cpu++) {
      int world = policy.running(cpu);
      if (holder[cpu] != NONE) {
        pool.settle(pool.processor(cpu));
        if (world != holder[cpu] || lagNs(world) < rules.wholeCoreNs() / 2) {
          release(cpu);
        }
        looking = true;
      } else if (world != NONE && !taken[cpu] && threads.isSiblingBusy(cpu)) {
        looking = true;
        if (isDue(world, pool.processor(cpu))) {
          take(cpu, world);
        }
      }
    }
    if (looking) {
      pool.arm(timer, pool.nowNs() + periodNs);
    }
  }

  private boolean isDue(int world, Processor p) {
    if (lagNs(world) < rules.wholeCoreNs()) {
      return false;
    }
    pool.settle(p);
    return lagNs(world) >= rules.wholeCoreNs() && stolenNs(world) >= rules.wholeCoreNs();
  }

  /** How far it is behind the mean of all, in its own time. Unit: ns. */
  private long lagNs(int world) {
    return (clock.meanNs() - worlds.vtimeNs[world]) * worlds.entitled[world] / EsxiWorlds.ONE;
  }

  private void take(int cpu, int world) {
    holder[cpu] = world;
    set(cpu, true);
  }

  private void release(int cpu) {
    holder[cpu] = NONE;
    set(cpu, false);
  }

  private void set(int cpu, boolean isTaken) {
    CpuMask core = pool.topology().siblings(cpu);
    for (int other = core.first(); other != CpuMask.NONE; other = core.next(other)) {
      if (other != cpu) {
        taken[other] = isTaken;
        pool.forceIdle(pool.processor(other), isTaken);
        pool.kick(pool.processor(other));
      }
    }
  }
}
