package org.coremux.sched;

import java.util.Arrays;

/**
 * A run queue: at most 64 CPUs, the units that are assigned to them, and those of them that wait,
 * by credit and, among equals, first in first out.
 *
 * <p>CPUs are known by their slot here, in the order of their indices, so that sets of them are
 * bits of one {@code long}.
 *
 * <p>The order is an array with the head at its end: a place is found by halving, and moving the
 * rest of n units by one costs a copy of n ints. A reset adds the same to everybody and clips,
 * which keeps the order.
 *
 * <p>Cost: O(log n) steps and a copy of up to n ints to insert or remove; O(1) for the head.
 * Allocation: only when more units wait, or are assigned, than ever before.
 */
final class Credit2RunQueue {
  /** What a mask of slots can hold. */
  static final int CPUS_MAX = 64;

  static final int NONE = Credit2Units.NONE;

  final int id;
  private final Credit2Units units;
  private final Credit2Load loads;
  private final int[] cpus;
  private final long[] siblings;

  /** All its CPUs. */
  final long active;

  private long idle;
  private long tickled;
  private long smtIdle;
  private int[] queue = new int[8];
  private int waiting;
  private int[] members = new int[8];
  private int memberCount;
  private int maxWeight;
  private long resets;
  private int pickBias = NONE;
  private int load;
  private long averageLoad;
  private long expectedLoad;
  private long loadAt;

  /** A run queue whose CPUs are all idle. */
  Credit2RunQueue(int id, int[] cpus, long[] siblings, Credit2Units units, Credit2Load loads) {
    this.id = id;
    this.cpus = cpus;
    this.siblings = siblings;
    this.units = units;
    this.loads = loads;
    active = -1L >>> CPUS_MAX - cpus.length;
    idle = active;
    smtIdle = active;
  }

  // ---- CPUs ----

  int cpuCount() {
    return cpus.length;
  }

  int cpu(int slot) {
    return cpus[slot];
  }

  long idle() {
    return idle;
  }

  long tickled() {
    return tickled;
  }

  /** Those threads of cores all of whose threads are idle and not tickled. */
  long smtIdle() {
    return smtIdle;
  }

  void tickle(int slot) {
    tickled |= 1L << slot;
    smtIdle &= ~siblings[slot];
  }

  void untickle(int slot) {
    tickled &= ~(1L << slot);
    core(slot);
  }

  void idle(int slot, boolean isIdle) {
    idle = isIdle ? idle | 1L << slot : idle & ~(1L << slot);
    core(slot);
  }

  private void core(int slot) {
    long core = siblings[slot];
    smtIdle = isCoreIdle(slot) ? smtIdle | core : smtIdle & ~core;
  }

  /** Whether all threads of its core are idle, and not tickled. */
  boolean isCoreIdle(int slot) {
    return (idle & ~tickled & siblings[slot]) == siblings[slot];
  }

  /** The slot itself if it is in the mask, else the next one that is, round and round. */
  static int orCycle(int slot, long mask) {
    return (mask >>> slot & 1) != 0 ? slot : cycle(slot, mask);
  }

  private static int cycle(int slot, long mask) {
    long above = mask & -2L << slot;
    return Long.numberOfTrailingZeros(above != 0 ? above : mask);
  }

  /** The next of those slots for one that moves here: each in its turn. */
  int pick(long allowed) {
    pickBias = pickBias == NONE ? Long.numberOfTrailingZeros(allowed) : cycle(pickBias, allowed);
    return pickBias;
  }

  // ---- units that wait ----

  int waiting() {
    return waiting;
  }

  /** Who waits at this place; the head is at {@code waiting() - 1}. */
  int at(int place) {
    return queue[place];
  }

  /** Credit of the head; {@code none} when nobody waits. */
  long headCredit(long none) {
    return waiting == 0 ? none : units.credit[queue[waiting - 1]];
  }

  void insert(int i) {
    if (waiting == queue.length) {
      queue = Arrays.copyOf(queue, 2 * waiting);
    }
    int place = place(units.credit[i]);
    System.arraycopy(queue, place, queue, place + 1, waiting - place);
    queue[place] = i;
    waiting++;
    units.queued[i] = true;
  }

  void remove(int i) {
    int place = waiting - 1;
    if (queue[place] != i) {
      place = place(units.credit[i]);
      while (queue[place] != i) {
        place++;
      }
    }
    waiting--;
    System.arraycopy(queue, place + 1, queue, place, waiting - place);
    units.queued[i] = false;
  }

  /** How many wait with less credit. */
  private int place(long creditNs) {
    int low = 0;
    int high = waiting;
    while (low < high) {
      int middle = low + high >>> 1;
      if (units.credit[queue[middle]] < creditNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // ---- units that are assigned, sleeping ones too ----

  int memberCount() {
    return memberCount;
  }

  int member(int place) {
    return members[place];
  }

  /** The heaviest, sleeping ones too: it burns one credit a ns. */
  int maxWeight() {
    return maxWeight;
  }

  /** How often its units were given credit. */
  long resets() {
    return resets;
  }

  void countReset() {
    resets++;
  }

  void assign(int i) {
    if (memberCount == members.length) {
      members = Arrays.copyOf(members, 2 * memberCount);
    }
    members[memberCount++] = i;
    maxWeight = Math.max(maxWeight, units.weight[i]);
    expectedLoad += units.averageLoad[i];
    units.runQueue[i] = this;
    units.tickledCpu[i] = NONE;
  }

  void deassign(int i) {
    int place = 0;
    while (members[place] != i) {
      place++;
    }
    memberCount--;
    System.arraycopy(members, place + 1, members, place, memberCount - place);
    expectedLoad = Math.max(expectedLoad - units.averageLoad[i], 0);
    weigh();
  }

  /** Looks for the heaviest again. */
  void weigh() {
    maxWeight = 0;
    for (int place = 0; place < memberCount; place++) {
      maxWeight = Math.max(maxWeight, units.weight[members[place]]);
    }
  }

  // ---- load ----

  /** Units that run or wait. */
  int load() {
    return load;
  }

  /** The load, averaged. Unit: that of {@link Credit2Load}. */
  long averageLoad() {
    return averageLoad;
  }

  /** The same, but one that came or went counts at once. Xen calls it b_avgload. */
  long expectedLoad() {
    return expectedLoad;
  }

  /** Brings the averages up to now, and then changes the load. */
  void changeLoad(int by, long nowNs) {
    long now = loads.at(nowNs);
    averageLoad = loads.average(averageLoad, load, now - loadAt);
    expectedLoad = loads.average(expectedLoad, load, now - loadAt);
    loadAt = now;
    load += by;
  }

  /** Brings the average of a unit up to now; it ran or waited until now, or did not. */
  void changeLoad(int i, boolean counted, long nowNs) {
    long now = loads.at(nowNs);
    units.averageLoad[i] =
        loads.average(units.averageLoad[i], counted ? 1 : 0, now - units.loadAt[i]);
    units.loadAt[i] = now;
  }
}
