package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;

/**
 * cpu.max of one group: a pool of quota that a timer refills each period. Processors take slices of
 * it and burn them; one that finds the pool empty holds all members there until the refill.
 *
 * <p>What was used beyond the quota, at most to the next tick, is a debt of that processor. A queue
 * that empties gives back what it took, but for 1 ms. The timer stops after a period in which
 * nobody asked; periods lie on the grid of the first use.
 *
 * <p>Order: throttled processors get their refill in the order in which they were throttled.
 *
 * <p>Source: schedulers.md, section 12.2.
 */
final class Bandwidth {
  /** What a queue that empties keeps. Unit: ns. Source: schedulers.md, section 12.2. */
  private static final long KEEP_NS = 1_000_000;

  /** How long given-back quota is gathered. Unit: ns. Source: schedulers.md, section 12.2. */
  private static final long SLACK_DELAY_NS = 5_000_000;

  /** So close to the refill it is not worth it. Unit: ns. Source: schedulers.md, section 12.2. */
  private static final long REFILL_NEAR_NS = 2_000_000;

  private final Pool pool;
  private final FairHierarchy hierarchy;
  private final Group group;
  private final long sliceNs;
  private final Timer[] periodTimers;
  private final Timer[] slackTimers;

  private long poolNs;
  private long nextRefillNs = Timer.NEVER;
  private boolean started;
  private boolean active;
  private boolean asked;
  private boolean slackArmed;
  private FairQueue firstThrottled;
  private FairQueue lastThrottled;

  Bandwidth(Pool pool, FairHierarchy hierarchy, FairParameters parameters, Group group) {
    this.pool = pool;
    this.hierarchy = hierarchy;
    this.group = group;
    sliceNs = parameters.bandwidthSliceNs();
    poolNs = group.quotaNs();
    periodTimers = new Timer[pool.processorCount()];
    slackTimers = new Timer[pool.processorCount()];
    for (int i = 0; i < periodTimers.length; i++) {
      int cpu = i;
      periodTimers[i] = pool.timer(pool.processor(i), now -> refill(cpu, now));
      slackTimers[i] = pool.timer(pool.processor(i), now -> spreadSlack(now));
    }
  }

  /**
   * The quota is another now, or there is none any more: a period begins, nobody owes anything, and
   * whoever was held goes on.
   *
   * <p>Source: Linux tg_set_cfs_bandwidth.
   */
  void restart() {
    for (int i = 0; i < periodTimers.length; i++) {
      pool.cancel(periodTimers[i]);
      pool.cancel(slackTimers[i]);
    }
    slackArmed = false;
    active = false;
    asked = false;
    started = false;
    poolNs = group.isCapped() ? group.quotaNs() : 0;
    for (FairQueue queue : hierarchy.group(group.index()).queues) {
      queue.remainingNs = 0;
    }
    FairQueue queue = firstThrottled;
    firstThrottled = null;
    lastThrottled = null;
    while (queue != null) {
      FairQueue next = queue.nextThrottled;
      queue.nextThrottled = null;
      queue.remainingNs = 1;
      unthrottle(queue);
      queue = next;
    }
  }

  long poolNs() {
    return poolNs;
  }

  /** Burns; true when there is nothing left, here and in the pool. */
  boolean charge(FairQueue queue, long ranNs) {
    queue.remainingNs -= ranNs;
    return isOverdrawn(queue);
  }

  /** Whether the queue has nothing left and gets nothing more. */
  boolean isOverdrawn(FairQueue queue) {
    if (queue.remainingNs > 0) {
      return false;
    }
    start(queue.cpu);
    asked = true;
    long amountNs = Math.min(poolNs, sliceNs - queue.remainingNs);
    poolNs -= amountNs;
    queue.remainingNs += amountNs;
    return queue.remainingNs <= 0;
  }

  private void start(int cpu) {
    if (active) {
      return;
    }
    active = true;
    long now = pool.nowNs();
    if (!started) {
      started = true;
      nextRefillNs = now + group.periodNs();
    }
    forward(now);
    pool.arm(periodTimers[cpu], nextRefillNs);
  }

  /** To the next point of the grid that lies ahead. */
  private void forward(long nowNs) {
    if (nextRefillNs <= nowNs) {
      nextRefillNs += ((nowNs - nextRefillNs) / group.periodNs() + 1) * group.periodNs();
    }
  }

  /** A period ends. */
  private void refill(int cpu, long nowNs) {
    forward(nowNs);
    long mostNs = group.quotaNs() + group.burstNs();
    poolNs = Math.min(poolNs + group.quotaNs(), mostNs);
    if (!asked && firstThrottled == null) {
      active = false;
      return;
    }
    asked = firstThrottled != null;
    pool.arm(periodTimers[cpu], nextRefillNs);
    spread();
  }

  /** Gives each throttled processor just enough to run again; it takes slices from then on. */
  private void spread() {
    FairQueue last = lastThrottled;
    while (poolNs > 0 && firstThrottled != null) {
      FairQueue queue = firstThrottled;
      firstThrottled = queue.nextThrottled;
      queue.nextThrottled = null;
      lastThrottled = firstThrottled == null ? null : lastThrottled;
      long amountNs = Math.min(poolNs, 1 - queue.remainingNs);
      poolNs -= amountNs;
      queue.remainingNs += amountNs;
      if (queue.remainingNs > 0) {
        unthrottle(queue);
      } else {
        append(queue);
      }
      if (queue == last) {
        return;
      }
    }
  }

  private void append(FairQueue queue) {
    if (firstThrottled == null) {
      firstThrottled = queue;
    } else {
      lastThrottled.nextThrottled = queue;
    }
    lastThrottled = queue;
  }

  /** Whether the queue, or that of a group around it, has used up its quota. */
  static boolean isThrottled(FairQueue queue) {
    return throttledAround(queue) != null;
  }

  /** The innermost queue around this one that is throttled; null for none. */
  static FairQueue throttledAround(FairQueue queue) {
    for (FairQueue q = queue; q.owner != null; q = q.owner.queue) {
      if (q.throttled) {
        return q;
      }
    }
    return null;
  }

  /** Holds all members on the processor, those of groups within too. */
  void throttle(FairQueue queue) {
    queue.throttled = true;
    append(queue);
    holdAll(queue, queue);
  }

  private void holdAll(FairQueue queue, FairQueue capped) {
    while (queue.count > 0) {
      FairEntity e = queue.current != null ? queue.current : queue.pick();
      if (e.delayed) {
        hierarchy.finish(e, false);
      } else if (e.isGroup()) {
        holdAll(e.members, capped);
      } else {
        hold(e, capped);
      }
    }
  }

  /** Keeps a member from running until the queue is refilled. */
  void hold(FairEntity e, FairQueue capped) {
    if (e.heldFor == null) {
      e.heldFor = capped;
      if (capped.firstHeld == null) {
        capped.firstHeld = e;
      } else {
        capped.lastHeld.nextHeld = e;
      }
      capped.lastHeld = e;
    }
    pool.hold(e.who, Hold.CAP);
  }

  private void unthrottle(FairQueue queue) {
    queue.throttled = false;
    FairEntity e = queue.firstHeld;
    queue.firstHeld = null;
    queue.lastHeld = null;
    while (e != null) {
      FairEntity next = e.nextHeld;
      e.nextHeld = null;
      e.heldFor = null;
      e.releasing = true;
      pool.release(e.who);
      e.releasing = false;
      e = next;
    }
  }

  /** It is held for this cap, and is forgotten: it leaves the list. */
  static void forget(FairEntity gone) {
    FairQueue queue = gone.heldFor;
    FairEntity before = null;
    for (FairEntity e = queue.firstHeld; e != gone; e = e.nextHeld) {
      before = e;
    }
    if (before == null) {
      queue.firstHeld = gone.nextHeld;
    } else {
      before.nextHeld = gone.nextHeld;
    }
    if (queue.lastHeld == gone) {
      queue.lastHeld = before;
    }
    gone.nextHeld = null;
    gone.heldFor = null;
  }

  /** A queue has emptied: what it does not keep goes back, and may help a throttled processor. */
  void giveBack(FairQueue queue) {
    long slackNs = queue.remainingNs - KEEP_NS;
    if (slackNs <= 0) {
      return;
    }
    queue.remainingNs -= slackNs;
    poolNs += slackNs;
    boolean worthIt = poolNs > sliceNs && firstThrottled != null && !slackArmed;
    if (worthIt && nextRefillNs - pool.nowNs() > REFILL_NEAR_NS + SLACK_DELAY_NS) {
      slackArmed = true;
      pool.arm(slackTimers[queue.cpu], pool.nowNs() + SLACK_DELAY_NS);
    }
  }

  private void spreadSlack(long nowNs) {
    slackArmed = false;
    if (nextRefillNs - nowNs > REFILL_NEAR_NS && poolNs > sliceNs) {
      spread();
    }
  }

  /** The queue's budget, for people. */
  String describe(FairQueue queue) {
    return "  "
        + queue
        + (queue.throttled ? ": throttled, " : ": ")
        + queue.remainingNs
        + " ns in hand, "
        + poolNs
        + " ns in the pool, refill at "
        + nextRefillNs
        + " ns";
  }
}
