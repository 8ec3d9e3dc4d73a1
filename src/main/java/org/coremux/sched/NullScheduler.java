package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Xen's null scheduler: each unit has a CPU of its own, for as long as it lives, and a CPU at most
 * one unit. There is nothing to decide, so nobody is ever preempted, and a wake-up takes no longer
 * than the interrupt.
 *
 * <p>Who comes takes the CPU where it is at home if that is free, else the first that is free,
 * preferred ones first. Who finds none waits in line until another leaves for good: a unit that
 * only sleeps keeps its CPU. So units that are more than CPUs starve.
 *
 * <p>Model: units are at home by turns at first. One that is offline for a while keeps its CPU;
 * Xen's loses it. Weights and caps are not looked at.
 *
 * <p>Cost: O(1); O(CPUs) when one comes, O(waiting) when one leaves. Allocation: only in {@link
 * #admit}, and for a new affinity.
 *
 * <p>Order: first in first out among those that wait.
 *
 * <p>Source: schedulers.md 7, written from xen/common/sched/null.c at c447b7308b13 (2026).
 */
public final class NullScheduler implements Scheduler {
  private static final int NONE = -1;
  private static final int CAPACITY_MIN = 8;

  private final Pool pool;
  private final CpuSet online;

  /** Those without a unit. */
  private final CpuSet free;

  private final Processor[] processor;

  /** The unit that each CPU has, or null. */
  private final Schedulable[] unitOf;

  private final IndexQueue waiting = new IndexQueue();
  private CpuSet[] hard = new CpuSet[CAPACITY_MIN];
  private CpuSet[] soft = new CpuSet[CAPACITY_MIN];

  /** The CPU that each unit has, or {@code NONE}. */
  private int[] cpuOf = new int[CAPACITY_MIN];

  private boolean[] awake = new boolean[CAPACITY_MIN];

  /** A policy for the pool. */
  public NullScheduler(Pool pool) {
    this.pool = pool;
    int limit = 0;
    for (int k = 0; k < pool.processorCount(); k++) { // a decorator's may be some of many
      limit = Math.max(limit, pool.processor(k).index() + 1);
    }
    online = new CpuSet(limit);
    processor = new Processor[limit];
    unitOf = new Schedulable[limit];
    for (int k = 0; k < pool.processorCount(); k++) {
      online.add(pool.processor(k).index());
      processor[pool.processor(k).index()] = pool.processor(k);
    }
    free = CpuSet.of(null, online);
  }

  // ---- who has which CPU ----

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    if (i >= cpuOf.length) {
      grow(Math.max(i + 1, 2 * cpuOf.length));
    }
    waiting.admit(s);
    awake[i] = false;
    cpuOf[i] = NONE;
    bind(s);
    assign(s);
  }

  private void grow(int length) {
    hard = Arrays.copyOf(hard, length);
    soft = Arrays.copyOf(soft, length);
    cpuOf = Arrays.copyOf(cpuOf, length);
    awake = Arrays.copyOf(awake, length);
  }

  private void bind(Schedulable s) {
    hard[s.index()] = CpuSet.of(s.affinity(), online);
    soft[s.index()] = SoftAffinity.useful(s.group(), hard[s.index()]);
  }

  /** Gives it a CPU that is free; without one it waits in line. */
  private void assign(Schedulable s) {
    int i = s.index();
    int cpu = soft[i] == null ? NONE : freeIn(soft[i], s.processor().index());
    if (cpu == NONE) {
      cpu = freeIn(hard[i], s.processor().index());
    }
    if (cpu == NONE) {
      waiting.add(s);
    } else {
      give(cpu, s);
    }
  }

  private int freeIn(CpuSet allowed, int home) {
    if (free.contains(home) && allowed.contains(home)) {
      return home;
    }
    int cpu = free.next(NONE);
    while (cpu != NONE && !allowed.contains(cpu)) {
      cpu = free.next(cpu);
    }
    return cpu;
  }

  private void give(int cpu, Schedulable s) {
    free.remove(cpu);
    unitOf[cpu] = s;
    cpuOf[s.index()] = cpu;
    if (awake[s.index()]) {
      pool.kick(processor[cpu]);
    }
  }

  /** Takes its CPU away, and gives that to the first in line who may have it. */
  private void free(Schedulable s) {
    int cpu = cpuOf[s.index()];
    if (cpu == NONE) {
      waiting.remove(s);
      return;
    }
    cpuOf[s.index()] = NONE;
    unitOf[cpu] = null;
    free.add(cpu);
    if (!adopt(cpu, soft)) {
      adopt(cpu, hard);
    }
  }

  private boolean adopt(int cpu, CpuSet[] allowed) {
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      if (allowed[s.index()] != null && allowed[s.index()].contains(cpu)) {
        waiting.remove(s);
        give(cpu, s);
        return true;
      }
    }
    return false;
  }

  @Override
  public void retire(Schedulable s) {
    free(s);
  }

  @Override
  public void changed(Schedulable s) {
    bind(s);
    int cpu = cpuOf[s.index()];
    if (cpu == NONE) {
      waiting.remove(s);
      assign(s);
    } else if (!hard[s.index()].contains(cpu)) {
      free(s);
      assign(s);
    }
  }

  // ---- who runs ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    int cpu = cpuOf[s.index()];
    return cpu == NONE ? s.processor() : processor[cpu];
  }

  @Override
  public void wake(Schedulable s) {
    awake[s.index()] = true;
    if (cpuOf[s.index()] != NONE) {
      pool.kick(processor[cpuOf[s.index()]]);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    awake[s.index()] = false; // if it runs, the multiplexer asks its CPU to decide
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable s = unitOf[p.index()];
    return s != null && pool.isRunnable(s) ? s : pool.idle(p);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    // nobody pays
  }

  @Override
  public void describe(Consumer<String> line) {
    for (int cpu = online.next(NONE); cpu != NONE; cpu = online.next(cpu)) {
      line.accept("cpu " + cpu + ": " + (unitOf[cpu] == null ? "free" : unitOf[cpu]));
    }
    int place = 1;
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      line.accept(place++ + " waits: " + s);
    }
  }

  @Override
  public String toString() {
    return "null";
  }
}
