package org.coremux.guest;

/**
 * A spin lock that knows nothing of hypervisors.
 *
 * <p>Test-and-set: whoever executes when it is free takes it; given back, a waiter that executes
 * has it at once, the one that waits longest, and if none does, the first one that executes again.
 *
 * <p>Ticket: it is given to the waiter that came first, which goes on when its vCPU runs; until
 * then nobody has any use of it (lock-waiter preemption).
 *
 * <p>Queued (MCS; Linux calls it qspinlock): first come, first served as well, but each waiter
 * spins on a word of its own, so that passing it on concerns one processor and not all that wait.
 * The first two do without a node of the queue (the pending bit), which changes nobody's turn.
 *
 * <p>Cost: O(waiters). Allocation: none after it was made.
 *
 * <p>Source: schedulers.md 19.2; Linux kernel/locking/qspinlock.c.
 */
final class PlainLock implements KernelLock {
  /** In which order it is given, and who sees that. */
  enum Kind {
    /** Test-and-set. */
    TAS,
    /** By tickets. */
    TICKET,
    /** By a queue in which each waits for the one before. */
    QUEUED
  }

  private final Kind kind;
  private final Contender[] waiters;
  private int waiting;
  private Contender holder;

  /**
   * @param askers how many may ask for it at most
   */
  PlainLock(Kind kind, int askers) {
    this.kind = kind;
    waiters = new Contender[askers];
  }

  private boolean isFair() {
    return kind != Kind.TAS;
  }

  @Override
  public boolean take(Contender asker) {
    if (holder == null && (waiting == 0 || !isFair())) {
      holder = asker;
    } else {
      waiters[waiting++] = asker;
    }
    return holder == asker;
  }

  @Override
  public void begins(Contender waiter) {
    waiter.spin();
  }

  @Override
  public boolean look(Contender waiter) {
    if (holder == null) {
      give(waiter);
    }
    if (holder != waiter) {
      waiter.spin();
    }
    return holder == waiter;
  }

  @Override
  public void release(Contender by) {
    holder = null;
    if (waiting == 0) {
      return;
    }
    Contender next = isFair() ? waiters[0] : executing();
    if (next != null) {
      give(next);
      next.given();
      return;
    }
    for (int i = 0; i < waiting; i++) {
      waiters[i].lookAgain();
    }
  }

  @Override
  public int lookers() {
    return kind == Kind.QUEUED ? 1 : waiting + 1;
  }

  private Contender executing() {
    for (int i = 0; i < waiting; i++) {
      if (waiters[i].isExecuting()) {
        return waiters[i];
      }
    }
    return null;
  }

  private void give(Contender waiter) {
    holder = waiter;
    int place = 0;
    while (waiters[place] != waiter) {
      place++;
    }
    waiting--;
    System.arraycopy(waiters, place + 1, waiters, place, waiting - place);
    waiters[waiting] = null;
  }
}
