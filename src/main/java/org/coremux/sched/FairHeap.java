package org.coremux.sched;

import java.util.Arrays;

/**
 * Entities by a key that may wrap around: a 4-ary min-heap on (key, sequence).
 *
 * <p>Cost: O(log n) to add and remove, O(1) for the least; keys lie side by side, and an entity
 * knows its slot. Allocation: only when it outgrows the largest it has been.
 *
 * <p>Order: of equal keys the lower sequence first.
 *
 * <p>Source: d-ary heaps: D. B. Johnson, "Priority queues with update and finding minimum spanning
 * trees", 1975.
 */
final class FairHeap {
  private static final int SHIFT = 2;
  private static final int CHILDREN = 1 << SHIFT;
  private static final int CAPACITY_MIN = 4;

  private FairEntity[] members = new FairEntity[CAPACITY_MIN];
  private long[] keys = new long[CAPACITY_MIN];
  private int count;

  int count() {
    return count;
  }

  /** The member in this slot; in no order but that slot 0 has the least key. */
  FairEntity at(int slot) {
    return members[slot];
  }

  /** The member that would be first without the first; null for none. */
  FairEntity second() {
    return count > 1 ? members[least(1)] : null;
  }

  long leastKey() {
    return keys[0];
  }

  void add(FairEntity e, long key) {
    if (count == members.length) {
      grow();
    }
    siftUp(count++, e, key);
  }

  void remove(FairEntity e) {
    int slot = e.slot;
    FairEntity last = members[--count];
    long key = keys[count];
    members[count] = null;
    if (slot == count) {
      return;
    }
    if (slot > 0 && isBefore(key, last, (slot - 1) >> SHIFT)) {
      siftUp(slot, last, key);
    } else {
      siftDown(slot, last, key);
    }
  }

  private void siftUp(int from, FairEntity e, long key) {
    int slot = from;
    while (slot > 0) {
      int parent = (slot - 1) >> SHIFT;
      if (!isBefore(key, e, parent)) {
        break;
      }
      put(slot, members[parent], keys[parent]);
      slot = parent;
    }
    put(slot, e, key);
  }

  private void siftDown(int from, FairEntity e, long key) {
    int slot = from;
    for (int child = (slot << SHIFT) + 1; child < count; child = (slot << SHIFT) + 1) {
      int least = least(child);
      if (isBefore(key, e, least)) {
        break;
      }
      put(slot, members[least], keys[least]);
      slot = least;
    }
    put(slot, e, key);
  }

  private int least(int firstChild) {
    int end = Math.min(firstChild + CHILDREN, count);
    int least = firstChild;
    for (int child = firstChild + 1; child < end; child++) {
      long difference = keys[child] - keys[least];
      if (difference < 0 || difference == 0 && members[child].sequence < members[least].sequence) {
        least = child;
      }
    }
    return least;
  }

  private boolean isBefore(long key, FairEntity e, int slot) {
    long difference = key - keys[slot];
    return difference < 0 || difference == 0 && e.sequence < members[slot].sequence;
  }

  private void put(int slot, FairEntity e, long key) {
    members[slot] = e;
    keys[slot] = key;
    e.slot = slot;
  }

  private void grow() {
    members = Arrays.copyOf(members, 2 * members.length);
    keys = Arrays.copyOf(keys, members.length);
  }
}
