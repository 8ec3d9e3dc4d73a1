package org.coremux.sched;

import org.coremux.mux.Pool;

/**
 * Whom to ask because of a unit that waits now: an idle CPU, else the one whose unit it should
 * preempt, else nobody, and then nobody will be asked later either.
 *
 * <p>Cost: O(CPUs of the queue).
 *
 * <p>Source: schedulers.md 4.4, tickle (Xen credit2.c).
 */
final class Credit2Tickle {
  private static final int NONE = Credit2Units.NONE;

  private final Pool pool;
  private final Credit2Units units;
  private final int[] slotOf;
  private final int[] running;
  private final boolean smtPowerSavings;
  private final long migrateResistNs;
  private final long softBonusNs;
  private final long ranNsMin;

  /**
   * A chooser.
   *
   * @param slotOf slot of each CPU in its queue
   * @param running unit on each CPU
   */
  Credit2Tickle(
      Pool pool, Credit2Units units, int[] slotOf, int[] running, Credit2Parameters parameters) {
    this.pool = pool;
    this.units = units;
    this.slotOf = slotOf;
    this.running = running;
    smtPowerSavings = parameters.smtPowerSavings();
    migrateResistNs = parameters.migrateResistNs();
    softBonusNs = parameters.creditInitNs();
    ranNsMin = parameters.ratelimitNs() - parameters.ratelimitToleranceNs();
  }

  /** Slot of the CPU to ask for the unit's sake, or {@code NONE}. */
  int slotFor(int i, Credit2RunQueue queue) {
    int slot = idleFor(i, queue);
    return slot == NONE ? weakestFor(i, queue) : slot;
  }

  /** An idle CPU: first of those that it prefers, and there on cores that are idle altogether. */
  private int idleFor(int i, Credit2RunQueue queue) {
    long idle = queue.idle() & ~queue.tickled() & units.hard[i];
    if (idle == 0) {
      return NONE;
    }
    long preferred = idle & units.soft[i];
    return firstOf(preferred == 0 ? idle : preferred, i, queue);
  }

  private int firstOf(long idle, int i, Credit2RunQueue queue) {
    long first = idle & (smtPowerSavings ? ~queue.smtIdle() : queue.smtIdle());
    return Credit2RunQueue.orCycle(slotOf[units.home[i]], first != 0 ? first : idle);
  }

  /** The CPU whose unit it should preempt: at home if that is weaker, else where it is weakest. */
  private int weakestFor(int i, Credit2RunQueue queue) {
    long candidates = queue.active & ~queue.idle() & ~queue.tickled() & units.hard[i];
    int home = slotOf[units.home[i]];
    int best = NONE;
    long most = 0;
    if ((candidates >>> home & 1) != 0 && score(i, units.home[i]) > 0) {
      best = home;
      most = score(i, units.home[i]);
      if ((units.soft[i] >>> home & 1) != 0) {
        return home;
      }
    }
    for (long rest = candidates & ~(1L << home); rest != 0; rest &= rest - 1) {
      int slot = Long.numberOfTrailingZeros(rest);
      long score = score(i, queue.cpu(slot));
      if (score > most) {
        most = score;
        best = slot;
      }
    }
    return best;
  }

  /** By how much credit the unit is better than the one on the CPU; -1 while that may not stop. */
  private long score(int i, int cpu) {
    int current = running[cpu];
    if (pool.nowNs() - units.switchInNs[current] < ranNsMin) {
      return -1;
    }
    pool.settle(pool.processor(cpu));
    long moreNs = units.credit[i] - units.credit[current];
    moreNs -= units.home[i] == cpu ? 0 : migrateResistNs;
    return moreNs <= 0 ? moreNs : moreNs + softBonusNs(i, current, slotOf[cpu]);
  }

  /** What it is worth that the one prefers this CPU, and the other does not. */
  private long softBonusNs(int i, int current, int slot) {
    long bonusNs = (units.soft[i] >>> slot & 1) != 0 ? softBonusNs : 0;
    return (units.soft[current] >>> slot & 1) != 0 ? bonusNs : bonusNs + softBonusNs;
  }

  /** Whether the unit on the CPU prefers others, of which one is idle and has not been asked. */
  boolean isWanted(int current, int cpu, Credit2RunQueue queue) {
    boolean prefersThis = (units.soft[current] >>> slotOf[cpu] & 1) != 0;
    return !prefersThis && (queue.idle() & ~queue.tickled() & units.soft[current]) != 0;
  }
}
