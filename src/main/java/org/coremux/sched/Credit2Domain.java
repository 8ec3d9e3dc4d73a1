package org.coremux.sched;

import java.util.Arrays;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;

/**
 * A domain with a cap: a budget that its units share, taken in quotas, and who is parked for lack
 * of it.
 *
 * <p>Model: a unit runs on budget of its own. When that is used up it grabs a quota from the
 * domain's, to which it owes what it has overrun; when there is none it is parked until the budget
 * is replenished, or another unit gives some back. Debt is carried over, never forgiven. What units
 * hold while the budget is replenished stays theirs, so for a while there may be more than a total.
 *
 * <p>Cost: O(1) to grab and give back; O(parked) to replenish. Allocation: only in {@link #admit}.
 *
 * <p>Source: schedulers.md 4.5 (Xen credit2.c).
 */
final class Credit2Domain {
  final Group group;
  private final Pool pool;
  private final Credit2Units units;
  private final long periodNs;
  private final long quotaNsMin;
  private long totalNs;
  private final Timer replenishment;
  private long quotaNs;
  private long budgetNs;
  private long usedNs;
  private long nextReplenishmentNs;
  private int unitCount;
  private int[] parked = new int[4];
  private int parkedCount;

  /** A domain whose first period begins now. */
  Credit2Domain(Group group, Pool pool, Processor at, Credit2Units units, Credit2Parameters p) {
    this.group = group;
    this.pool = pool;
    this.units = units;
    periodNs = p.capPeriodNs();
    quotaNsMin = p.minTimerNs();
    total();
    budgetNs = totalNs;
    nextReplenishmentNs = pool.nowNs() + periodNs;
    replenishment = pool.timer(at, this::replenish);
    pool.arm(replenishment, nextReplenishmentNs);
  }

  /** What the group's quota is of another period; in two parts, so that it does not overflow. */
  private static long share(Group group, long ofNs) {
    return group.quotaNs() / group.periodNs() * ofNs
        + group.quotaNs() % group.periodNs() * ofNs / group.periodNs();
  }

  /** The cap is what the group says now; it counts from the next period on. */
  void total() {
    totalNs = Math.max(1, share(group, periodNs));
    divide();
  }

  /** There is no cap any more: whoever is parked goes on. */
  void close() {
    pool.cancel(replenishment);
    unpark();
  }

  void admit() {
    unitCount++;
    if (unitCount > parked.length) {
      parked = Arrays.copyOf(parked, 2 * unitCount);
    }
    divide();
  }

  void retire(int i) {
    budgetNs += units.budget[i];
    units.budget[i] = 0;
    int left = 0;
    for (int k = 0; k < parkedCount; k++) {
      if (parked[k] != i) {
        parked[left++] = parked[k];
      }
    }
    parkedCount = left;
    unitCount--;
    divide();
  }

  private void divide() {
    quotaNs = Math.max(totalNs / Math.max(1, unitCount), quotaNsMin);
  }

  /** Whether the unit has budget, or gets some; if not it is parked. */
  boolean grab(int i) {
    if (units.budget[i] > 0) {
      return true;
    }
    budgetNs += units.budget[i];
    units.budget[i] = 0;
    if (budgetNs > 0) {
      long taken = Math.min(quotaNs, budgetNs);
      budgetNs -= taken;
      units.budget[i] = taken;
      return true;
    }
    parked[parkedCount++] = i;
    pool.hold(units.unit[i], Hold.CAP);
    return false;
  }

  /** The unit has run for so long on its budget. */
  void use(int i, long ranNs) {
    units.budget[i] -= ranNs;
    usedNs += ranNs;
  }

  /** The unit no longer runs: what it has left, or owes, is the domain's. */
  void giveBack(int i) {
    budgetNs += units.budget[i];
    units.budget[i] = 0;
    if (budgetNs > 0) {
      unpark();
    }
  }

  private void replenish(long nowNs) {
    do {
      nextReplenishmentNs += periodNs;
      budgetNs += totalNs;
    } while (nextReplenishmentNs <= nowNs);
    pool.arm(replenishment, nextReplenishmentNs);
    if (budgetNs > 0) {
      budgetNs = Math.min(budgetNs, totalNs);
      unpark();
    }
  }

  private void unpark() {
    int count = parkedCount;
    parkedCount = 0;
    for (int k = 0; k < count; k++) {
      pool.release(units.unit[parked[k]]);
    }
  }

  /** What nobody has taken of this period's budget, in ns; below zero it is debt. */
  long budgetNs() {
    return budgetNs;
  }

  /** Budget of a period, in ns. */
  long totalNs() {
    return totalNs;
  }

  /** What a unit takes at once, in ns. */
  long quotaNs() {
    return quotaNs;
  }

  long nextReplenishmentNs() {
    return nextReplenishmentNs;
  }

  int unitCount() {
    return unitCount;
  }

  int parkedCount() {
    return parkedCount;
  }

  /** One of those who are parked, from 0. */
  int parked(int number) {
    return parked[number];
  }

  /** What its units have run since it has a cap, in ns. */
  long usedNs() {
    return usedNs;
  }

  /** After how long it gets its budget again, in ns. */
  long periodNs() {
    return periodNs;
  }
}
