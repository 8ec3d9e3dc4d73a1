package org.coremux.sched;

/**
 * What must hold on each queue of {@link Eevdf}, found anew from what is queued there, one by one.
 * Cold: for runs in which every invariant is on.
 *
 * <p>Checked: virtual time is the mean of all by weight, so that lags add up to nothing; somebody
 * is eligible; who would run is, and has the earliest deadline of those, unless it is protected or
 * others would rather see it run; who is delayed owed service when it fell asleep; nobody is owed
 * more service than a longest request or two of its own while it is away; and who comes back to
 * others has the lag with which it left, where lags are kept.
 *
 * <p>Source: schedulers.md, section 10.3.
 */
final class EevdfCheck {
  /** What two divisions may be off by, in virtual ns. */
  private static final long ROUNDED = 2;

  private final EevdfParameters parameters;
  private final FairEntity[] entities;
  private final long longestNs;

  /** A check of all entities, as they stand now. */
  EevdfCheck(EevdfParameters parameters, int cpus, FairEntity[] entities) {
    this.parameters = parameters;
    this.entities = entities;
    long ns = parameters.sliceNs(cpus);
    for (FairEntity e : entities) {
      ns = e == null ? ns : Math.max(ns, e.sliceNs);
    }
    longestNs = ns;
  }

  /** Throws unless it all holds on the queue. */
  void look(EevdfQueue queue) {
    queue.checkSums();
    if (queue.count > 0) {
      long now = mean(queue);
      if (queue.virtualTime() != now) {
        throw queue.broken("virtual time is " + queue.virtualTime() + ", the mean is " + now);
      }
      lookAtPick(queue, now);
      lookAtJoined(queue, now);
    }
    for (int i = 0; i < queue.waitingCount(); i++) {
      FairEntity e = queue.waitingAt(i);
      if (e.delayed && e.lag > 0) {
        throw queue.broken(e + " is delayed, and is owed " + e.lag);
      }
    }
  }

  /** The mean of all virtual times by weight, rounded down. */
  private static long mean(EevdfQueue queue) {
    long from = queue.current == null ? queue.waitingAt(0).vruntime : queue.current.vruntime;
    long sum = 0;
    for (int i = 0; i < queue.waitingCount(); i++) {
      FairEntity e = queue.waitingAt(i);
      sum += e.weight * (e.vruntime - from);
    }
    return from + StrictMath.floorDiv(sum, queue.weight);
  }

  /** Looks at one who joined since the last look, if nobody else joined or left. */
  private void lookAtJoined(EevdfQueue queue, long now) {
    FairEntity e = queue.joined;
    boolean isAlone = queue.weighed == queue.weighedBefore + 1;
    queue.weighedBefore = queue.weighed;
    if (e != null && isAlone && queue.count > 1 && parameters.rules().placeLag()) {
      long lag = now - e.vruntime;
      if (StrictMath.abs(lag - e.lag) > ROUNDED) {
        throw queue.broken(e + " had a lag of " + e.lag + ", and has joined with " + lag);
      }
    }
  }

  private static void lookAtPick(EevdfQueue queue, long now) {
    FairEntity next = queue.pick();
    if (next == null) {
      throw queue.broken("nobody is eligible");
    }
    if (queue.count == 1) {
      return;
    }
    if (next.vruntime - now > 0) {
      throw queue.broken(next + " is picked, and is not eligible");
    }
    boolean isKept = next == queue.buddy || next == queue.current && queue.isProtected(next);
    for (int i = -1; i < queue.waitingCount() && !isKept; i++) {
      FairEntity e = i < 0 ? queue.current : queue.waitingAt(i);
      if (e != null && e.vruntime - now <= 0 && e.deadline - next.deadline < 0) {
        throw queue.broken(next + " is picked and not " + e + ", whose deadline is earlier");
      }
    }
  }

  /** Throws when somebody who is on no queue is owed more than it may be. */
  void lookAtLags() {
    for (FairEntity e : entities) {
      if (e != null && !e.onQueue) {
        long most = Math.max(2 * e.sliceNs, longestNs + parameters.tickNs());
        if (e.lag - FairQueue.virtual(most, e.weight) > ROUNDED) {
          throw e.queue.broken(e + " is owed " + e.lag + " while it is away");
        }
      }
    }
  }
}
