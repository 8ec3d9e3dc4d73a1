package org.coremux.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.mux.Schedulable;

/** What must hold of the queues of a fair policy at any time, looked at the slow way. */
final class FairInvariants {
  private final FairHierarchy hierarchy;
  private final FairScheduler fair;
  private final Map<CfsQueue, Long> least = new HashMap<>();

  FairInvariants(FairScheduler fair) {
    this.fair = fair;
    hierarchy = fair.hierarchy();
  }

  void check(List<Schedulable> all) {
    for (FairCpu cpu : hierarchy.cpus) {
      checkQueue(cpu.root);
      for (int i = 0; i < hierarchy.groupCount(); i++) {
        if (hierarchy.group(i) != null) {
          checkQueue(hierarchy.group(i).queues[cpu.index]);
        }
      }
      require(listed(cpu) == cpu.tasks(), "lists " + listed(cpu) + " of " + cpu.tasks(), cpu.root);
    }
    for (Schedulable s : all) {
      FairEntity e = fair.entity(s);
      boolean queued = e != null && e.onQueue && !e.delayed;
      require(s.isRunnable() == queued, s + " is queued: " + queued, s);
    }
  }

  private static int listed(FairCpu cpu) {
    int count = 0;
    for (FairEntity e = cpu.coldest(); e != null; e = e.warmer) {
      count++;
    }
    return count;
  }

  static List<FairEntity> members(FairQueue queue) {
    List<FairEntity> members = new ArrayList<>();
    if (queue.current != null) {
      members.add(queue.current);
    }
    for (int i = 0; i < queue.waitingCount(); i++) {
      members.add(queue.waitingAt(i));
    }
    return members;
  }

  private void checkQueue(FairQueue queue) {
    List<FairEntity> members = members(queue);
    require(members.size() == queue.count, "counts " + queue.count, queue);
    long weight = members.stream().mapToLong(e -> e.weight).sum();
    require(weight == queue.weight, "weighs " + queue.weight + ", not " + weight, queue);
    if (queue instanceof CfsQueue cfs) {
      Long before = least.put(cfs, cfs.virtualTime());
      boolean forward = before == null || cfs.virtualTime() - before >= 0;
      require(forward, "the least virtual time went back from " + before, queue);
    } else if (!members.isEmpty()) {
      checkLags((EevdfQueue) queue, members);
    }
  }

  private static void checkLags(EevdfQueue queue, List<FairEntity> members) {
    long v = queue.virtualTime();
    long lags = 0;
    long least = Long.MAX_VALUE;
    for (FairEntity e : members) {
      lags += e.weight * (v - e.vruntime);
      least = Math.min(least, e.vruntime);
    }
    require(lags == queue.lagSum(), "knows lags of " + queue.lagSum() + ", not " + lags, queue);
    require(lags <= 0 && -lags < queue.weight, "lags add up to " + lags, queue);
    require(least <= v, "nobody is eligible", queue);
  }

  private static void require(boolean holds, String what, Object who) {
    if (!holds) {
      throw new IllegalStateException(who + ": " + what);
    }
  }
}
