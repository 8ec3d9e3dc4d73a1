package org.coremux.sched;

import java.util.function.Consumer;
import org.coremux.mux.Pool;

/** Queues, virtual times and entitlements of {@link Esxi}, for people. */
final class EsxiListing {
  private static final long PERCENT = 100;

  private final Esxi policy;
  private final Pool pool;
  private final EsxiEntitlement entitlement;
  private final EsxiClock clock;

  EsxiListing(Esxi policy, Pool pool, EsxiEntitlement entitlement, EsxiClock clock) {
    this.policy = policy;
    this.pool = pool;
    this.entitlement = entitlement;
    this.clock = clock;
  }

  void print(Consumer<String> line) {
    line.accept("esxi, mean virtual time " + clock.meanNs() + " ns");
    for (int cpu = 0; cpu < pool.processorCount(); cpu++) {
      int runs = policy.running(cpu);
      EsxiQueue queue = policy.queue(cpu);
      if (runs == EsxiWorlds.NONE && queue.count() == 0) {
        continue;
      }
      line.accept("pCPU " + cpu + ": " + queue.count() + " waiting");
      if (runs != EsxiWorlds.NONE) {
        line.accept("  runs: " + world(runs));
      }
      for (int place = 0; place < queue.count(); place++) {
        line.accept("  waits: " + world(queue.at(place)));
      }
    }
    for (int k = 0; k < entitlement.vmCount(); k++) {
      line.accept(vm(entitlement.vm(k)));
    }
  }

  private String world(int i) {
    EsxiWorlds worlds = policy.worlds();
    return worlds.world[i]
        + ", virtual time "
        + (worlds.vtimeNs[i] - clock.meanNs())
        + " ns from the mean, entitled to "
        + percent(worlds.entitled[i]);
  }

  private String vm(EsxiVm vm) {
    StringBuilder text = new StringBuilder(vm.toString());
    text.append(": ").append(vm.shares()).append(" shares, should get ").append(percent(vm.due));
    if (vm.reserves()) {
      boolean isBelow = vm.isBelowReservation(pool.nowNs());
      text.append(", reserved ").append(percent(vm.reservation()));
      text.append(isBelow ? ", below it" : ", has it");
    }
    if (vm.isLimited()) {
      text.append(", stopped by its limit");
    }
    int stopped = policy.cosched(vm.members[0]).stopped();
    if (stopped > 0) {
      text.append(", ").append(stopped).append(" co-stopped");
    }
    return text.toString();
  }

  private static String percent(long parts) {
    return parts * PERCENT / EsxiWorlds.ONE + " % of a pCPU";
  }
}
