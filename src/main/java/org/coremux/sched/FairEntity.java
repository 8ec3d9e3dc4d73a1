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

  /** For which part of the time it has been queued, and has run, of late. */
  final LoadAverage average = new LoadAverage();

  /** Whom it has woken of late; null for a group. */
  final Wakees wakees;

  /** Whether the averages of its queue count it. */
  boolean tracked;

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

  /** Whether its virtual time is kept relative to the queue's, while it is on no queue. */
  boolean isRelative;

  /** It was held where it was, for a cap, and goes on there. */
  boolean keepsPlace;

  /** What it has run since it was taken. Unit: ns. */
  long servedNs;

  /** When it was woken last. Unit: ns. */
  long wokenAtNs;

  /** It runs only while nobody else wants to, as good as: SCHED_IDLE. */
  boolean idle;

  /** Whether it preempts those that it wakes up beside: not under SCHED_BATCH or SCHED_IDLE. */
  boolean mayPreempt = true;

  /** Never queued before. */
  boolean fresh;

  /** On its way back from a hold: stays where it was. */
  boolean releasing;

  /** When it last ran, and so how warm its cache is. Unit: ns. */
  long ranAtNs = Long.MIN_VALUE / 2;

  /** CPU on which it was before the one where it is now. */
  int recentCpu = -1;

  /** Virtual time of a slice: sliceNs * 1024 / weight, of these two values. */
  private long request;

  private long requestSliceNs;
  private long requestWeight;

  // what FairTimeline keeps here
  long sequence;
  int slot;
  boolean isFuture;

  // links of FairCpu's list, least recently run last
  FairEntity warmer;
  FairEntity colder;

  /** The next one that is held for the same queue's cap. */
  FairEntity nextHeld;

  /** For whose cap it is held; null when it is not. */
  FairQueue heldFor;

  private FairEntity(Schedulable who, FairQueue members) {
    this.who = who;
    this.members = members;
    wakees = who == null ? null : new Wakees();
  }

  static FairEntity of(Schedulable s) {
    FairEntity e = new FairEntity(s, null);
    e.weight = s.weight();
    e.fresh = s.isNew();
    return e;
  }

  /** A group's own entity, on the queue of the group that it is in. */
  static FairEntity of(FairQueue members, FairQueue parent) {
    FairEntity e = new FairEntity(null, members);
    e.queue = parent;
    return e;
  }

  /** Virtual time that its slice takes; divided only when it is another than the last time. */
  long request() {
    if (sliceNs != requestSliceNs || weight != requestWeight) {
      requestSliceNs = sliceNs;
      requestWeight = weight;
      request = FairQueue.virtual(sliceNs, weight);
    }
    return request;
  }

  boolean isGroup() {
    return members != null;
  }

  @Override
  public String toString() {
    return who != null ? who.name() : members.toString();
  }
}
