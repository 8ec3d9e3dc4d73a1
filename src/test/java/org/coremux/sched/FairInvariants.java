package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.Schedulable;

/** What must hold of the queues of {@link Eevdf} at any time, looked at the slow way. */
final class FairInvariants {
  private final FairHierarchy hierarchy;
  private final Eevdf eevdf;

  FairInvariants(Eevdf eevdf) {
    this.eevdf = eevdf;
    hierarchy = eevdf.hierarchy();
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
      FairEntity e = eevdf.entity(s);
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

  private static void checkQueue(FairQueue fair) {
    EevdfQueue queue = (EevdfQueue) fair;
    List<FairEntity> members = members(queue);
    require(members.size() == queue.count, "counts " + queue.count, queue);
    if (members.isEmpty()) {
      require(queue.weight == 0, "weighs " + queue.weight + " though empty", queue);
      return;
    }
    long v = queue.virtualTime();
    long weight = 0;
    long lags = 0;
    long least = Long.MAX_VALUE;
    for (FairEntity e : members) {
      weight += e.weight;
      lags += e.weight * (v - e.vruntime);
      least = Math.min(least, e.vruntime);
    }
    require(weight == queue.weight, "weighs " + queue.weight + ", not " + weight, queue);
    require(lags == queue.lagSum(), "knows lags of " + queue.lagSum() + ", not " + lags, queue);
    require(lags <= 0 && -lags < weight, "lags add up to " + lags + " of " + weight, queue);
    require(least <= v, "nobody is eligible", queue);
  }

  private static void require(boolean holds, String what, Object who) {
    if (!holds) {
      throw new IllegalStateException(who + ": " + what);
    }
  }
}
