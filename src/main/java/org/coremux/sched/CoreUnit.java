package org.coremux.sched;

import org.coremux.mux.Hold;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * As many schedulables of one guest as a core has threads, or fewer: what a core is given to. Each
 * is bound to one thread of whatever core that is.
 */
final class CoreUnit {
  /** One of them. */
  static final class Member {
    final Schedulable who;
    final CoreUnit unit;

    /** Which thread of a core it runs on, from 0. */
    final int slot;

    /** Wants to run, and is not held. */
    boolean awake;

    /** Where it was dispatched and has not been saved since; null for nowhere. */
    Processor on;

    Member(Schedulable who, CoreUnit unit, int slot) {
      this.who = who;
      this.unit = unit;
      this.slot = slot;
    }
  }

  /** What the policy sees of it. */
  final Schedulable who;

  /** By slot; null for nobody. */
  final Member[] members;

  int memberCount;

  /** How many of them want to run. */
  int awakeCount;

  /** How many are dispatched, or not saved since. */
  int onCount;

  /** The policy knows that it wants to run. */
  boolean awake;

  /** Is told to the policy as awake as soon as its core has let it go. */
  boolean returning;

  /** Why the policy keeps it from running; null when it does not. */
  Hold held;

  /** What it has; null for nothing. */
  Core core;

  /** What it has left, but is not saved there; null for nothing. */
  Core left;

  /** All its members are gone. */
  boolean ended;

  CoreUnit(Schedulable who, int threads) {
    this.who = who;
    members = new Member[threads];
  }

  /** The first slot that nobody has; as many as there are when none is free. */
  int freeSlot() {
    int slot = 0;
    while (slot < members.length && members[slot] != null) {
      slot++;
    }
    return slot;
  }

  /** Whether the one in the slot wants to run. */
  boolean isAwake(int slot) {
    return members[slot] != null && members[slot].awake;
  }

  @Override
  public String toString() {
    return who + " and " + (memberCount - 1) + " more";
  }
}
