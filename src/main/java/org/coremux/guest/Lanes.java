package org.coremux.guest;

/**
 * Bounds how many threads of a process run at once, where no vCPUs do it: each of them needs a lane
 * to compute, gives it up when it sleeps, and passes it on after a quantum when others wait.
 *
 * <p>Model: a runtime that multiplexes its tasks over so many kernel threads. Waiting for a lane is
 * blocked, not runnable: it is the guest's own limit, not the host's doing, just as a thread that
 * waits for a vCPU within its guest is no steal time.
 *
 * <p>Order: first come, first served.
 */
final class Lanes {
  /** How long one computes while others wait. Unit: ns of work. Source: assumed, as EEVDF's. */
  static final long QUANTUM_NS = 3_000_000;

  private final GuestThread[] waiting;
  private int first;
  private int waitingCount;
  private int free;

  /**
   * @param count how many may compute at once
   * @param threads how many there are
   */
  Lanes(int count, int threads) {
    waiting = new GuestThread[threads];
    free = count;
  }

  /** Takes a lane; false when there is none, and then the thread is called when it has one. */
  boolean take(GuestThread thread) {
    if (free > 0) {
      free--;
      return true;
    }
    int last = first + waitingCount;
    waiting[last < waiting.length ? last : last - waiting.length] = thread;
    waitingCount++;
    return false;
  }

  boolean isWanted() {
    return waitingCount > 0;
  }

  /** Gives a lane to whoever waits longest. */
  void leave() {
    if (waitingCount == 0) {
      free++;
      return;
    }
    GuestThread next = waiting[first];
    waiting[first] = null;
    first = first + 1 == waiting.length ? 0 : first + 1;
    waitingCount--;
    next.enterLane();
  }
}
