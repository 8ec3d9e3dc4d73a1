package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * Schedulables by a key that may wrap around: a binary min-heap on (key, order), in which each is
 * found by its index.
 *
 * <p>Cost: O(log n) to add and remove, O(1) for the least; O(n) for the least of those who may run
 * somewhere, if the least of all may not. Allocation: only in {@link #admit}.
 *
 * <p>Order: of equal keys the lower order, which whoever adds it gives.
 */
final class KeyHeap {
  private static final int CAPACITY_MIN = 8;
  private static final int NONE = -1;

  /** By slot. */
  private Schedulable[] members = new Schedulable[CAPACITY_MIN];

  private long[] keys = new long[CAPACITY_MIN];
  private long[] orders = new long[CAPACITY_MIN];

  /** By index of the schedulable. */
  private int[] slots = new int[CAPACITY_MIN];

  private int count;

  KeyHeap() {
    Arrays.fill(slots, NONE);
  }

  void admit(Schedulable s) {
    int before = slots.length;
    if (s.index() >= before) {
      int length = 2 * s.index();
      members = Arrays.copyOf(members, length);
      keys = Arrays.copyOf(keys, length);
      orders = Arrays.copyOf(orders, length);
      slots = Arrays.copyOf(slots, length);
      Arrays.fill(slots, before, length, NONE);
    }
  }

  int count() {
    return count;
  }

  boolean contains(Schedulable s) {
    return slots[s.index()] != NONE;
  }

  /** The member in this slot; in no order but that slot 0 has the least key. */
  Schedulable at(int slot) {
    return members[slot];
  }

  /** Its key, as it was when it was added. */
  long keyAt(int slot) {
    return keys[slot];
  }

  /** Null when nobody is here. */
  Schedulable first() {
    return count == 0 ? null : members[0];
  }

  /** The one with the least key of those who may run there; null for none. */
  Schedulable firstAllowed(Processor p) {
    if (count == 0 || members[0].allows(p)) {
      return first();
    }
    int least = NONE;
    for (int slot = 1; slot < count; slot++) {
      if (members[slot].allows(p) && (least == NONE || isBefore(keys[slot], orders[slot], least))) {
        least = slot;
      }
    }
    return least == NONE ? null : members[least];
  }

  void add(Schedulable s, long key, long order) {
    siftUp(count++, s, key, order);
  }

  /** Takes it out, wherever it stands; nothing happens when it is not in. */
  void remove(Schedulable s) {
    int slot = slots[s.index()];
    if (slot == NONE) {
      return;
    }
    slots[s.index()] = NONE;
    Schedulable last = members[--count];
    members[count] = null;
    if (slot == count) {
      return;
    }
    long key = keys[count];
    long order = orders[count];
    if (slot > 0 && isBefore(key, order, (slot - 1) / 2)) {
      siftUp(slot, last, key, order);
    } else {
      siftDown(slot, last, key, order);
    }
  }

  /** Gives it another key and order; nothing happens when it is not in. */
  void rekey(Schedulable s, long key, long order) {
    int slot = slots[s.index()];
    if (slot == NONE) {
      return;
    }
    if (slot > 0 && isBefore(key, order, (slot - 1) / 2)) {
      siftUp(slot, s, key, order);
    } else {
      siftDown(slot, s, key, order);
    }
  }

  /** Asks idle processors for those who wait, as {@link IndexQueue#passOn} does. */
  void passOn(IdleProcessors idle, Processor here) {
    for (int slot = 0; slot < count && idle.isAny(); slot++) {
      idle.kickFor(members[slot], here);
    }
  }

  private void siftUp(int from, Schedulable s, long key, long order) {
    int slot = from;
    while (slot > 0) {
      int parent = (slot - 1) / 2;
      if (!isBefore(key, order, parent)) {
        break;
      }
      put(slot, members[parent], keys[parent], orders[parent]);
      slot = parent;
    }
    put(slot, s, key, order);
  }

  private void siftDown(int from, Schedulable s, long key, long order) {
    int slot = from;
    for (int child = 2 * slot + 1; child < count; child = 2 * slot + 1) {
      int other = child + 1;
      int least = other < count && isBefore(keys[other], orders[other], child) ? other : child;
      if (isBefore(key, order, least)) {
        break;
      }
      put(slot, members[least], keys[least], orders[least]);
      slot = least;
    }
    put(slot, s, key, order);
  }

  private boolean isBefore(long key, long order, int slot) {
    long difference = key - keys[slot];
    return difference < 0 || difference == 0 && order < orders[slot];
  }

  private void put(int slot, Schedulable s, long key, long order) {
    members[slot] = s;
    keys[slot] = key;
    orders[slot] = order;
    slots[s.index()] = slot;
  }
}
