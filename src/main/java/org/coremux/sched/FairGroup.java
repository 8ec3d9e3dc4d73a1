package org.coremux.sched;

import org.coremux.mux.Group;

/**
 * What the policy keeps for a group: a queue of its members on each processor, each with an entity
 * on the queue of the parent there. The weight of the group is split among these by load.
 *
 * <p>Model: the load of a processor is the weight that is queued there now; Linux takes the larger
 * of this and a decaying average, so a share follows sleeps faster here.
 *
 * <p>Source: schedulers.md, section 12.1.
 */
final class FairGroup {
  /** Load weight of the default weight of 100. Source: schedulers.md, section 12.1. */
  private static final long SHARES_PER_100 = 1024;

  /** Least load weight of a group on a processor. Source: schedulers.md, section 12.1. */
  private static final long SHARES_MIN = 2;

  final Group group;
  final FairQueue[] queues;

  /** cpu.max; null when the group has none. */
  Bandwidth bandwidth;

  private long shares;

  /** Weight of all members that are queued, on all processors. */
  long load;

  FairGroup(Group group, FairQueue[] parents, FairQueue.Maker maker, Bandwidth bandwidth) {
    this.group = group;
    this.bandwidth = bandwidth;
    weigh();
    queues = new FairQueue[parents.length];
    for (int cpu = 0; cpu < queues.length; cpu++) {
      queues[cpu] = maker.make(cpu, this, parents[cpu]);
      queues[cpu].owner.weight = shares;
      queues[cpu].owner.idle = FairSettings.isIdle(group);
    }
  }

  /** The group's weight is what it says now. */
  void weigh() {
    shares = Math.max(SHARES_MIN, (group.weight() * SHARES_PER_100 + 50) / 100);
    if (FairSettings.isIdle(group)) {
      shares = NiceWeights.IDLE;
    }
  }

  /** The group's weight on one processor: its part of the load, of the shares. */
  long weightOn(FairQueue queue) {
    if (queue.weight == load) {
      return shares;
    }
    return Math.max(SHARES_MIN, Math.min(shares, shares * queue.weight / load));
  }

  @Override
  public String toString() {
    return group.name();
  }
}
