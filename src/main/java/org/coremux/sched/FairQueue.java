package org.coremux.sched;

/**
 * One queue of a fair policy: the root of one processor, or the members of one group there. Which
 * of them runs is up to the kind of queue, {@link EevdfQueue} or {@link CfsQueue}; how many there
 * are, what they weigh and what they have left of a quota is the same for both.
 */
abstract class FairQueue {
  private static final int NICE_0_SHIFT = 10;

  /** Its processor. */
  final int cpu;

  /** The group whose members are queued here; null at the root. */
  final FairGroup group;

  /** The group's entity on the queue above; null at the root. */
  final FairEntity owner;

  /** The current one, or the group that it is in; null when none of here runs. */
  FairEntity current;

  /** Whom others would rather see run; null for nobody. */
  FairEntity buddy;

  /** Entities here, the current one and delayed ones included. */
  int count;

  /** Schedulables in here and below that want to run: delayed ones are not counted. */
  int tasks;

  /** How busy this queue has been of late. */
  final LoadAverage average = new LoadAverage();

  /** Weight of all entities here. */
  long weight;

  // for checks

  /** How often that weight has changed. */
  int weighed;

  /** Who joined last; null when somebody has run since, has left, or weighs something else. */
  FairEntity joined;

  /** What {@link #weighed} was when it was looked at last. */
  int weighedBefore;

  // what Bandwidth keeps here

  /** Quota taken and not used yet; negative: overrun. Unit: ns. */
  long remainingNs;

  boolean throttled;
  FairQueue nextThrottled;
  FairEntity firstHeld;
  FairEntity lastHeld;

  FairQueue(int cpu, FairGroup group, FairQueue parent) {
    this.cpu = cpu;
    this.group = group;
    this.owner = group == null ? null : FairEntity.of(this, parent);
  }

  /** Makes a queue; {@code parent} and {@code group} are null for a root. */
  @FunctionalInterface
  interface Maker {
    FairQueue make(int cpu, FairGroup group, FairQueue parent);
  }

  /** Virtual time that an entity of the weight spends in so many ns. */
  static long virtual(long ns, long weight) {
    return weight == NiceWeights.NICE_0 ? ns : ns * NiceWeights.NICE_0 / weight;
  }

  /** Time in which an entity of the weight spends so much virtual time, rounded up. Unit: ns. */
  static long realNs(long virtual, long weight) {
    return virtual * weight + NiceWeights.NICE_0 - 1 >> NICE_0_SHIFT;
  }

  /** Where a virtual time is that has had just its share. */
  abstract long virtualTime();

  // ---- joining and leaving ----

  /** Queues it, at the virtual time that it has deserved. */
  abstract void add(FairEntity e);

  /** Takes it out. */
  abstract void remove(FairEntity e, boolean asleep);

  /** Whether it has had no more than its share, where that is looked at. */
  boolean isEligible(FairEntity e) {
    return true;
  }

  /** It sleeps, and will be queued on another queue than this when it wakes. */
  void leaveFor(FairEntity e, FairQueue next) {}

  /** One that falls asleep while it owes service stays queued until it has paid; true if so. */
  boolean delay(FairEntity e) {
    return false;
  }

  /** A delayed one is to run again: it has earned nothing while it slept. It stays delayed. */
  void forfeit(FairEntity e) {}

  /** Gives it another weight. */
  abstract void reweigh(FairEntity e, long next);

  /** A group, which is about to be queued or is, asks for service for its members. */
  void ask(FairEntity e) {}

  /** One of the group fell asleep while others stay: that is the owner's to know. */
  void leftBehind(FairEntity e) {}

  final void join(FairEntity e) {
    e.onQueue = true;
    e.fresh = false;
    count++;
    weigh(e.weight);
    joined = e;
  }

  final void part(FairEntity e) {
    e.onQueue = false;
    count--;
    weigh(-e.weight);
  }

  final void weigh(long change) {
    weight += change;
    weighed++;
    joined = null;
    if (group != null) {
      group.load += change;
    }
  }

  // ---- running ----

  /** Who should run; null when nobody is here. Changes nothing. */
  abstract FairEntity pick();

  /** It runs from now on. */
  abstract void take(FairEntity e);

  /** The current one waits again. */
  abstract void putBack();

  /** Charges the current one; true when somebody else should be looked at. */
  abstract boolean charge(long ranNs);

  /** Charges one that has left the queue and runs a little longer. */
  abstract void chargeLate(FairEntity e, long ranNs);

  /** Whether a tick shows that somebody else should be looked at. */
  boolean isOverAtTick() {
    return false;
  }

  /** Time that the current one needs to the end of what it has been promised. Unit: ns. */
  abstract long leftNs();

  /** The current one would rather not run. */
  final void yields() {
    joined = null; // whose lag may be another, as virtual time may be
    yieldCurrent();
  }

  /** The current one would rather not run. */
  abstract void yieldCurrent();

  // ---- for people, for Bandwidth and for tests ----

  /** How many wait here: all but the current one. */
  abstract int waitingCount();

  /** One of those that wait, from 0, in no order. */
  abstract FairEntity waitingAt(int number);

  /** Where it stands among those that are queued, in the policy's words: a number to sort by. */
  abstract long rank(FairEntity e);

  /** The member's state in the policy's words. */
  abstract String describe(FairEntity e);

  /** Throws unless what is counted here is what is there; cold. */
  final void checkSums() {
    int all = waitingCount() + (current == null ? 0 : 1);
    long weights = current == null ? 0 : current.weight;
    for (int i = 0; i < waitingCount(); i++) {
      weights += waitingAt(i).weight;
    }
    if (all != count || weights != weight) {
      throw broken(
          "there are %d of weight %d, counted are %d of weight %d"
              .formatted(all, weights, count, weight));
    }
  }

  /** A rule that does not hold here: words are found only when one does not. */
  final IllegalStateException broken(String what) {
    return new IllegalStateException("queue " + this + ": " + what);
  }

  @Override
  public String toString() {
    return group == null ? "cpu" + cpu : group + "/" + cpu;
  }
}
