package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;

/**
 * Which run queue a unit is assigned to: the least loaded when it comes, and another when a reset
 * shows that moving one unit, or exchanging two, brings two queues closer together.
 *
 * <p>Model: as Xen does it, loads alone are compared, not weights, and a unit that sleeps is moved
 * like one that runs. As coded, whether the queues have CPUs to spare is read off the last queue
 * that was looked at; as intended, off the one chosen.
 *
 * <p>Cost: O(n1 * n2) for a reset when the loads differ, O(queues) when not. Allocation: only when
 * a queue has more units than ever before.
 *
 * <p>Source: schedulers.md 4.4, balanceLoad and pickResource (Xen credit2.c).
 */
final class Credit2Balance {
  private static final int NONE = Credit2Units.NONE;

  private final Credit2 policy;
  private final Pool pool;
  private final Credit2Parameters parameters;
  private final Credit2Units units;
  private final Credit2Load loads;
  private final CpuSet online;
  private int[] pulls = new int[8];
  private int pullCount;
  private long difference;
  private long bestDifference;
  private int bestPush;
  private int bestPull;

  Credit2Balance(
      Credit2 policy,
      Pool pool,
      Credit2Parameters parameters,
      Credit2Units units,
      Credit2Load loads) {
    this.policy = policy;
    this.pool = pool;
    this.parameters = parameters;
    this.units = units;
    this.loads = loads;
    online = new CpuSet(pool.processorCount());
    for (int cpu = 0; cpu < pool.processorCount(); cpu++) {
      online.add(cpu);
    }
  }

  /** Finds out where the unit would rather run. */
  void prefer(int i) {
    CpuSet hard = CpuSet.of(units.unit[i].affinity(), online);
    units.preferred[i] = SoftAffinity.useful(units.unit[i].group(), hard);
  }

  /**
   * The least loaded queue with a CPU that the unit prefers, or else may run on; Xen's pick of a
   * resource.
   */
  Credit2RunQueue lightest(int i) {
    Credit2RunQueue best = null;
    Credit2RunQueue bestPreferred = null;
    long least = Long.MAX_VALUE;
    long leastPreferred = Long.MAX_VALUE;
    for (Credit2RunQueue queue : policy.runQueues()) {
      queue.changeLoad(0, pool.nowNs());
      long load = queue.expectedLoad();
      if (queue == units.runQueue[i]) {
        load = Math.max(load - units.averageLoad[i], 0);
      }
      if (load < least && hard(i, queue) != 0) {
        least = load;
        best = queue;
      }
      if (units.preferred[i] != null && load < leastPreferred && soft(i, queue) != 0) {
        leastPreferred = load;
        bestPreferred = queue;
      }
    }
    return bestPreferred == null ? best : bestPreferred;
  }

  /** Assigns it to the lightest queue, on the CPU whose turn it is of those that it prefers. */
  void place(int i) {
    Credit2RunQueue queue = lightest(i);
    bind(i, queue);
    long preferred = units.hard[i] & units.soft[i];
    assign(i, queue, preferred == 0 ? units.hard[i] : preferred);
  }

  /** Assigns it to the queue, on the CPU whose turn it is there. */
  void assign(int i, Credit2RunQueue queue) {
    bind(i, queue);
    assign(i, queue, units.hard[i]);
  }

  private void assign(int i, Credit2RunQueue queue, long allowed) {
    units.home[i] = queue.cpu(queue.pick(allowed));
    queue.assign(i);
  }

  /** Notes where in the queue it may and would rather run. */
  void bind(int i, Credit2RunQueue queue) {
    units.hard[i] = hard(i, queue);
    units.soft[i] = soft(i, queue);
  }

  private long soft(int i, Credit2RunQueue queue) {
    if (units.preferred[i] == null) {
      return queue.active;
    }
    long mask = 0;
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      if (units.preferred[i].contains(queue.cpu(slot))) {
        mask |= 1L << slot;
      }
    }
    return mask;
  }

  /** Which CPUs of the queue the unit may run on, as slots. */
  long hard(int i, Credit2RunQueue queue) {
    if (units.unit[i].affinity() == null) {
      return queue.active;
    }
    long mask = 0;
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      if (units.unit[i].allows(pool.processor(queue.cpu(slot)))) {
        mask |= 1L << slot;
      }
    }
    return mask;
  }

  /** Compares the queue, which was reset now, with the others, and moves what pays most. */
  void run(Credit2RunQueue own) {
    Credit2RunQueue other = farthest(own);
    if (other == null) {
      return;
    }
    difference = own.expectedLoad() - other.expectedLoad();
    bestDifference = Math.abs(difference);
    bestPush = NONE;
    bestPull = NONE;
    choose(own, other);
    if (bestPush != NONE) {
      policy.migrate(bestPush, other);
    }
    if (bestPull != NONE) {
      policy.migrate(bestPull, own);
    }
  }

  /** The queue whose load differs most, if it does so by enough. */
  private Credit2RunQueue farthest(Credit2RunQueue own) {
    Credit2RunQueue chosen = null;
    Credit2RunQueue last = null;
    long most = 0;
    own.changeLoad(0, pool.nowNs());
    for (Credit2RunQueue queue : policy.runQueues()) {
      if (queue != own) {
        queue.changeLoad(0, pool.nowNs());
        long far = Math.abs(own.expectedLoad() - queue.expectedLoad());
        if (far > most) {
          most = far;
          chosen = queue;
        }
        last = queue;
      }
    }
    if (chosen == null) {
      return null;
    }
    Credit2RunQueue read = parameters.asCoded() ? last : chosen;
    long load = Math.max(own.expectedLoad(), read.expectedLoad());
    boolean spare = load < loads.of(Math.max(own.cpuCount(), read.cpuCount()));
    int shift = spare ? parameters.balanceUnderShift() : parameters.balanceOverShift();
    return most >= loads.power(shift) ? chosen : null;
  }

  /** Looks at every unit to push, to pull, and every pair of both. */
  private void choose(Credit2RunQueue own, Credit2RunQueue other) {
    collectPulls(own, other);
    for (int k = 0; k < own.memberCount(); k++) {
      int push = own.member(k);
      update(push, own);
      if (mayMove(push, other)) {
        for (int pull = 0; pull < pullCount; pull++) {
          consider(push, pulls[pull]);
        }
        consider(push, NONE);
      }
    }
    for (int pull = 0; pull < pullCount; pull++) {
      consider(NONE, pulls[pull]);
    }
  }

  private void collectPulls(Credit2RunQueue own, Credit2RunQueue other) {
    pullCount = 0;
    if (other.memberCount() > pulls.length) {
      pulls = Arrays.copyOf(pulls, 2 * other.memberCount());
    }
    for (int k = 0; k < other.memberCount(); k++) {
      int pull = other.member(k);
      update(pull, other);
      if (mayMove(pull, own)) {
        pulls[pullCount++] = pull;
      }
    }
  }

  private void update(int i, Credit2RunQueue queue) {
    queue.changeLoad(i, units.queued[i] || units.scheduled[i], pool.nowNs());
  }

  private boolean mayMove(int i, Credit2RunQueue to) {
    return units.migrateTo[i] == null && hard(i, to) != 0;
  }

  private void consider(int push, int pull) {
    long moved = push == NONE ? 0 : units.averageLoad[push];
    moved -= pull == NONE ? 0 : units.averageLoad[pull];
    long after = Math.abs(difference - 2 * moved);
    if (after < bestDifference) {
      bestDifference = after;
      bestPush = push;
      bestPull = pull;
    }
  }
}
