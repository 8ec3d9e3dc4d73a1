package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * A first-in first-out queue of schedulables, linked through their indices.
 *
 * <p>Cost: O(1) to add, to remove from anywhere, and to ask. Allocation: only in {@link #admit}.
 */
final class IndexQueue {
  static final int NONE = -1;
  private static final int CAPACITY_MIN = 8;

  private Schedulable[] members = new Schedulable[CAPACITY_MIN];
  private int[] next = new int[CAPACITY_MIN];
  private int[] previous = new int[CAPACITY_MIN];
  private boolean[] queued = new boolean[CAPACITY_MIN];
  private int first = NONE;
  private int last = NONE;
  private int count;

  void admit(Schedulable s) {
    while (s.index() >= members.length) {
      int length = 2 * members.length;
      members = Arrays.copyOf(members, length);
      next = Arrays.copyOf(next, length);
      previous = Arrays.copyOf(previous, length);
      queued = Arrays.copyOf(queued, length);
    }
    members[s.index()] = s;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  boolean contains(Schedulable s) {
    return queued[s.index()];
  }

  /** The one that waits longest; null when the queue is empty. */
  Schedulable first() {
    return first == NONE ? null : members[first];
  }

  /** The one that waits longest of those who may run there; null for none. */
  Schedulable firstAllowed(Processor p) {
    Schedulable s = first();
    while (s != null && !s.allows(p)) {
      s = after(s);
    }
    return s;
  }

  /**
   * Asks idle processors for those who wait: each may have asked the one that decides now, and
   * whoever it took another, which those who wait are not allowed on.
   */
  void passOn(IdleProcessors idle, Processor here) {
    Schedulable waits = first();
    while (waits != null && idle.isAny()) {
      idle.kickFor(waits, here);
      waits = after(waits);
    }
  }

  /** The one that was added after it; null for the last. */
  Schedulable after(Schedulable s) {
    int index = next[s.index()];
    return index == NONE ? null : members[index];
  }

  void add(Schedulable s) {
    int index = s.index();
    queued[index] = true;
    next[index] = NONE;
    previous[index] = last;
    if (last == NONE) {
      first = index;
    } else {
      next[last] = index;
    }
    last = index;
    count++;
  }

  /** In front of all others. */
  void addFirst(Schedulable s) {
    int index = s.index();
    queued[index] = true;
    next[index] = first;
    previous[index] = NONE;
    if (first == NONE) {
      last = index;
    } else {
      previous[first] = index;
    }
    first = index;
    count++;
  }

  /** Takes it out, wherever it stands; nothing happens when it is not in. */
  void remove(Schedulable s) {
    int index = s.index();
    if (!queued[index]) {
      return;
    }
    queued[index] = false;
    if (previous[index] == NONE) {
      first = next[index];
    } else {
      next[previous[index]] = next[index];
    }
    if (next[index] == NONE) {
      last = previous[index];
    } else {
      previous[next[index]] = previous[index];
    }
    count--;
  }
}
