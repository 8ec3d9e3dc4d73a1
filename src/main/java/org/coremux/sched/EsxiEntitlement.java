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
 * <p>Cost: O(n) for n VMs, once in a period and when an idle VM wakes, and O(45 n) more, for the
 * level, when one asks for more or less than before. For 64 VMs that is most of what the policy
 * costs, two or three times as much for an event as round robin. Allocation: only in {@link #add}.
 *
 * <p>Source: schedulers.md 15; C. Waldspurger, "Memory resource management in VMware ESX Server",
 * OSDI 2002, for shares by which what is not used is divided again.
 */
final class EsxiEntitlement {
  /** Fraction bits of the level. */
  static final int LEVEL_SHIFT = 20;

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

  /** The level to which water was poured last. */
  private long level;

  /** There is another VM, or one less, since then. */
  private boolean vesselsChanged;

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
    vesselsChanged = true;
  }

  void remove(EsxiVm vm) {
    int place = 0;
    while (vms[place] != vm) {
      place++;
    }
    count--;
    System.arraycopy(vms, place + 1, vms, place, count - place);
    vms[count] = null;
    vesselsChanged = true;
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
      long moreNs = worlds.rested[i] ? wantedMoreNs(i) : sinceNs;
      worlds.wantedNs[i] += moreNs;
      worlds.rested[i] = !worlds.awake[i];
      sum += moreNs;
      worlds.active[i] = moreNs > 0 || worlds.awake[i];
      vm.active += worlds.active[i] ? 1 : 0;
    }
    long demand = sum * EsxiWorlds.ONE / Math.max(1, sinceNs);
    vm.demand = vm.active == 0 ? 0 : Math.max(1, demand); // who wanted hardly anything asks, too
  }

  /** For how long it has wanted to run since the last look, by its books. Unit: ns. */
  private long wantedMoreNs(int i) {
    return pool.timeNs(worlds.world[i], RunState.RUNNING)
        + pool.timeNs(worlds.world[i], RunState.RUNNABLE)
        - worlds.wantedNs[i];
  }

  // ---- water ----

  /** A world of the VM has another weight, or may run elsewhere. */
  void changed(EsxiVm vm) {
    vm.weighed();
    fill();
  }

  /** Pours out what there is, and divides it in each VM. */
  void fill() {
    boolean isOther = vesselsChanged;
    vesselsChanged = false;
    for (int k = 0; k < count; k++) {
      isOther |= vms[k].measure();
    }
    if (isOther) {
      long capacity = (long) pool.processorCount() * EsxiWorlds.ONE;
      level = isEnough(capacity) ? shareLevel() : level(capacity);
    }
    for (int k = 0; k < count; k++) {
      EsxiVm vm = vms[k];
      if (isOther) {
        vm.entitled = vm.mostAt(level);
        vm.due = vm.at(level);
      }
      divide(vm);
    }
    clock.rebase();
  }

  private boolean isEnough(long capacity) {
    long asked = 0;
    for (int k = 0; k < count; k++) {
      asked += vms[k].asked();
    }
    return asked <= capacity;
  }

  /** At which of those that ask a vCPU with most shares gets a whole pCPU, and others less. */
  private long shareLevel() {
    long least = 1L << LEVEL_BITS;
    for (int k = 0; k < count; k++) {
      if (vms[k].asked() > 0) {
        least = Math.min(least, vms[k].wholeLevel());
      }
    }
    return least;
  }

  /** The highest level at which there is enough for all, in 65,536ths of a pCPU for 2^20 shares. */
  private long level(long capacity) {
    long found = 0;
    for (int bit = LEVEL_BITS; bit >= 0; bit--) {
      long higher = found | 1L << bit;
      long sum = 0;
      for (int k = 0; k < count; k++) {
        sum += vms[k].at(higher);
      }
      found = sum <= capacity ? higher : found;
    }
    return found;
  }

  /** From which level on by shares there is the most that can be used. */
  static long fullLevel(long most, long shares) {
    return (most + 1 << LEVEL_SHIFT) / shares;
  }

  /** By shares at this level, between a reservation and the most that can be used. */
  static long within(long level, long full, long shares, long reservation, long most) {
    long byShares = level >= full ? most : shares * level >> LEVEL_SHIFT;
    return Math.min(Math.max(byShares, reservation), most);
  }

  /** Its worlds that want to run get equal parts. */
  private void divide(EsxiVm vm) {
    long part = vm.active > 1 ? vm.entitled / vm.active : vm.entitled;
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
