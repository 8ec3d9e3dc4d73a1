package org.coremux.sched;

/**
 * Who waits for one CPU: by priority, and first in first out within one. Xen's idle unit, which
 * stands at the end of this list whenever it does not run, is left out.
 *
 * <p>Priorities change while units wait, so the order is right only after {@link #sort}; who comes
 * meanwhile goes before the first that is lower, wherever that is.
 *
 * <p>Cost: O(1) to remove, and to insert where nobody is lower; else a look at everybody before it,
 * or behind it if those are fewer and the queue is sorted. Allocation: none.
 */
final class CreditQueue {
  static final int NONE = CreditUnits.NONE;

  private final CreditUnits units;
  private int head = NONE;
  private int tail = NONE;
  private int count;

  /** How many of them have no credit. */
  private int owing;

  /** Nobody stands before one that is higher. */
  private boolean sorted = true;

  CreditQueue(CreditUnits units) {
    this.units = units;
  }

  int count() {
    return count;
  }

  int head() {
    return head;
  }

  /** Whether it is taken for one in which nobody stands before one that is higher. */
  boolean isSorted() {
    return sorted;
  }

  /**
   * Queues the unit. One that has yielded goes behind one more, unless that is the end of Xen's
   * list.
   *
   * @param idles whether the CPU idles, and so Xen's idle unit is not in the list
   */
  void insert(int i, boolean idles) {
    int at = NONE;
    if (mayBeLower(i) && (!sorted || units.priority[tail] < units.priority[i])) {
      at = sorted && 2 * owing < count ? firstBelowFromTail(i) : firstBelow(units.priority[i]);
      if (at != NONE && units.yielded[i] && !(idles && at == tail)) {
        at = units.next[at];
        sorted = false;
      }
    }
    insertBefore(at, i);
  }

  /** Whether there may be somebody who is lower. */
  private boolean mayBeLower(int i) {
    return units.priority[i] == CreditUnits.BOOST
        ? count > 0
        : units.priority[i] == CreditUnits.UNDER && owing > 0;
  }

  private int firstBelow(int priority) {
    int at = head;
    while (at != NONE && units.priority[at] >= priority) {
      at = units.next[at];
    }
    return at;
  }

  /** The same where the queue is sorted and few are low. */
  private int firstBelowFromTail(int i) {
    int at = tail;
    while (units.previous[at] != NONE && units.priority[units.previous[at]] < units.priority[i]) {
      at = units.previous[at];
    }
    return at;
  }

  private void insertBefore(int at, int i) {
    int before = at == NONE ? tail : units.previous[at];
    units.next[i] = at;
    units.previous[i] = before;
    if (before == NONE) {
      head = i;
    } else {
      units.next[before] = i;
    }
    if (at == NONE) {
      tail = i;
    } else {
      units.previous[at] = i;
    }
    units.queued[i] = true;
    count++;
    owing += units.priority[i] == CreditUnits.OVER ? 1 : 0;
  }

  /** Takes it out; it no longer yields. */
  void remove(int i) {
    unlink(i);
    units.yielded[i] = false;
    sorted |= count == 0;
  }

  private void unlink(int i) {
    int before = units.previous[i];
    int after = units.next[i];
    if (before == NONE) {
      head = after;
    } else {
      units.next[before] = after;
    }
    if (after == NONE) {
      tail = before;
    } else {
      units.previous[after] = before;
    }
    units.queued[i] = false;
    count--;
    owing -= units.priority[i] == CreditUnits.OVER ? 1 : 0;
  }

  /** One that waits here has another priority from now on, and stays where it stands. */
  void prioritise(int i, int priority) {
    owing -= units.priority[i] == CreditUnits.OVER ? 1 : 0;
    owing += priority == CreditUnits.OVER ? 1 : 0;
    units.priority[i] = priority;
    int before = units.previous[i];
    int after = units.next[i];
    sorted &= before == NONE || units.priority[before] >= priority;
    sorted &= after == NONE || units.priority[after] <= priority;
  }

  /** Those with credit before those without, each in the order in which they stand. */
  void sort() {
    if (sorted) {
      return;
    }
    sorted = true;
    int end = NONE; // the last of those with credit
    int at = head;
    for (int left = count - owing; left > 0; ) {
      int after = units.next[at];
      if (units.priority[at] >= CreditUnits.UNDER) {
        left--;
        sorted &= end == NONE || units.priority[at] <= units.priority[end];
        if (units.previous[at] != end) {
          unlink(at);
          insertBefore(end == NONE ? head : units.next[end], at);
        }
        end = at;
      }
      at = after;
    }
  }
}
