package org.coremux.engine;

import java.util.Arrays;

/**
 * The earliest timers of a {@link TimerQueue}, in full order: a 4-ary min-heap on (deadline,
 * sequence) whose keys lie side by side, so that comparing two timers looks at neither.
 *
 * <p>Cost: O(log n) to add and remove, O(1) to look; a timer knows its own slot. Allocation: only
 * when fuller than ever before.
 *
 * <p>Source: d-ary heaps: D. B. Johnson, "Priority queues with update and finding minimum spanning
 * trees", 1975.
 */
final class TimerHeap {
  /** log2 of the children per node. Source: assumed; see {@code benchmarks/}. */
  private static final int SHIFT = 2;

  private static final int CHILDREN = 1 << SHIFT;
  private static final int CAPACITY_MIN = 64;

  private Timer[] timers = new Timer[CAPACITY_MIN];
  private long[] deadlinesNs = new long[CAPACITY_MIN];
  private long[] sequences = new long[CAPACITY_MIN];
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** Deadline of the earliest; there must be one. */
  long firstNs() {
    return deadlinesNs[0];
  }

  Timer first() {
    return timers[0];
  }

  void add(Timer timer) {
    if (count == timers.length) {
      grow();
    }
    siftUp(count++, timer);
  }

  void remove(Timer timer) {
    int slot = timer.slot;
    Timer last = timers[--count];
    timers[count] = null;
    if (slot == count) {
      return;
    }
    if (slot > 0 && isBefore(last, (slot - 1) >> SHIFT)) {
      siftUp(slot, last);
    } else {
      siftDown(slot, last);
    }
  }

  private void siftUp(int from, Timer timer) {
    int slot = from;
    while (slot > 0) {
      int parent = (slot - 1) >> SHIFT;
      if (!isBefore(timer, parent)) {
        break;
      }
      move(parent, slot);
      slot = parent;
    }
    put(slot, timer);
  }

  private void siftDown(int from, Timer timer) {
    int slot = from;
    for (int child = (slot << SHIFT) + 1; child < count; child = (slot << SHIFT) + 1) {
      int least = least(child);
      if (isBefore(timer, least)) {
        break;
      }
      move(least, slot);
      slot = least;
    }
    put(slot, timer);
  }

  /** The slot of the earliest among the children that begin at the given slot. */
  private int least(int firstChild) {
    int end = Math.min(firstChild + CHILDREN, count);
    int least = firstChild;
    long leastNs = deadlinesNs[firstChild];
    for (int child = firstChild + 1; child < end; child++) {
      long ns = deadlinesNs[child];
      if (ns < leastNs || ns == leastNs && sequences[child] < sequences[least]) {
        least = child;
        leastNs = ns;
      }
    }
    return least;
  }

  private boolean isBefore(Timer timer, int slot) {
    long ns = deadlinesNs[slot];
    return timer.deadlineNs != ns ? timer.deadlineNs < ns : timer.sequence < sequences[slot];
  }

  private void move(int from, int to) {
    Timer timer = timers[from];
    timers[to] = timer;
    deadlinesNs[to] = deadlinesNs[from];
    sequences[to] = sequences[from];
    timer.slot = to;
  }

  private void put(int slot, Timer timer) {
    timers[slot] = timer;
    deadlinesNs[slot] = timer.deadlineNs;
    sequences[slot] = timer.sequence;
    timer.slot = slot;
  }

  private void grow() {
    timers = Arrays.copyOf(timers, 2 * timers.length);
    deadlinesNs = Arrays.copyOf(deadlinesNs, timers.length);
    sequences = Arrays.copyOf(sequences, timers.length);
  }
}
