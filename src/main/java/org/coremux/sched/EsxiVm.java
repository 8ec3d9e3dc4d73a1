package org.coremux.sched;

import java.util.Arrays;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;

/**
 * A virtual machine under {@link Esxi}: its shares, and two clocks beside the virtual time of its
 * worlds. One advances by what it uses at the rate of its reservation: while that is behind the
 * wall clock the VM is below its reservation, and precedes all that are not. The other advances at
 * the rate of its limit: when that is too far ahead of the wall clock all worlds stop until the
 * wall clock has caught up. A world without a group is a VM of its own.
 *
 * <p>Model: reservation and limit are of all worlds of the VM together. An idle VM saves up no
 * reservation and no limit, a busy one no more reservation than lag.
 *
 * <p>Source: schedulers.md 15; the three clocks as in A. Gulati, A. Merchant and P. Varman,
 * "mClock", OSDI 2010, by VMware.
 */
final class EsxiVm {
  /** Shares of a vCPU of normal weight. Source: vSphere API, SharesInfo. */
  private static final long NORMAL_SHARES = 1_000;

  /** Normal weight. Source: scenario files. */
  private static final long NORMAL_WEIGHT = 256;

  /** The shortest run of one that nears its limit. Unit: ns. Source: assumed. */
  private static final long SLICE_NS_MIN = 1_000_000;

  final Group group;
  private final Esxi policy;
  private final Pool pool;
  private final EsxiWorlds worlds;
  private final EsxiParameters parameters;
  private final Timer limitEnd;
  private final Timer reservationEnd;
  int[] members = new int[4];
  int count;
  private long givenShares;

  /** Of all its worlds; 0 if one has come, gone or changed since they were added up. */
  private long shares;

  /** In {@link EsxiWorlds#ONE}ths of a pCPU; 0 for none. */
  private long reservation;

  /** In the same unit; 0 for none. */
  private long limit;

  private long reservedUntilNs;
  private long limitedUntilNs;
  private boolean limited;

  /** What it is entitled to if it asks for all it can use, in the same unit. */
  long entitled = EsxiWorlds.ONE;

  /** The same, but no more than it asks for: what it should get. */
  long due;

  /** What it asks for, in the same unit. */
  long demand;

  /** What water was poured by when it was last: see {@link #measure}. */
  private int vesselCount;

  private long vesselShares;

  private long vesselReservation;
  private long vesselMost;
  private long vesselAsked;
  private long fullLevel;

  /** How many of its worlds are awake, wait, are active. */
  int awake;

  int queued;
  int active;

  EsxiVm(Esxi policy, Group group, Pool pool, EsxiWorlds worlds, EsxiParameters parameters) {
    this.policy = policy;
    this.group = group;
    this.pool = pool;
    this.worlds = worlds;
    this.parameters = parameters;
    limitEnd = pool.timer(pool.processor(0), now -> unlimit());
    reservationEnd = pool.timer(pool.processor(0), now -> fallBelow());
    readSettings();
  }

  private void readSettings() {
    if (group == null) {
      return;
    }
    Parameters said = group.settings();
    if (said != null) {
      reservation = said.percent(EsxiProvider.RESERVATION) * EsxiWorlds.ONE / EsxiParameters.WHOLE;
      givenShares = said.has(EsxiProvider.SHARES) ? said.count(EsxiProvider.SHARES) : 0;
    }
    limit();
  }

  /** The cap is what the group says now. */
  private void limit() {
    limit = 0;
    if (group.isCapped()) {
      long whole = group.quotaNs() / group.periodNs() * EsxiWorlds.ONE;
      long rest = group.quotaNs() % group.periodNs() * EsxiWorlds.ONE / group.periodNs();
      limit = Math.max(1, whole + rest);
    }
  }

  /** Its cap is another now; whoever stands goes on, and the limit counts from now. */
  void changed() {
    limit();
    limitedUntilNs = Math.min(limitedUntilNs, pool.nowNs());
    if (limited) {
      unlimit();
    }
  }

  void add(int i) {
    if (count == members.length) {
      members = Arrays.copyOf(members, 2 * count);
    }
    members[count++] = i;
    shares = 0;
  }

  void remove(int i) {
    int place = 0;
    while (members[place] != i) {
      place++;
    }
    count--;
    System.arraycopy(members, place + 1, members, place, count - place);
    shares = 0;
  }

  /** One of its worlds has another weight. */
  void weighed() {
    shares = 0;
  }

  /** Shares of all its worlds. */
  long shares() {
    if (shares == 0) {
      for (int k = 0; k < count; k++) {
        shares += shares(members[k]);
      }
    }
    return shares;
  }

  private long shares(int i) {
    long weighed = worlds.world[i].weight() * NORMAL_SHARES / NORMAL_WEIGHT;
    return givenShares == 0 ? Math.max(1, weighed) : givenShares;
  }

  long reservation() {
    return reservation;
  }

  /** The most it can use: of its worlds' number and its limit. */
  long most() {
    long all = (long) count * EsxiWorlds.ONE;
    return limit == 0 ? all : Math.min(limit, all);
  }

  /**
   * Notes what {@link EsxiEntitlement} pours by, so that a level costs no division; answers whether
   * any of it is another than the last time.
   */
  boolean measure() {
    long shares = shares();
    long most = most();
    long asked = Math.min(most, demand);
    boolean isSame = shares == vesselShares && reservation == vesselReservation;
    isSame &= count == vesselCount;
    if (isSame && most == vesselMost && asked == vesselAsked) {
      return false;
    }
    vesselCount = count;
    vesselShares = shares;
    vesselReservation = reservation;
    vesselMost = most;
    vesselAsked = asked;
    fullLevel = EsxiEntitlement.fullLevel(asked, shares);
    return true;
  }

  /** What it asks for and can use, as it was measured last. */
  long asked() {
    return vesselAsked;
  }

  /** What it gets of that at this level. */
  long at(long level) {
    return EsxiEntitlement.within(level, fullLevel, vesselShares, vesselReservation, vesselAsked);
  }

  /** What it would get if it asked for all that it can use. */
  long mostAt(long level) {
    long full = EsxiEntitlement.fullLevel(vesselMost, vesselShares);
    return EsxiEntitlement.within(level, full, vesselShares, vesselReservation, vesselMost);
  }

  /** The level at which its worlds have a pCPU each by shares. */
  long wholeLevel() {
    return ((long) count * EsxiWorlds.ONE << EsxiEntitlement.LEVEL_SHIFT) / vesselShares;
  }

  // ---- clocks ----

  /** Its first world wakes: what it did not use is gone. */
  void wakes(long nowNs) {
    reservedUntilNs = Math.max(reservedUntilNs, nowNs);
  }

  void charge(long usedNs, long ranNs) {
    if (reservation > 0) {
      long leastNs = pool.nowNs() - parameters.boundLagQuanta() * parameters.quantumNs();
      long used = usedNs * EsxiWorlds.ONE / reservation;
      reservedUntilNs = Math.max(reservedUntilNs, leastNs) + used;
    }
    if (limit > 0) {
      long leastNs = pool.nowNs() - ranNs;
      limitedUntilNs = Math.max(limitedUntilNs, leastNs) + usedNs * EsxiWorlds.ONE / limit;
    }
  }

  boolean reserves() {
    return reservation > 0;
  }

  /** Whether it has had less than what is reserved for it. */
  boolean isBelowReservation(long nowNs) {
    return reservation > 0 && reservedUntilNs <= nowNs;
  }

  /** One of it waits from now on: as soon as it is below its reservation it comes first. */
  void waits() {
    queued++;
    if (reservation > 0 && reservationEnd.deadlineNs() == Timer.NEVER) {
      pool.arm(reservationEnd, Math.max(reservedUntilNs, pool.nowNs() + 1));
    }
  }

  private void fallBelow() {
    if (queued == 0) {
      return;
    }
    long nowNs = pool.nowNs();
    if (!isBelowReservation(nowNs)) {
      pool.arm(reservationEnd, reservedUntilNs);
      return;
    }
    for (int k = 0; k < count; k++) {
      int cpu = worlds.queuedOn[members[k]];
      if (cpu != EsxiWorlds.NONE) {
        policy.contest(members[k], cpu);
      }
    }
  }

  // ---- limit ----

  boolean isLimited() {
    return limited;
  }

  /** Whether it has had so much that it has to stop. */
  boolean isOverLimit(long nowNs) {
    return limit > 0 && limitedUntilNs > nowNs + parameters.limitThresholdNs();
  }

  /** All its worlds stop until the wall clock has caught up. */
  void stop() {
    limited = true;
    for (int k = 0; k < count; k++) {
      pool.hold(worlds.world[members[k]], Hold.CAP);
    }
    pool.arm(limitEnd, Math.max(limitedUntilNs, pool.nowNs() + 1));
  }

  /**
   * One that wakes while the VM stands stops at once, and so does one that wakes when it should:
   * who sleeps more often than its limit is looked at would never be stopped. Whether it stops.
   */
  boolean holds(int i) {
    if (limited) {
      pool.hold(worlds.world[i], Hold.CAP);
    } else if (isOverLimit(pool.nowNs())) {
      stop();
    }
    return limited;
  }

  /** Nobody is left in it. */
  void close() {
    pool.cancel(limitEnd);
    pool.cancel(reservationEnd);
  }

  private void unlimit() {
    limited = false;
    pool.cancel(limitEnd);
    for (int k = 0; k < count; k++) {
      if (!worlds.stopped[members[k]]) {
        pool.release(worlds.world[members[k]]);
      }
    }
  }

  /** For how long it may run before its limit has to be looked at again. Unit: ns. */
  long sliceNs(long nowNs) {
    long surplus = (long) count * EsxiWorlds.ONE - limit;
    if (limit == 0 || surplus <= 0) {
      return Timer.NEVER;
    }
    long leftNs = nowNs + parameters.limitThresholdNs() - Math.max(limitedUntilNs, nowNs);
    return Math.max(SLICE_NS_MIN, leftNs * limit / surplus + 1);
  }

  @Override
  public String toString() {
    return group == null ? worlds.world[members[0]].name() : group.name();
  }
}
