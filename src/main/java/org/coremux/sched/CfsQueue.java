package org.coremux.sched;

/**
 * Who has had least runs, on one queue: entities in the order of their virtual time, which advances
 * by 1024 / weight of what one gets.
 *
 * <p>The least virtual time never goes back ({@link #virtualTime}); who wakes is placed half a
 * latency before it, who is new a slice after it, and who comes from another queue as far from it
 * as it was from that one's. The current one goes on for its slice, which is its part of a period
 * by weight, and is then stopped at the first tick that finds it over. Three may have another place
 * than their virtual time says: the one that others would rather see run ({@link #buddy}), the one
 * that was preempted last, and the one that would rather not run; all three only as far as that is
 * not unfair, which is a wake-up granularity.
 *
 * <p>Cost: O(log n) to join and leave, O(1) to pick, O(depth) at a tick. Allocation: none.
 *
 * <p>Order: at equal virtual times the one that was queued first; the current one goes on only when
 * its virtual time is strictly earlier than the first's.
 *
 * <p>Source: Linux fair.c as described in schedulers.md, section 9; that the one preferred goes
 * before the one preempted last, and what happens to a group of which one falls asleep, recalled.
 */
final class CfsQueue extends FairQueue {
  /** Longest sleep of which what was before still counts. Unit: ns. Source: section 9.3. */
  private static final long LONG_SLEEP_NS = 60_000_000_000L;

  private final CfsRules rules;
  private final long latencyNs;
  private final long minGranularityNs;
  private final long idleGranularityNs;
  private final long wakeupGranularityNs;
  private final int latencyTasks;
  private final FairQueue root;
  private final FairHeap waiting = new FairHeap();
  private long sequence;
  private long least;

  /** The least virtual time when it was checked last. */
  private long checkedLeast;

  /** Who was preempted last; null for nobody. */
  private FairEntity last;

  /** Who would rather not run; null for nobody. */
  private FairEntity skip;

  CfsQueue(CfsParameters parameters, int cpus, int cpu, FairGroup group, FairQueue parent) {
    super(cpu, group, parent);
    rules = parameters.rules();
    latencyNs = FairParameters.scaled(parameters.latencyNs(), cpus);
    minGranularityNs = FairParameters.scaled(parameters.minGranularityNs(), cpus);
    idleGranularityNs = FairParameters.scaled(CfsParameters.IDLE_GRANULARITY_NS, cpus);
    wakeupGranularityNs = FairParameters.scaled(parameters.wakeupGranularityNs(), cpus);
    latencyTasks = parameters.latencyTasks();
    root = parent == null ? this : ((CfsQueue) parent).root;
  }

  /** The least virtual time, which never goes back. */
  @Override
  long virtualTime() {
    return least;
  }

  private void advance() {
    FairEntity first = first();
    long v = least;
    if (current != null) {
      v = current.vruntime;
      v = first != null && first.vruntime - v < 0 ? first.vruntime : v;
    } else if (first != null) {
      v = first.vruntime;
    }
    least = v - least > 0 ? v : least;
  }

  private FairEntity first() {
    return waiting.count() == 0 ? null : waiting.at(0);
  }

  // ---- slices ----

  /** What an entity may run at a time: its part of the period, level by level. Unit: ns. */
  long sliceNs(FairEntity entity) {
    int members = (rules.altPeriod() ? root.tasks : count) + (entity.onQueue ? 0 : 1);
    long ns = members > latencyTasks ? members * minGranularityNs : latencyNs;
    for (FairEntity e = entity; e != null; e = e.queue.owner) {
      long all = e.queue.weight + (e.onQueue ? 0 : e.weight);
      ns = ns * e.weight / all;
    }
    if (!rules.baseSlice()) {
      return ns;
    }
    return Math.max(ns, entity.idle ? idleGranularityNs : minGranularityNs);
  }

  /** What is unfair to take before the entity. Unit: virtual ns. */
  private long granularity(FairEntity e) {
    return virtual(wakeupGranularityNs, e.weight);
  }

  /** Whether to run {@code e} before {@code other} would be unfair. */
  private boolean isUnfair(FairEntity e, FairEntity other) {
    return e.vruntime - other.vruntime > granularity(other);
  }

  // ---- joining and leaving ----

  @Override
  void add(FairEntity e) {
    if (e.fresh && !e.isGroup()) {
      placeNew(e);
    } else if (e.isRelative) {
      e.vruntime += least;
    } else if (!e.keepsPlace) {
      placeWoken(e);
    }
    e.isRelative = false;
    e.keepsPlace = false;
    join(e);
    putIn(e);
  }

  /** A slice later than who has had least, and not before who runs: its parent, in general. */
  private void placeNew(FairEntity e) {
    long debt = rules.startDebit() ? virtual(sliceNs(e), e.weight) : 0;
    long v = least + debt;
    e.vruntime = current != null && current.vruntime - v > 0 ? current.vruntime : v;
  }

  /** Not more than half a latency before who has had least, and not earlier than it was. */
  private void placeWoken(FairEntity e) {
    long creditNs = e.idle && rules.idleSlice() ? minGranularityNs : latencyNs;
    long v = least - (rules.gentleSleepers() ? creditNs / 2 : creditNs);
    if (e.vruntime - v < 0 || rules.forgetsLongSleep() && sleptLong(e)) {
      e.vruntime = v;
    }
  }

  private static boolean sleptLong(FairEntity e) {
    return !e.isGroup() && e.wokenAtNs - e.ranAtNs > LONG_SLEEP_NS;
  }

  @Override
  void remove(FairEntity e, boolean asleep) {
    clearBuddies(e);
    boolean held = !e.isGroup() && e.who.held() != null;
    boolean moves = !asleep && !held && !e.isGroup();
    if (e == current) {
      current = null;
    } else {
      waiting.remove(e);
    }
    part(e);
    if (moves) {
      e.vruntime -= least;
      e.isRelative = true;
    }
    e.keepsPlace = held;
    if (!held && !Bandwidth.isThrottled(this)) { // without quota virtual time stands still
      advance();
    }
  }

  /** It keeps its distance from who has had least. */
  @Override
  void leaveFor(FairEntity e, FairQueue next) {
    if (!e.isRelative) {
      e.vruntime += next.virtualTime() - least;
    }
    e.keepsPlace = false;
  }

  /** Whoever is left in a group is preferred: it shall use what is left of the group's slice. */
  @Override
  void leftBehind(FairEntity e) {
    prefer(e);
  }

  /** What it owes or is owed stays the same in virtual time, as in Linux before 6.6. */
  @Override
  void reweigh(FairEntity e, long next) {
    if (e.onQueue) {
      weigh(next - e.weight);
    }
    e.weight = next;
  }

  private void putIn(FairEntity e) {
    e.sequence = sequence++;
    waiting.add(e, e.vruntime);
  }

  /** It is none of the three any more, here and as far above as it is through its group. */
  private static void clearBuddies(FairEntity entity) {
    boolean isNext = true;
    boolean isLast = true;
    boolean isSkipped = true;
    FairEntity e = entity;
    while (e != null && (isNext || isLast || isSkipped)) {
      CfsQueue q = (CfsQueue) e.queue;
      isNext &= q.buddy == e;
      isLast &= q.last == e;
      isSkipped &= q.skip == e;
      q.buddy = isNext ? null : q.buddy;
      q.last = isLast ? null : q.last;
      q.skip = isSkipped ? null : q.skip;
      e = q.owner;
    }
  }

  // ---- running ----

  @Override
  void take(FairEntity e) {
    clearBuddies(e);
    waiting.remove(e);
    current = e;
    e.servedNs = 0;
  }

  @Override
  void putBack() {
    FairEntity e = current;
    current = null;
    putIn(e);
  }

  @Override
  boolean charge(long ranNs) {
    current.vruntime += virtual(ranNs, current.weight);
    current.servedNs += ranNs;
    advance();
    return false;
  }

  @Override
  void chargeLate(FairEntity e, long ranNs) {
    e.vruntime += virtual(ranNs, e.weight);
  }

  @Override
  boolean isOverAtTick() {
    if (count == 1) {
      return false;
    }
    FairEntity e = current;
    long ns = sliceNs(e);
    if (e.servedNs > ns) {
      clearBuddies(e);
      return true;
    }
    return e.servedNs >= minGranularityNs
        && waiting.count() > 0
        && e.vruntime - first().vruntime > ns;
  }

  @Override
  long leftNs() {
    return sliceNs(current) - current.servedNs;
  }

  @Override
  FairEntity pick() {
    FairEntity first = earlier(current, first());
    if (first == null) {
      return null;
    }
    if (buddy != null && !isUnfair(buddy, first)) {
      return buddy;
    }
    if (last != null && !isUnfair(last, first)) {
      return last;
    }
    if (skip != first) {
      return first;
    }
    FairEntity second = first == current ? first() : earlier(current, waiting.second());
    return second != null && !isUnfair(second, first) ? second : first;
  }

  /** The current one, if it is strictly earlier. */
  private static FairEntity earlier(FairEntity current, FairEntity first) {
    if (first == null || current != null && current.vruntime - first.vruntime < 0) {
      return current;
    }
    return first;
  }

  /** Whether the one that was woken is so far behind the current one that it runs at once. */
  boolean preempts(FairEntity e) {
    return isUnfair(current, e);
  }

  /** Makes it, and the groups around it, the one whom others would rather see run. */
  static void prefer(FairEntity entity) {
    for (FairEntity e = entity; e != null && !e.idle; e = e.queue.owner) {
      e.queue.buddy = e;
    }
  }

  /** It was preempted: it, and the groups around it, shall go on soon. */
  static void preempted(FairEntity entity) {
    for (FairEntity e = entity; e != null && !e.idle; e = e.queue.owner) {
      ((CfsQueue) e.queue).last = e;
    }
  }

  /** So many that a preempted one is in danger of being forgotten. */
  boolean isCrowded() {
    return count >= latencyTasks;
  }

  @Override
  void yieldCurrent() {
    if (root.tasks == 1) {
      return;
    }
    clearBuddies(current);
    for (FairEntity e = current; e != null; e = e.queue.owner) {
      ((CfsQueue) e.queue).skip = e;
    }
  }

  // ---- what must hold ----

  /**
   * Throws unless the least virtual time has not gone back since it was checked last, nobody is
   * further before it than a sleep is worth, and who would run does so fairly; cold.
   *
   * <p>Source: schedulers.md, section 9.4.
   */
  void check() {
    if (least - checkedLeast < 0) {
      throw broken("the least virtual time goes back from " + checkedLeast + " to " + least);
    }
    checkedLeast = least;
    FairEntity first = current;
    long unfair = current == null ? 0 : granularity(current);
    for (int i = 0; i < waiting.count(); i++) {
      FairEntity e = waiting.at(i);
      first = first == null || e.vruntime - first.vruntime < 0 ? e : first;
      unfair = Math.max(unfair, granularity(e));
    }
    if (first == null) {
      return;
    }
    if (least - first.vruntime > Math.max(latencyNs, minGranularityNs)) {
      throw broken(first + " is " + (least - first.vruntime) + " before the least virtual time");
    }
    FairEntity next = pick();
    if (next.vruntime - first.vruntime > unfair) {
      throw broken(next + " is picked and not " + first + ", which has had less");
    }
  }

  // ---- for people, for Bandwidth and for tests ----

  @Override
  int waitingCount() {
    return waiting.count();
  }

  @Override
  FairEntity waitingAt(int number) {
    return waiting.at(number);
  }

  @Override
  long rank(FairEntity e) {
    return e.vruntime - least;
  }

  @Override
  String describe(FairEntity e) {
    return (e == current ? "runs" : "waits")
        + ", vruntime "
        + e.vruntime
        + ", "
        + (e.vruntime - least)
        + " from the least, slice "
        + sliceNs(e)
        + " ns, weight "
        + e.weight
        + (e == buddy ? ", next" : "")
        + (e == last ? ", last" : "")
        + (e == skip ? ", skipped" : "");
  }
}
