package org.coremux.engine;

import java.util.Arrays;

/**
 * Timers that were armed in the order in which they are due, such as the ticks of all processors at
 * one instant: a list to whose end only what is due last is added.
 *
 * <p>Cost: O(1) to add, look and remove, amortised. One that is taken out of the middle leaves a
 * gap. Allocation: only when fuller than ever before.
 */
final class TimerRun {
  /** What {@link Timer#slot} is here: this, plus the place. */
  static final int IN_RUN = 1 << 30;

  static final int CAPACITY_MIN = 64;

  private Timer[] timers = new Timer[CAPACITY_MIN];
  private int head;
  private int end;

  /** The earliest; null when there is none. */
  Timer first() {
    return head == end ? null : timers[head];
  }

  /** Adds it and answers true, unless it is due before the last one here. */
  boolean offer(Timer timer) {
    if (head == end) {
      head = 0;
      end = 0;
    } else {
      if (timer.isBefore(timers[end - 1])) {
        return false;
      }
      if (end == timers.length) {
        makeRoom();
      }
    }
    timers[end] = timer;
    timer.slot = IN_RUN + end;
    end++;
    return true;
  }

  void remove(Timer timer) {
    timers[timer.slot - IN_RUN] = null;
    while (head < end && timers[head] == null) {
      head++;
    }
    while (head < end && timers[end - 1] == null) {
      end--;
    }
  }

  private void makeRoom() {
    int to = 0;
    for (int from = head; from < end; from++) {
      Timer timer = timers[from];
      timers[from] = null;
      if (timer != null) {
        timers[to] = timer;
        timer.slot = IN_RUN + to;
        to++;
      }
    }
    head = 0;
    end = to;
    if (2 * to > timers.length) {
      timers = Arrays.copyOf(timers, 2 * timers.length);
    }
  }
}
