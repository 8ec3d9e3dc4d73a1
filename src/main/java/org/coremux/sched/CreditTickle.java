package org.coremux.sched;

import org.coremux.mux.Pool;

/**
 * Whom to ask because of a unit that waits now: its home if that idles, else one that idles
 * elsewhere, else its home if a lower one runs there, else nobody.
 *
 * <p>Cost: O(CPUs / 64). Allocation: none.
 *
 * <p>Source: schedulers.md 3.4, tickle (Xen credit.c).
 */
final class CreditTickle {
  private static final int NONE = CreditUnits.NONE;

  private final Pool pool;
  private final CreditCpus cpus;
  private final CreditUnits units;
  private final boolean asksOne;
  private final boolean asCoded;
  private final int[] lastTickled;
  private final CpuSet candidates;

  CreditTickle(Pool pool, CreditCpus cpus, CreditUnits units, CreditParameters parameters) {
    this.pool = pool;
    this.cpus = cpus;
    this.units = units;
    asksOne = parameters.ticklesOneIdle();
    asCoded = parameters.asCoded();
    lastTickled = new int[cpus.limit];
    candidates = new CpuSet(cpus.limit);
  }

  /** Asks for the sake of a unit; each CPU that wakes others asks the idle ones in turn. */
  void tickle(int i, int waker) {
    int home = units.home[i];
    boolean isBusy = !cpus.idles(home);
    if (cpus.idlers.contains(home) && units.isPinned(i)) {
      ask(home);
      return;
    }
    boolean preempts = isBusy && units.priority[i] > units.priority[cpus.running[home]];
    if (cpus.idlers.isEmpty()) {
      if (!isBusy || preempts) {
        ask(home);
      }
    } else if (!isBusy) {
      ask(home);
    } else if (!asksIdle(i, waker) && preempts) {
      push(cpus.running[home], i);
      ask(home);
    }
  }

  private boolean asksIdle(int i, int waker) {
    if (units.soft[i] != null && asksIdle(units.soft[i], waker)) {
      return true;
    }
    return asksIdle(units.hard[i], waker);
  }

  private boolean asksIdle(CpuSet allowed, int waker) {
    candidates.become(allowed, cpus.idlers);
    if (candidates.isEmpty()) {
      return false;
    }
    if (asksOne) {
      lastTickled[waker] = candidates.cycle(lastTickled[waker]);
      ask(lastTickled[waker]);
      return true;
    }
    for (int cpu = candidates.next(NONE); cpu != NONE; cpu = candidates.next(cpu)) {
      ask(cpu);
    }
    return true;
  }

  /**
   * The current one is to move where it can run at once. As coded, it is the affinity of the one
   * that wakes that is looked at, and nobody idles there: else that would have been asked.
   */
  private void push(int current, int i) {
    if (cpus.idlers.intersects(units.hard[asCoded ? i : current])) {
      units.moving[current] = true;
    }
  }

  private void ask(int cpu) {
    cpus.idlers.remove(cpu);
    pool.kick(cpus.processor[cpu]);
  }
}
