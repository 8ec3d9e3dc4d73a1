package org.coremux.guest;

/**
 * A spin lock of a guest's kernel: who does not get it spins on its vCPU until it does.
 *
 * <p>Model: taking it takes no time of its own; passing it on takes as long as memory does to show
 * one processor what another has written, for as many processors as look there ({@link #lookers}).
 *
 * <p>Source: schedulers.md 19.2.
 */
interface KernelLock {
  /** Whether it has the lock: it does if that is free for it, and else waits from now on. */
  boolean take(Contender asker);

  /** It waits from now on, and executes: says what its thread does next. */
  void begins(Contender waiter);

  /** Whether one that waits, and executes, has it now; else says what its thread does next. */
  boolean look(Contender waiter);

  /** Whoever has it, and executes, gives it back. */
  void release(Contender holder);

  /** How many read, one after the other, what the one who passed it on has written. */
  int lookers();
}
