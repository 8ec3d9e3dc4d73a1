package org.coremux.guest;

/**
 * A spin lock of a guest's kernel: who does not get it spins on its vCPU until it does.
 *
 * <p>Test-and-set: whoever executes when it is free takes it; given back, a waiter that executes
 * has it at once, the one that waits longest, and if none does, the first one that executes again.
 * Ticket: it is given to the waiter that came first, which goes on when its vCPU runs.
 *
 * <p>Model: taking and passing on takes no time of its own.
 *
 * <p>Cost: O(waiters). Allocation: none after it was made.
 *
 * <p>Source: schedulers.md 19.2.
 */
final class SpinLock {
  /** Who asks for it. */
  interface Asker {
    /** Whether it executes, so that it sees what is written. */
    boolean isExecuting();

    /** It looks again, now or as soon as it executes. */
    void look();
  }

  private final boolean fair;
  private final Asker[] waiters;
  private int waiting;
  private Asker holder;

  /**
   * @param fair whether it goes by tickets
   * @param askers how many may ask for it at most
   */
  SpinLock(boolean fair, int askers) {
    this.fair = fair;
    waiters = new Asker[askers];
  }

  /** Whether the asker has it: it does if it is free, and else waits for it from now on. */
  boolean take(Asker asker) {
    if (holder == null && (waiting == 0 || !fair)) {
      holder = asker;
    } else {
      waiters[waiting++] = asker;
    }
    return holder == asker;
  }

  /** Whether one that waits has it now. */
  boolean isGiven(Asker asker) {
    if (holder == null) {
      holder = asker;
      remove(asker);
    }
    return holder == asker;
  }

  /** Whoever has it gives it back. */
  void release() {
    holder = null;
    if (waiting == 0) {
      return;
    }
    Asker next = fair ? waiters[0] : executing();
    if (next != null) {
      holder = next;
      remove(next);
      next.look();
      return;
    }
    for (int i = 0; i < waiting; i++) {
      waiters[i].look();
    }
  }

  private Asker executing() {
    for (int i = 0; i < waiting; i++) {
      if (waiters[i].isExecuting()) {
        return waiters[i];
      }
    }
    return null;
  }

  private void remove(Asker asker) {
    int place = 0;
    while (waiters[place] != asker) {
      place++;
    }
    waiting--;
    System.arraycopy(waiters, place + 1, waiters, place, waiting - place);
    waiters[waiting] = null;
  }
}
