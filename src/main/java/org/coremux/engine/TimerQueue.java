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

  /** How many slots are in use, the hole included. */
  private int extent;

  /** A slot from which a timer was taken and which nobody has filled yet; IDLE for none. */
  private int hole = IDLE;

  private long sequence;

  /** How many timers are pending. */
  public int count() {
    return hole == IDLE ? extent : extent - 1;
  }

  /** Deadline of the earliest timer, {@link Timer#NEVER} when none is pending. */
  public long nextDeadlineNs() {
    if (hole == 0) {
      fillHole();
    }
    return extent == 0 ? Timer.NEVER : deadlinesNs[0];
  }

  /** Makes the timer due at the deadline, wherever it stood before; NEVER cancels it. */
  public void arm(Timer timer, long deadlineNs) {
    if (deadlineNs == Timer.NEVER) {
      cancel(timer);
      return;
    }
    if (timer.slot == IDLE) {
      timer.deadlineNs = deadlineNs;
      timer.sequence = sequence++;
      sift(vacantSlot(), timer);
    } else {
      fillHole(); // while the timer still has the key by which it stands
      timer.deadlineNs = deadlineNs;
      timer.sequence = sequence++;
      sift(timer.slot, timer);
    }
  }

  /** Takes the timer out; nothing happens when it is idle. */
  public void cancel(Timer timer) {
    if (timer.slot != IDLE) {
      fillHole();
      takeOut(timer);
    }
  }

  /** Removes and returns the earliest timer; null when none is pending. */
  public Timer poll() {
    fillHole();
    if (extent == 0) {
      return null;
    }
    Timer first = timers[0];
    takeOut(first);
    return first;
  }

  /**
   * Leaves a hole where the timer stood. What takes one timer out arms another one as a rule (a
   * tick itself, a switch the next burst), which then goes there: one sift instead of two.
   */
  private void takeOut(Timer timer) {
    hole = timer.slot;
    timers[hole] = null;
    timer.slot = IDLE;
    timer.deadlineNs = Timer.NEVER;
  }

  private int vacantSlot() {
    int slot = hole;
    if (slot != IDLE) {
      hole = IDLE;
      return slot;
    }
    if (extent == timers.length) {
      grow();
    }
    return extent++;
  }

  private void fillHole() {
    if (hole == IDLE) {
      return;
    }
    int slot = hole;
    hole = IDLE;
    Timer last = timers[--extent];
    timers[extent] = null;
    if (slot < extent) {
      sift(slot, last);
    }
  }

  /** Puts the timer into the slot, which is free, or into the one where it belongs from there. */
  private void sift(int slot, Timer timer) {
    if (slot > 0 && isBefore(timer, (slot - 1) >> SHIFT)) {
      siftUp(slot, timer);
    } else {
      siftDown(slot, timer);
    }
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
    for (int child = (slot << SHIFT) + 1; child < extent; child = (slot << SHIFT) + 1) {
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
    int end = Math.min(firstChild + CHILDREN, extent);
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
