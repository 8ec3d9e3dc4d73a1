package org.coremux.sched;

import java.util.Arrays;
import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.RunState;

/**
 * What each VM of a host is entitled to: pCPUs are poured out by shares, as water into vessels that
 * begin at a VM's reservation and end at its limit, the number of its worlds, or what it asks for;
 * what does not fit into one goes to the others. Worlds use up virtual time at the rate of their
 * part of it, so that all who want more than they get advance alike.
 *
 * <p>Model: what a VM asks for is for how much of the last period its worlds wanted to run; one
 * that was idle and wakes asks for all that it has awake. What a VM is entitled to is divided among
 * worlds that wanted to run in the last period, or do now. Affinities are not looked at. Where
 * there is enough for all, virtual times go by shares alone.
 *
 * <p>Cost: O(50 n) for n VMs, once in a period and when an idle VM wakes. Allocation: only in
 * {@link #add}.
 *
 * <p>Source: schedulers.md 15; C. Waldspurger, "Memory resource management in VMware ESX Server",
 * OSDI 2002, for shares by which what is not used is divided again.
 */
final class EsxiEntitlement {
  /** Fraction bits of the level. */
  private static final int LEVEL_SHIFT = 20;

  /** No level is higher: all that there is for one share. */
  private static final int LEVEL_BITS = 44;

  /** The least that a world can be entitled to, in 65,536ths of a pCPU. Source: assumed. */
  private static final int LEAST = 64;

  private final Pool pool;
  private final EsxiWorlds worlds;
  private final EsxiClock clock;
  private final Timer timer;
  private final long periodNs;
  private EsxiVm[] vms = new EsxiVm[4];
  private int count;
  private long measuredNs;
  private boolean running;

  EsxiEntitlement(Pool pool, EsxiWorlds worlds, EsxiClock clock, long periodNs) {
    this.pool = pool;
    this.worlds = worlds;
    this.clock = clock;
    this.periodNs = periodNs;
    timer = pool.timer(pool.processor(0), this::periodEnds);
  }

  void add(EsxiVm vm) {
    if (count == vms.length) {
      vms = Arrays.copyOf(vms, 2 * count);
    }
    vms[count++] = vm;
  }

  void remove(EsxiVm vm) {
    int place = 0;
    while (vms[place] != vm) {
      place++;
    }
    count--;
    System.arraycopy(vms, place + 1, vms, place, count - place);
    vms[count] = null;
  }

  int vmCount() {
    return count;
  }

  EsxiVm vm(int place) {
    return vms[place];
  }

  // ---- demand ----

  /** A world wakes: its VM may ask for more than was known, and divides among more. */
  void wakes(int i) {
    EsxiVm vm = worlds.vm[i];
    if (!running) {
      running = true;
      measuredNs = pool.nowNs();
      pool.arm(timer, measuredNs + periodNs);
    }
    if (!worlds.active[i]) {
      worlds.active[i] = true;
      vm.active++;
      long asked = (long) vm.active * EsxiWorlds.ONE;
      if (asked > vm.demand) {
        vm.demand = asked;
        fill();
      } else {
        divide(vm);
      }
    }
  }

  private void periodEnds(long nowNs) {
    boolean any = false;
    for (int k = 0; k < count; k++) {
      measure(vms[k], nowNs - measuredNs);
      any |= vms[k].demand > 0;
    }
    measuredNs = nowNs;
    fill();
    running = any;
    if (any) {
      pool.arm(timer, nowNs + periodNs);
    }
  }

  private void measure(EsxiVm vm, long sinceNs) {
    long sum = 0;
    vm.active = 0;
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      long wantedNs =
          pool.timeNs(worlds.world[i], RunState.RUNNING)
              + pool.timeNs(worlds.world[i], RunState.RUNNABLE);
      long moreNs = wantedNs - worlds.wantedNs[i];
      worlds.wantedNs[i] = wantedNs;
      sum += moreNs;
      worlds.active[i] = moreNs > 0 || worlds.awake[i];
      vm.active += worlds.active[i] ? 1 : 0;
    }
    vm.demand = sum * EsxiWorlds.ONE / Math.max(1, sinceNs);
  }

  // ---- water ----

  /** Pours out what there is, and divides it in each VM. */
  void fill() {
    long capacity = (long) pool.processorCount() * EsxiWorlds.ONE;
    long level = isEnough(capacity) ? shareLevel() : level(capacity);
    for (int k = 0; k < count; k++) {
      EsxiVm vm = vms[k];
      vm.entitled = within(vm, level, vm.most());
      vm.due = within(vm, level, Math.min(vm.most(), vm.demand));
      divide(vm);
    }
    clock.rebase();
  }

  private boolean isEnough(long capacity) {
    long asked = 0;
    for (int k = 0; k < count; k++) {
      asked += Math.min(vms[k].most(), vms[k].demand);
    }
    return asked <= capacity;
  }

  /** At which a vCPU with most shares is entitled to a whole pCPU, and the others to less. */
  private long shareLevel() {
    long level = 1L << LEVEL_BITS;
    for (int k = 0; k < count; k++) {
      long all = (long) vms[k].count * EsxiWorlds.ONE;
      level = Math.min(level, (all << LEVEL_SHIFT) / vms[k].shares());
    }
    return level;
  }

  /** The highest level at which there is enough for all, in 65,536ths of a pCPU for 2^20 shares. */
  private long level(long capacity) {
    long level = 0;
    for (int bit = LEVEL_BITS; bit >= 0; bit--) {
      long higher = level | 1L << bit;
      long sum = 0;
      for (int k = 0; k < count; k++) {
        sum += within(vms[k], higher, Math.min(vms[k].most(), vms[k].demand));
      }
      level = sum <= capacity ? higher : level;
    }
    return level;
  }

  /** By shares at this level, between its reservation and the most that it can use. */
  private static long within(EsxiVm vm, long level, long most) {
    long shares = vm.shares();
    boolean isFull = level >= (most + 1 << LEVEL_SHIFT) / shares;
    long byShares = isFull ? most : shares * level >> LEVEL_SHIFT;
    return Math.min(Math.max(byShares, vm.reservation()), most);
  }

  /** Its worlds that want to run get equal parts. */
  private void divide(EsxiVm vm) {
    long part = vm.entitled / Math.max(1, vm.active);
    int each = (int) Math.min(EsxiWorlds.ONE, Math.max(LEAST, part));
    for (int k = 0; k < vm.count; k++) {
      int i = vm.members[k];
      if (worlds.entitled[i] != each) {
        if (worlds.awake[i]) {
          clock.leave(i);
        }
        worlds.entitled[i] = each;
        if (worlds.awake[i]) {
          clock.join(i);
        }
      }
    }
  }
}
