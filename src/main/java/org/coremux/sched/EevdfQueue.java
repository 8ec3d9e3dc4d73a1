package org.coremux.sched;

/**
 * Earliest eligible virtual deadline first, on one queue.
 *
 * <p>Each entity asks for a slice r of service; its virtual time v advances by 1024 / weight of
 * what it gets, and its deadline is v + r * 1024 / weight. Virtual time V of the queue is the mean
 * of all v by weight. Who has had less than its share has positive lag, V - v, and is eligible; of
 * those the earliest deadline runs. V is kept relative to v0, which follows it, so that nothing
 * overflows: V = v0 + sum(w (v - v0)) / sum(w), rounded down, and v is eligible exactly when v <=
 * V.
 *
 * <p>Cost: O(log n) per change and pick, see {@link FairTimeline}. Allocation: none.
 *
 * <p>Order: at equal deadlines the one that was queued first; the current one goes on only when its
 * deadline is strictly earlier than that of the best in the queue, or while it is protected.
 *
 * <p>Source: I. Stoica, H. Abdel-Wahab, "Earliest eligible virtual deadline first", 1995; Linux as
 * described in schedulers.md, section 10.
 */
final class EevdfQueue extends FairQueue {
  private final EevdfRules rules;
  private final long baseSliceNs;
  private final long tickNs;

  /** Who waits here, delayed ones included; the current one is not in it. */
  private final FairTimeline waiting;

  /** Sum of w (v - v0) over those that wait. */
  private long keys;

  private long waitingWeight;
  private long v0;

  EevdfQueue(EevdfParameters parameters, int cpus, int cpu, FairGroup group, FairQueue parent) {
    super(cpu, group, parent);
    rules = parameters.rules();
    baseSliceNs = parameters.sliceNs(cpus);
    tickNs = parameters.tickNs();
    waiting = new FairTimeline(baseSliceNs);
    if (owner != null) {
      owner.sliceNs = baseSliceNs;
    }
  }

  // ---- virtual time ----

  /** V, which v0 follows. */
  @Override
  long virtualTime() {
    if (count > 0) {
      long ahead = keys + currentKey();
      if (ahead < 0 || ahead >= weight) { // else v0 is there already: asked twice at one instant
        long step = StrictMath.floorDiv(ahead, weight);
        v0 += step;
        keys -= step * waitingWeight;
      }
    }
    return v0;
  }

  private long currentKey() {
    return current == null ? 0 : current.weight * (current.vruntime - v0);
  }

  @Override
  boolean isEligible(FairEntity e) {
    return e.vruntime - virtualTime() <= 0;
  }

  // ---- joining and leaving ----

  /** Queues it: where its lag puts it, with a deadline of a slice from there. */
  @Override
  void add(FairEntity e) {
    if (!e.ownSlice && !e.isGroup()) {
      e.sliceNs = baseSliceNs;
    }
    place(e);
    join(e);
    putIn(e);
  }

  /**
   * Its lag after joining shall be what it was when it left. Joining itself moves V, so the lag is
   * inflated by (W + w) / W.
   */
  private void place(FairEntity e) {
    long v = virtualTime();
    long lag = 0;
    if (rules.placeLag() && count > 0 && e.lag != 0) {
      lag = e.lag * (weight + e.weight) / weight;
    }
    e.vruntime = v - lag;
    if (e.relativeDeadline) {
      e.relativeDeadline = false;
      e.deadline += e.vruntime;
      return;
    }
    long request = e.request();
    boolean half = e.fresh && rules.placeDeadlineInitial();
    e.deadline = e.vruntime + (half ? request / 2 : request);
  }

  /** Takes it out; it keeps its lag, and its deadline relative to it unless it fell asleep. */
  @Override
  void remove(FairEntity e, boolean asleep) {
    keepLag(e);
    e.delayed = false;
    if (rules.relativeDeadline() && !asleep) {
      e.deadline -= e.vruntime;
      e.relativeDeadline = true;
    }
    if (e == current) {
      current = null;
    } else {
      takeOut(e);
    }
    if (e == buddy) {
      buddy = null;
    }
    part(e);
  }

  /** One that falls asleep while it owes service stays queued until it has paid; true if so. */
  @Override
  boolean delay(FairEntity e) {
    if (!rules.delayDequeue() || isEligible(e)) {
      return false;
    }
    keepLag(e);
    e.delayed = true;
    if (e == current) {
      putBack();
    }
    return true;
  }

  /** A delayed one is to run again: it has earned nothing while it slept. It stays delayed. */
  @Override
  void forfeit(FairEntity e) {
    if (rules.delayZero() && virtualTime() - e.vruntime > 0) {
      remove(e, true);
      e.lag = 0;
      add(e);
      e.delayed = true;
    }
  }

  private void keepLag(FairEntity e) {
    long lag = virtualTime() - e.vruntime;
    long limit =
        rules.clampByQueue()
            ? Math.max(baseSliceNs, longestSliceNs(e)) + tickNs
            : Math.max(2 * e.sliceNs, tickNs);
    long most = virtual(limit, e.weight);
    lag = Math.max(-most, Math.min(most, lag));
    if (e.delayed) {
      lag = Math.max(lag, e.lag);
      if (rules.delayZero()) {
        lag = Math.min(lag, 0);
      }
    }
    e.lag = lag;
  }

  private long longestSliceNs(FairEntity e) {
    return current == null ? e.sliceNs : Math.max(e.sliceNs, current.sliceNs);
  }

  /** Gives it another weight; what it is owed or owes in ns stays the same, and so V too. */
  @Override
  void reweigh(FairEntity e, long next) {
    long old = e.weight;
    if (old == next) {
      return;
    }
    if (!e.onQueue) {
      e.lag = e.lag * old / next;
      e.deadline = e.relativeDeadline ? e.deadline * old / next : e.deadline;
      e.weight = next;
      return;
    }
    long v = virtualTime();
    if (e != current) {
      takeOut(e);
    }
    long before = e.vruntime;
    e.vruntime = v - (v - before) * old / next;
    e.deadline = e.vruntime + (e.deadline - before) * old / next;
    e.protection = e.vruntime + (e.protection - before) * old / next;
    e.weight = next;
    weigh(next - old);
    if (e != current) {
      putIn(e);
    }
  }

  private void putIn(FairEntity e) {
    keys += e.weight * (e.vruntime - v0);
    waitingWeight += e.weight;
    waiting.add(e, e.vruntime - v0 <= 0);
  }

  private void takeOut(FairEntity e) {
    waiting.remove(e);
    keys -= e.weight * (e.vruntime - v0);
    waitingWeight -= e.weight;
  }

  // ---- running ----

  /** It runs from now on, protected for a slice or what is left of it. */
  @Override
  void take(FairEntity e) {
    takeOut(e);
    current = e;
    e.isProtected = rules.runToParity();
    e.protection = e.deadline;
    if (rules.protectTime()) {
      tighten();
    }
  }

  /** The current one waits again. */
  @Override
  void putBack() {
    FairEntity e = current;
    current = null;
    e.isProtected = false;
    putIn(e);
  }

  /** Nobody is protected for longer than the shortest slice that is queued. */
  private void tighten() {
    FairEntity e = current;
    long shortest = Math.min(waiting.leastSliceNs(), e.sliceNs);
    long length = shortest == e.sliceNs ? e.request() : virtual(shortest, e.weight);
    long end = e.vruntime + length;
    if (end - e.protection < 0) {
      e.protection = end;
    }
  }

  boolean isProtected(FairEntity e) {
    return e.isProtected
        && (rules.protectTime() ? e.vruntime - e.protection < 0 : e.deadline == e.protection);
  }

  /** Charges the current one; true when somebody else should be looked at. */
  @Override
  boolean charge(long ranNs) {
    FairEntity e = current;
    e.vruntime += virtual(ranNs, e.weight);
    boolean served = e.vruntime - e.deadline >= 0;
    if (served) {
      e.sliceNs = e.ownSlice || e.isGroup() ? e.sliceNs : baseSliceNs;
      e.deadline = e.vruntime + e.request();
    }
    return count > 1 && (served || isOver(e));
  }

  @Override
  void chargeLate(FairEntity e, long ranNs) {
    e.lag -= virtual(ranNs, e.weight);
  }

  private boolean isOver(FairEntity e) {
    if (rules.protectTime()) {
      return !isProtected(e);
    }
    return rules.preemptShort() && !isProtected(e) && !isEligible(e);
  }

  /** Time that the current one needs to the end of its protection or its request. Unit: ns. */
  @Override
  long leftNs() {
    FairEntity e = current;
    long end = rules.protectTime() && isProtected(e) ? e.protection : e.deadline;
    return realNs(end - e.vruntime, e.weight);
  }

  /** Who should run: eligible, with the earliest deadline; null when nobody is here. */
  @Override
  FairEntity pick() {
    if (count == 1) {
      return current != null ? current : waiting.at(0);
    }
    long v = virtualTime();
    if (buddy != null && rules.pickBuddy() && !buddy.delayed && buddy.vruntime - v <= 0) {
      return buddy;
    }
    FairEntity running = current != null && current.vruntime - v <= 0 ? current : null;
    if (running != null && isProtected(running)) {
      return running;
    }
    FairEntity best = waiting.firstEligible(v);
    if (best == null || running != null && running.deadline - best.deadline < 0) {
      return running;
    }
    return best;
  }

  /** Whether the one that has just been queued here should run instead of the current one. */
  boolean preempts(FairEntity e, boolean fresh) {
    if (fresh && e.sliceNs >= current.sliceNs) {
      return false; // a new one waits
    }
    return current == e || breaksIn(e);
  }

  private boolean breaksIn(FairEntity e) {
    if (rules.preemptShort() && e.sliceNs < current.sliceNs && mayBreakIn(e)) {
      current.isProtected = false;
    }
    if (pick() == e) {
      return true;
    }
    if (rules.protectTime()) {
      tighten();
    }
    return false;
  }

  private boolean mayBreakIn(FairEntity e) {
    return rules.protectTime()
        || isEligible(e) && (e.deadline - current.deadline < 0 || !isEligible(current));
  }

  /** The current one would rather not run. */
  @Override
  void yieldCurrent() {
    FairEntity e = current;
    if (count == 1) {
      return;
    }
    if (!rules.yieldForfeits()) {
      e.deadline += e.request();
    } else if (isEligible(e)) {
      e.vruntime = e.deadline;
      e.deadline += e.request();
    }
  }

  /** A group asks for the shortest slice of its members. */
  @Override
  void ask(FairEntity e) {
    if (rules.preemptShort() && (!e.onQueue || e == current)) {
      e.sliceNs = ((EevdfQueue) e.members).shortestSliceNs();
    }
  }

  /** The shortest slice of those here. Unit: ns. */
  private long shortestSliceNs() {
    long ns = waiting.leastSliceNs();
    ns = current == null ? ns : Math.min(ns, current.sliceNs);
    return ns == Long.MAX_VALUE ? baseSliceNs : ns;
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
    return e.deadline - virtualTime();
  }

  @Override
  String describe(FairEntity e) {
    String state = e != current ? "waits" : isProtected(e) ? "runs, protected" : "runs";
    return (e.delayed ? "delayed" : state)
        + ", vruntime "
        + e.vruntime
        + ", deadline "
        + e.deadline
        + ", lag "
        + (virtualTime() - e.vruntime)
        + (isEligible(e) ? ", eligible" : ", not eligible")
        + ", weight "
        + e.weight
        + ", slice "
        + e.sliceNs
        + " ns";
  }

  /** Sum of w (V - v) over everybody here: 0 but for the rounding of V. */
  long lagSum() {
    virtualTime();
    return -(keys + currentKey());
  }
}
