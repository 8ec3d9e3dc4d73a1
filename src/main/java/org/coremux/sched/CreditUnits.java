package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Schedulable;

/**
 * What {@link Credit} keeps for each unit (Xen's word for what is scheduled), by index.
 *
 * <p>Allocation: only in {@link #admit}.
 */
final class CreditUnits {
  static final int NONE = -1;

  /** Priorities, the higher the better. Source: credit.c. */
  static final int BOOST = 0;

  static final int UNDER = -1;
  static final int OVER = -2;
  static final int IDLE = -64;

  private static final int CAPACITY_MIN = 8;

  Schedulable[] unit = new Schedulable[CAPACITY_MIN];

  CreditDomain[] domain = new CreditDomain[CAPACITY_MIN];

  /** Where it may run. */
  CpuSet[] hard = new CpuSet[CAPACITY_MIN];

  /** Where of those it would rather run; null when it does not matter. */
  CpuSet[] soft = new CpuSet[CAPACITY_MIN];

  /** Whether that was ever so of anybody. */
  boolean anySoft;

  /** What it has left; below zero it has had more than its share. */
  long[] credit = new long[CAPACITY_MIN];

  /** What the last burn could not divide. Unit: credits * ns / ms. */
  long[] residual = new long[CAPACITY_MIN];

  int[] priority = new int[CAPACITY_MIN];

  /** When it was last switched in. Unit: ns. */
  long[] switchInNs = new long[CAPACITY_MIN];

  /** When it was last decided about while it ran. Unit: ns. */
  long[] lastSchedNs = new long[CAPACITY_MIN];

  /** The CPU on which it runs, or ran last, or is queued. */
  int[] home = new int[CAPACITY_MIN];

  /** Waits in the queue of its home. */
  boolean[] queued = new boolean[CAPACITY_MIN];

  /** Its neighbours there. */
  int[] next = new int[CAPACITY_MIN];

  int[] previous = new int[CAPACITY_MIN];

  /** Runs, or is being saved: nobody steals it. */
  boolean[] scheduled = new boolean[CAPACITY_MIN];

  /** Is to be switched out and to move elsewhere. */
  boolean[] moving = new boolean[CAPACITY_MIN];

  /** Wakes next because it moved, and so without a boost. */
  boolean[] migrated = new boolean[CAPACITY_MIN];

  /** Is kept from running by its domain's cap. */
  boolean[] parked = new boolean[CAPACITY_MIN];

  boolean[] yielded = new boolean[CAPACITY_MIN];

  /** Pays and is paid; its weight counts. */
  boolean[] active = new boolean[CAPACITY_MIN];

  /** Its neighbours in the active list of its domain. */
  int[] nextActive = new int[CAPACITY_MIN];

  int[] previousActive = new int[CAPACITY_MIN];

  /** Takes a new unit in: asleep, with no credit, UNDER. */
  void admit(Schedulable s) {
    int i = s.index();
    if (i >= unit.length) {
      grow(Math.max(i + 1, 2 * unit.length));
    }
    unit[i] = s;
    credit[i] = 0;
    residual[i] = 0;
    priority[i] = UNDER;
    switchInNs[i] = 0;
    lastSchedNs[i] = 0;
    home[i] = s.processor().index();
    queued[i] = false;
    scheduled[i] = false;
    moving[i] = false;
    migrated[i] = true;
    parked[i] = false;
    yielded[i] = false;
    active[i] = false;
  }

  /** Whether only one CPU is allowed. */
  boolean isPinned(int i) {
    return hard[i].count() == 1;
  }

  private void grow(int length) {
    unit = Arrays.copyOf(unit, length);
    domain = Arrays.copyOf(domain, length);
    hard = Arrays.copyOf(hard, length);
    soft = Arrays.copyOf(soft, length);
    credit = Arrays.copyOf(credit, length);
    residual = Arrays.copyOf(residual, length);
    priority = Arrays.copyOf(priority, length);
    switchInNs = Arrays.copyOf(switchInNs, length);
    lastSchedNs = Arrays.copyOf(lastSchedNs, length);
    home = Arrays.copyOf(home, length);
    queued = Arrays.copyOf(queued, length);
    next = Arrays.copyOf(next, length);
    previous = Arrays.copyOf(previous, length);
    scheduled = Arrays.copyOf(scheduled, length);
    moving = Arrays.copyOf(moving, length);
    migrated = Arrays.copyOf(migrated, length);
    parked = Arrays.copyOf(parked, length);
    yielded = Arrays.copyOf(yielded, length);
    active = Arrays.copyOf(active, length);
    nextActive = Arrays.copyOf(nextActive, length);
    previousActive = Arrays.copyOf(previousActive, length);
  }
}
