package org.coremux.sched;

/**
 * Who waits for one CPU: by priority, and first in first out within one. Xen's idle unit, which
 * stands at the end of this list whenever it does not run, is left out.
 *
 * <p>Priorities change while units wait, so the order is right only after {@link #sort}; who comes
 * meanwhile goes before the first that is lower, wherever that is.
 *
 * <p>Cost: O(1) to remove, and to insert where nobody is lower; else a look at everybody before it.
 * Allocation: none.
 */
final class CreditQueue {
  static final int NONE = CreditUnits.NONE;

  private final CreditUnits units;
  private int head = NONE;
  private int tail = NONE;
  private int count;

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

  /**
   * Queues the unit. One that has yielded goes behind one more, unless that is the end of Xen's
   * list.
   *
   * @param idles whether the CPU idles, and so Xen's idle unit is not in the list
   */
  void insert(int i, boolean idles) {
    int at = NONE;
    boolean isLowest = units.priority[i] <= CreditUnits.OVER;
    if (!isLowest && (!sorted || tail != NONE && units.priority[tail] < units.priority[i])) {
      at = firstBelow(units.priority[i]);
      if (at != NONE && units.yielded[i] && !(idles && at == tail)) {
        at = units.next[at];
        sorted = false;
      }
    }
    insertBefore(at, i);
  }

  private int firstBelow(int priority) {
    int at = head;
    while (at != NONE && units.priority[at] >= priority) {
      at = units.next[at];
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
  }

  /** Somebody here has another priority now. */
  void disturbed() {
    sorted = false;
  }

  /** Those with credit before those without, each in the order in which they stand. */
  void sort() {
    if (sorted) {
      return;
    }
    sorted = true;
    int end = NONE; // the last of those with credit
    int at = head;
    while (at != NONE) {
      int after = units.next[at];
      if (units.priority[at] >= CreditUnits.UNDER) {
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
