package org.coremux.engine;

import java.util.Arrays;

/**
 * The pending timers of one site, earliest first: a 4-ary min-heap on (deadline, sequence).
 *
 * <p>Cost: O(log n) to arm, cancel and poll, O(1) to look; a timer knows its own slot, so nothing
 * is searched. Allocation: only when more timers are pending than ever before.
 *
 * <p>Order: total. Arming draws the next sequence number, so of two timers with one deadline the
 * one that was armed first fires first; re-arming counts as arming.
 *
 * <p>Source: d-ary heaps: D. B. Johnson, "Priority queues with update and finding minimum spanning
 * trees", 1975. Four children share a cache line of deadlines.
 */
public final class TimerQueue {
  static final int IDLE = -1;

  /** log2 of the children per node. Source: assumed; see {@code benchmarks/}. */
  private static final int SHIFT = 2;

  private static final int CHILDREN = 1 << SHIFT;
  private static final int CAPACITY_MIN = 64;

  private Timer[] timers = new Timer[CAPACITY_MIN];
  private long[] deadlinesNs = new long[CAPACITY_MIN];
  private int count;
  private long sequence;

  /** How many timers are pending. */
  public int count() {
    return count;
  }

  /** Deadline of the earliest timer, {@link Timer#NEVER} when none is pending. */
  public long nextDeadlineNs() {
    return count == 0 ? Timer.NEVER : deadlinesNs[0];
  }

  /** Makes the timer due at the deadline, wherever it stood before; NEVER cancels it. */
  public void arm(Timer timer, long deadlineNs) {
    if (deadlineNs == Timer.NEVER) {
      cancel(timer);
      return;
    }
    timer.deadlineNs = deadlineNs;
    timer.sequence = sequence++;
    int slot = timer.slot;
    if (slot == IDLE) {
      if (count == timers.length) {
        grow();
      }
      siftUp(count++, timer);
    } else if (deadlineNs < deadlinesNs[slot]) {
      siftUp(slot, timer);
    } else {
      siftDown(slot, timer);
    }
  }

  /** Takes the timer out; nothing happens when it is idle. */
  public void cancel(Timer timer) {
    int slot = timer.slot;
    if (slot == IDLE) {
      return;
    }
    timer.slot = IDLE;
    timer.deadlineNs = Timer.NEVER;
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

  /** Removes and returns the earliest timer; null when none is pending. */
  public Timer poll() {
    if (count == 0) {
      return null;
    }
    Timer first = timers[0];
    first.slot = IDLE;
    first.deadlineNs = Timer.NEVER;
    Timer last = timers[--count];
    timers[count] = null;
    if (count > 0) {
      siftDown(0, last);
    }
    return first;
  }

  private void siftUp(int from, Timer timer) {
    int slot = from;
    while (slot > 0) {
      int parent = (slot - 1) >> SHIFT;
      if (!isBefore(timer, parent)) {
        break;
      }
      put(slot, timers[parent]);
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
      put(slot, timers[least]);
      slot = least;
    }
    put(slot, timer);
  }

  /** The slot of the earliest among the children that begin at the given slot. */
  private int least(int firstChild) {
    long[] keys = deadlinesNs;
    int end = Math.min(firstChild + CHILDREN, count);
    int least = firstChild;
    long leastNs = keys[firstChild];
    for (int child = firstChild + 1; child < end; child++) {
      long ns = keys[child];
      if (ns < leastNs || (ns == leastNs && timers[child].sequence < timers[least].sequence)) {
        least = child;
        leastNs = ns;
      }
    }
    return least;
  }

  private boolean isBefore(Timer timer, int slot) {
    long ns = deadlinesNs[slot];
    return timer.deadlineNs != ns ? timer.deadlineNs < ns : timer.sequence < timers[slot].sequence;
  }

  private void put(int slot, Timer timer) {
    timers[slot] = timer;
    deadlinesNs[slot] = timer.deadlineNs;
    timer.slot = slot;
  }

  private void grow() {
    timers = Arrays.copyOf(timers, 2 * timers.length);
    deadlinesNs = Arrays.copyOf(deadlinesNs, timers.length);
  }
}
