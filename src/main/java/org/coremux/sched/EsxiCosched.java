package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * Keeps the vCPUs of one VM of {@link Esxi} together. A vCPU makes progress while it executes its
 * guest, or is idle; not while it waits or is stopped, and what the hypervisor does for it does not
 * count. Each poll compares: one that is further ahead of the slowest sibling than costop stops,
 * whether it runs or is idle, until it is less far ahead than costart. Who stops hands its pCPU
 * over to the slowest sibling that waits, if that is near enough.
 *
 * <p>Variants: {@code relaxed3x}: if one is too far ahead all stop, and start again only when there
 * are pCPUs for all that want to run, those of others that are behind in the order of priority
 * included; what they were ahead is forgotten then. {@code strict}: the same, but any lead is too
 * much; exact gangs are the policy {@code gang}'s.
 *
 * <p>Model: polls are made only while one waits or is stopped, since nobody gets ahead otherwise.
 *
 * <p>Invariant, relaxed: no vCPU is ever further ahead than costop and a poll.
 *
 * <p>Cost: O(vCPUs of the VM) for a poll; O(vCPUs * pCPUs) for a start together.
 *
 * <p>Source: schedulers.md 15; VMware, The CPU Scheduler in VMware ESX 4 and vSphere 5.1.
 */
final class EsxiCosched {
  private static final int NONE = EsxiWorlds.NONE;

  private final Esxi policy;
  private final EsxiVm vm;
  private final Pool pool;
  private final EsxiWorlds worlds;
  private final EsxiParameters parameters;
  private final Timer poll;
  private boolean polling;
  private int stopped;

  EsxiCosched(Esxi policy, EsxiVm vm, Pool pool, EsxiWorlds worlds, EsxiParameters parameters) {
    this.policy = policy;
    this.vm = vm;
    this.pool = pool;
    this.worlds = worlds;
    this.parameters = parameters;
    poll = pool.timer(pool.processor(0), this::look);
  }

  /** A vCPU is new: it is as far as it is. */
  void admit(int i) {
    worlds.notProgressNs[i] = 0;
    worlds.notProgressNs[i] = progressNs(i);
  }

  /** It is gone for ever. */
  void retire(int i) {
    stopped -= worlds.stopped[i] ? 1 : 0;
    worlds.stopped[i] = false;
    if (vm.count == 1) {
      pool.cancel(poll);
    }
  }

  /** One of the VM waits from now on. */
  void waits() {
    if (!polling && vm.count > 1 && parameters.isCoscheduled()) {
      polling = true;
      pool.arm(poll, pool.nowNs() + parameters.pollNs());
    }
  }

  /** How many are co-stopped. */
  int stopped() {
    return stopped;
  }

  // ---- progress ----

  private long progressNs(int i) {
    Schedulable s = worlds.world[i];
    long idleNs = worlds.stopped[i] ? worlds.idleAtStopNs[i] : pool.timeNs(s, RunState.BLOCKED);
    return pool.executedNs(s) + idleNs - worlds.notProgressNs[i];
  }

  private boolean counts(int i) {
    return worlds.isVcpu(i) && worlds.world[i].state() != RunState.OFFLINE;
  }

  /** How far ahead of the slowest sibling the vCPU is, as of now. Unit: ns. */
  long leadNs(int i) {
    long leastNs = leastNs();
    return counts(i) ? worlds.progressNs[i] - leastNs : 0;
  }

  /** Notes how far each is, and says how far the slowest is. */
  private long leastNs() {
    long leastNs = Timer.NEVER;
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      if (counts(i)) {
        worlds.progressNs[i] = progressNs(i);
        leastNs = Math.min(leastNs, worlds.progressNs[i]);
      }
    }
    return leastNs;
  }

  // ---- polls ----

  private void look(long nowNs) {
    long leastNs = leastNs();
    if (parameters.cosched() == EsxiParameters.Cosched.RELAXED) {
      stopLeaders(leastNs);
    } else if (stopped > 0) {
      startTogether();
    } else if (isAnyAhead(leastNs)) {
      stopAll();
    }
    polling = vm.queued > 0 || stopped > 0 || vm.isLimited();
    if (polling) {
      pool.arm(poll, nowNs + parameters.pollNs());
    }
  }

  private void stopLeaders(long leastNs) {
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      long leadNs = worlds.progressNs[i] - leastNs;
      if (!counts(i) && !worlds.stopped[i]) {
        continue;
      }
      if (worlds.stopped[i]) {
        if (leadNs < parameters.costartNs()) {
          start(i);
        }
      } else if (leadNs > parameters.leadMaxNs() && worlds.world[i].held() == null) {
        int on = worlds.runsOn[i];
        stop(i);
        if (on != NONE && parameters.handOff()) {
          handOff(on);
        }
      }
    }
  }

  private void stop(int i) {
    worlds.idleAtStopNs[i] = pool.timeNs(worlds.world[i], RunState.BLOCKED);
    worlds.stopped[i] = true;
    stopped++;
    pool.hold(worlds.world[i], Hold.COSTOP);
  }

  private void start(int i) {
    long idleNs = pool.timeNs(worlds.world[i], RunState.BLOCKED);
    worlds.notProgressNs[i] += idleNs - worlds.idleAtStopNs[i];
    worlds.stopped[i] = false;
    stopped--;
    pool.release(worlds.world[i]);
  }

  /** The slowest sibling that waits, and to which nobody has handed over yet, gets the pCPU. */
  private void handOff(int cpu) {
    Processor p = pool.processor(cpu);
    int least = NONE;
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      int at = worlds.queuedOn[i];
      boolean mayCome =
          at != NONE
              && policy.handedTo(at) != i
              && worlds.world[i].allows(p)
              && pool.topology().llc(at) == pool.topology().llc(cpu);
      if (mayCome && (least == NONE || worlds.progressNs[i] < worlds.progressNs[least])) {
        least = i;
      }
    }
    if (least != NONE) {
      policy.hand(least, cpu);
    }
  }

  // ---- all together ----

  private boolean isAnyAhead(long leastNs) {
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      if (counts(i) && worlds.progressNs[i] - leastNs > parameters.leadMaxNs()) {
        return true;
      }
    }
    return false;
  }

  private void stopAll() {
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      if (worlds.isVcpu(i) && worlds.world[i].held() == null) {
        stop(i);
      }
    }
  }

  /** All start if there is a pCPU for each that wants to run, and are all as far as the first. */
  private void startTogether() {
    if (!findTargets()) {
      return;
    }
    long mostNs = Long.MIN_VALUE;
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      mostNs = counts(i) ? Math.max(mostNs, worlds.progressNs[i]) : mostNs;
    }
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      if (worlds.stopped[i]) {
        worlds.notProgressNs[i] -= counts(i) ? mostNs - worlds.progressNs[i] : 0;
        start(i);
      }
      worlds.target[i] = NONE;
    }
  }

  private boolean findTargets() {
    for (int k = 0; k < vm.count; k++) {
      worlds.target[vm.members[k]] = NONE;
    }
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      if (worlds.stopped[i] && worlds.world[i].state() == RunState.RUNNABLE) {
        worlds.target[i] = free(i);
        if (worlds.target[i] == NONE) {
          return false;
        }
      }
    }
    return true;
  }

  /** A pCPU that is idle, or whose world comes after it, and that no sibling has; NONE for none. */
  private int free(int i) {
    for (int cpu = 0; cpu < pool.processorCount(); cpu++) {
      Processor p = pool.processor(cpu);
      pool.settle(p);
      int runs = policy.running(cpu);
      boolean mayHave = runs == NONE || worlds.vm[runs] != vm && policy.isBefore(i, runs, 0);
      if (mayHave && worlds.world[i].allows(p) && !isTarget(cpu)) {
        return cpu;
      }
    }
    return NONE;
  }

  private boolean isTarget(int cpu) {
    for (int k = 0; k < vm.count; k++) {
      if (worlds.target[vm.members[k]] == cpu) {
        return true;
      }
    }
    return false;
  }
}
