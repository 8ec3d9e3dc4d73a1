package org.coremux.engine;

/**
 * The pending timers of one site, earliest first: a hierarchical timing wheel for those that are
 * not due soon, unsorted, and a {@link TimerHeap} for those that are.
 *
 * <p>Time is cut into ticks. The heap has all timers up to the end of the present tick. Each other
 * one is in the slot of the wheel that its tick names, on the lowest level that tells it from the
 * present: level 0 has a slot for each tick, a slot of the next holds as many ticks as the level
 * below has slots. When the heap is empty the present moves to the earliest timer of the first slot
 * in use, and those that were with it go to where they belong from there.
 *
 * <p>Cost: O(1) to arm, re-arm and cancel what is not due within the present tick, and once per
 * level and timer to bring it down; O(log n) for n timers of one tick. Most re-arming is of timers
 * that would have been due much later (a slice that an exit interrupts): they never reach the heap.
 * Allocation: only when one tick has more timers than ever before.
 *
 * <p>Order: total. Arming draws the next sequence number, so of two timers with one deadline the
 * one that was armed first fires first; re-arming counts as arming.
 *
 * <p>Source: G. Varghese, A. Lauck, "Hashed and hierarchical timing wheels", SOSP 1987, scheme 7.
 */
public final class TimerQueue {
  static final int IDLE = -1;

  /**
   * A tick is 2^this ns. Source: assumed, the time between events of a host; {@code benchmarks/}.
   */
  private static final int TICK_SHIFT = 12;

  /** log2 of the slots of a level; those in use are bits of one {@code long}. */
  private static final int LEVEL_SHIFT = 6;

  private static final int SLOTS = 1 << LEVEL_SHIFT;
  private static final int LEVELS = (Long.SIZE - 1 - TICK_SHIFT + LEVEL_SHIFT - 1) / LEVEL_SHIFT;

  /** What {@link Timer#slot} is on the wheel: this, minus the index of the slot. */
  private static final int ON_WHEEL = IDLE - 1;

  private final TimerHeap heap = new TimerHeap();

  /** The first timer of each slot, level by level. */
  private final Timer[] slots = new Timer[LEVELS * SLOTS];

  /** By level: which slots are in use. */
  private final long[] slotsInUse = new long[LEVELS];

  /** Which levels are in use. */
  private int levelsInUse;

  /** What is due in this tick, or before, is in the heap. */
  private long presentTick;

  private long sequence;
  private int count;

  /** How many timers are pending. */
  public int count() {
    return count;
  }

  /** Deadline of the earliest timer, {@link Timer#NEVER} when none is pending. */
  public long nextDeadlineNs() {
    return heap.isEmpty() && !advance() ? Timer.NEVER : heap.firstNs();
  }

  /** Makes the timer due at the deadline, wherever it stood before; NEVER cancels it. */
  public void arm(Timer timer, long deadlineNs) {
    if (deadlineNs == Timer.NEVER) {
      cancel(timer);
      return;
    }
    if (timer.slot != IDLE) {
      takeOut(timer);
    } else {
      count++;
    }
    timer.deadlineNs = deadlineNs;
    timer.sequence = sequence++;
    put(timer);
  }

  /** Takes the timer out; nothing happens when it is idle. */
  public void cancel(Timer timer) {
    if (timer.slot != IDLE) {
      takeOut(timer);
      forget(timer);
    }
  }

  /** Removes and returns the earliest timer; null when none is pending. */
  public Timer poll() {
    if (heap.isEmpty() && !advance()) {
      return null;
    }
    Timer first = heap.first();
    heap.remove(first);
    forget(first);
    return first;
  }

  private void forget(Timer timer) {
    timer.slot = IDLE;
    timer.deadlineNs = Timer.NEVER;
    count--;
  }

  private void takeOut(Timer timer) {
    if (timer.slot >= 0) {
      heap.remove(timer);
    } else {
      unlink(timer);
    }
  }

  private void put(Timer timer) {
    long tick = timer.deadlineNs >> TICK_SHIFT;
    if (tick <= presentTick) {
      heap.add(timer);
      return;
    }
    int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(tick ^ presentTick)) / LEVEL_SHIFT;
    link(timer, level, (int) (tick >> level * LEVEL_SHIFT) & SLOTS - 1);
  }

  private void link(Timer timer, int level, int slot) {
    int index = (level << LEVEL_SHIFT) + slot;
    Timer next = slots[index];
    slots[index] = timer;
    timer.slot = ON_WHEEL - index;
    timer.next = next;
    if (next != null) {
      next.previous = timer;
    } else {
      slotsInUse[level] |= 1L << slot;
      levelsInUse |= 1 << level;
    }
  }

  private void unlink(Timer timer) {
    int index = ON_WHEEL - timer.slot;
    Timer next = timer.next;
    Timer previous = timer.previous;
    if (next != null) {
      next.previous = previous;
      timer.next = null;
    }
    if (previous != null) {
      previous.next = next;
      timer.previous = null;
    } else {
      slots[index] = next;
      if (next == null) {
        clear(index);
      }
    }
  }

  private void clear(int index) {
    int level = index >> LEVEL_SHIFT;
    slotsInUse[level] &= ~(1L << index);
    if (slotsInUse[level] == 0) {
      levelsInUse &= ~(1 << level);
    }
  }

  /** Moves the present to the earliest timer on the wheel; false when there is none. */
  private boolean advance() {
    if (levelsInUse == 0) {
      return false;
    }
    int level = Integer.numberOfTrailingZeros(levelsInUse);
    int index = (level << LEVEL_SHIFT) + Long.numberOfTrailingZeros(slotsInUse[level]);
    Timer first = slots[index];
    slots[index] = null;
    clear(index);
    long earliestNs = first.deadlineNs;
    for (Timer timer = first.next; timer != null; timer = timer.next) {
      earliestNs = Math.min(earliestNs, timer.deadlineNs);
    }
    presentTick = earliestNs >> TICK_SHIFT;
    Timer next = first;
    while (next != null) {
      Timer timer = next;
      next = timer.next;
      timer.next = null;
      timer.previous = null;
      put(timer);
    }
    return true;
  }
}
