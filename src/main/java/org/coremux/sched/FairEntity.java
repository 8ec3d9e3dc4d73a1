package org.coremux.sched;

import org.coremux.mux.Schedulable;

/**
 * What {@link FairQueue} orders: a schedulable, or the share that a group has of one processor.
 *
 * <p>Virtual times count ns at weight 1024 and may wrap around; only differences are looked at.
 */
final class FairEntity {
  /** The schedulable; null for a group. */
  final Schedulable who;

  /** The queue of the group's members on this processor; null for a schedulable. */
  final FairQueue members;

  /** Where it is queued, or was last. */
  FairQueue queue;

  long weight;
  long vruntime;
  long deadline;

  /** Service that it asks for at a time. Unit: ns. */
  long sliceNs;

  /** Whether the slice is its own, and not the policy's. */
  boolean ownSlice;

  /** Its lag when it last left a queue; what it owes or is owed when it comes back. */
  long lag;

  /** Protected from others until its virtual time is here, or while this is its deadline. */
  long protection;

  boolean isProtected;

  /** Queued, or the current one of its queue. */
  boolean onQueue;

  /** Asleep, but still queued until its lag is paid. */
  boolean delayed;

  /** Whether its deadline is kept relative to its virtual time, while it is on no queue. */
  boolean relativeDeadline;

  /** Never queued before. */
  boolean fresh = true;

  /** On its way back from a hold: stays where it was. */
  boolean releasing;

  /** When it last ran, and so how warm its cache is. Unit: ns. */
  long ranAtNs = Long.MIN_VALUE / 2;

  /** CPU on which it was before the one where it is now. */
  int recentCpu = -1;

  // links of FairTree
  final int priority;
  long sequence;
  FairEntity up;
  FairEntity left;
  FairEntity right;
  long leastVruntime;
  long leastSliceNs;

  // links of FairCpu's list, least recently run last
  FairEntity warmer;
  FairEntity colder;

  /** The next one that is held for the same queue's cap. */
  FairEntity nextHeld;

  /** For whose cap it is held; null when it is not. */
  FairQueue heldFor;

  private FairEntity(Schedulable who, FairQueue members, int number) {
    this.who = who;
    this.members = members;
    this.priority = scatter(number);
  }

  static FairEntity of(Schedulable s) {
    return of(s, s.index());
  }

  static FairEntity of(Schedulable s, int number) {
    FairEntity e = new FairEntity(s, null, number);
    e.weight = s.weight();
    return e;
  }

  /** A group's own entity, on the queue of the group that it is in. */
  static FairEntity of(FairQueue members, FairQueue parent, int number) {
    FairEntity e = new FairEntity(null, members, ~number);
    e.queue = parent;
    return e;
  }

  /** Spreads small numbers over all ints. Source: the finaliser of MurmurHash3, A. Appleby. */
  private static int scatter(int number) {
    int h = number + 1;
    h = (h ^ h >>> 16) * 0x85EBCA6B;
    h = (h ^ h >>> 13) * 0xC2B2AE35;
    return h ^ h >>> 16;
  }

  boolean isGroup() {
    return members != null;
  }

  @Override
  public String toString() {
    return who != null ? who.name() : members.toString();
  }
}
