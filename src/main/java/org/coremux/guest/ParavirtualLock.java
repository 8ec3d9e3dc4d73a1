package org.coremux.guest;

/**
 * The queued spin lock of a guest that knows that it is one: who has spun in vain for long has its
 * vCPU halted, and is kicked when the lock is given back.
 *
 * <p>Asking: who finds the lock free takes it, past all that wait, unless the first of them is
 * spinning and says so (the pending bit). Else it waits at the end of the queue.
 *
 * <p>The first in the queue sets the pending bit and spins for {@link #SPIN_THRESHOLD} rounds; then
 * it clears the bit, marks the lock as slow and halts. Others spin as long, until they are first;
 * every {@link #CHECK} rounds, from the first one on, they look whether the one before them has
 * halted, and if so halt as well. Whoever wakes begins anew.
 *
 * <p>Whoever takes the lock from the queue makes the next one the first: one that spins will see
 * that; for one that has halted it only marks the lock. Giving back a lock that is marked kicks
 * whoever it is marked for.
 *
 * <p>Model: an asker looks once whether it can take the lock past the others; Linux lets it look
 * for as long as the pending bit is clear.
 *
 * <p>Cost: O(1), and an event for each check. Allocation: none after it was made.
 *
 * <p>Source: schedulers.md 19.2; Linux 6.x kernel/locking/qspinlock_paravirt.h, where one before
 * that is only preempted counts as running (Linux 5.4 took back that it does not).
 */
final class ParavirtualLock implements KernelLock {
  /** Unit: rounds of the loop. Source: Linux, SPIN_THRESHOLD. */
  private static final int SPIN_THRESHOLD = 1 << 15;

  /** Unit: rounds of the loop. Source: Linux, PV_PREV_CHECK_MASK, plus one. */
  private static final int CHECK = 1 << 8;

  /** What a waiter does. */
  private enum State {
    /** It spins, or will when its vCPU runs. */
    SPINS,
    /** It has halted, or is about to. */
    HALTED,
    /** The same, and the lock is marked for it. */
    MARKED
  }

  private final Node[] ring;
  private final long thresholdNs;
  private final long checkNs;
  private int first;
  private int waiting;
  private Contender holder;

  /** Whether the first of the queue spins, so that nobody may pass it. */
  private boolean pending;

  /** Who is to be kicked when the lock is given back; null for nobody. */
  private Contender slow;

  /**
   * @param askers how many may ask for it at most
   * @param cycles what one round of the loop takes
   */
  ParavirtualLock(int askers, int cycles, LockCalls calls) {
    ring = new Node[askers];
    for (int i = 0; i < askers; i++) {
      ring[i] = new Node();
    }
    thresholdNs = calls.ns((long) SPIN_THRESHOLD * cycles);
    checkNs = calls.ns((long) CHECK * cycles);
  }

  /** One in the queue. */
  private static final class Node {
    private Contender who;
    private State state;

    /** How often it looks at the one before it until it has spun for long enough. */
    private int checks;

    void begin() {
      state = State.SPINS;
      checks = SPIN_THRESHOLD / CHECK;
    }
  }

  private Node node(int place) {
    return ring[(first + place) % ring.length];
  }

  @Override
  public boolean take(Contender asker) {
    if (holder == null && !pending) {
      holder = asker;
      return true;
    }
    Node node = node(waiting++);
    node.who = asker;
    node.begin();
    return false;
  }

  @Override
  public void begins(Contender waiter) {
    if (node(0).who == waiter) {
      lead(waiter);
    } else {
      follow(waiting - 1);
    }
  }

  @Override
  public boolean look(Contender waiter) {
    if (node(0).who != waiter) {
      follow(place(waiter));
      return false;
    }
    if (holder == null) {
      takeFirst();
      return true;
    }
    if (pending && node(0).state == State.SPINS) {
      pending = false;
      mark(node(0));
      waiter.halt();
    } else {
      lead(waiter);
    }
    return false;
  }

  private int place(Contender waiter) {
    int place = 1;
    while (node(place).who != waiter) {
      place++;
    }
    return place;
  }

  /** The first one spins, and keeps others from passing it. */
  private void lead(Contender waiter) {
    node(0).begin();
    pending = true;
    waiter.spin(thresholdNs);
  }

  /** Another one spins until its next check, or halts. */
  private void follow(int place) {
    Node node = node(place);
    if (node.state != State.SPINS) {
      node.begin();
    }
    if (node.checks == 0 || node(place - 1).state != State.SPINS) {
      node.state = State.HALTED;
      node.who.halt();
    } else {
      node.checks--;
      node.who.spin(checkNs);
    }
  }

  /** The lock is given to the first one, and the one after it is the first. */
  private void takeFirst() {
    holder = node(0).who;
    node(0).who = null;
    pending = false;
    if (slow == holder) {
      slow = null;
    }
    first = (first + 1) % ring.length;
    waiting--;
    if (waiting == 0) {
      return;
    }
    if (node(0).state == State.HALTED) {
      mark(node(0));
    } else {
      node(0).who.lookAgain();
    }
  }

  private void mark(Node node) {
    node.state = State.MARKED;
    slow = node.who;
  }

  @Override
  public void release(Contender by) {
    holder = null;
    if (pending) {
      node(0).who.given();
    }
    if (slow != null) {
      Contender sleeper = slow;
      slow = null;
      by.kick(sleeper);
    }
  }

  @Override
  public int lookers() {
    return 1;
  }
}
