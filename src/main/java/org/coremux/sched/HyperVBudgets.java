package org.coremux.sched;

import java.util.Arrays;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;

/**
 * What each virtual processor has reserved of the period, and what it may use of it at most: both
 * are given anew at the start of each period, and nothing is kept. One that has used up its limit
 * is parked until then. One whose CPU group has used up its cap is parked too, whatever it has left
 * itself.
 *
 * <p>Model: limits are those of single virtual processors. A cap of the whole machine is divided
 * among its virtual processors, so that one that is busy alone cannot use what others leave. The
 * periods lie on a grid from time 0, and are only counted while somebody needs them.
 *
 * <p>Cost: O(1) but for the start of a period, O(virtual processors). Allocation: only in {@link
 * #admit}.
 *
 * <p>Source: schedulers.md 16.
 */
final class HyperVBudgets {
  private static final int CAPACITY_MIN = 8;

  private final Pool pool;
  private final long periodNs;
  private final Runnable begun;
  private final Timer period;
  private final HyperVGroupBudgets groups;
  private boolean counting;
  private Schedulable[] all = new Schedulable[CAPACITY_MIN];
  private boolean[] awake = new boolean[CAPACITY_MIN];
  private boolean[] parked = new boolean[CAPACITY_MIN];

  /** What is left of its reserve in this period. Unit: ns. */
  private long[] reservedNs = new long[CAPACITY_MIN];

  /** What it may still use of this period. Unit: ns. */
  private long[] allowedNs = new long[CAPACITY_MIN];

  /** Virtual processors of the groups, by index of the group. */
  private int[] groupWidth = new int[CAPACITY_MIN];

  /**
   * Budgets.
   *
   * @param begun what is to happen when a period begins
   */
  HyperVBudgets(Pool pool, HyperVParameters parameters, Runnable begun) {
    this.pool = pool;
    periodNs = parameters.periodNs();
    groups = new HyperVGroupBudgets(pool, parameters.groups(), periodNs);
    this.begun = begun;
    period = pool.timer(pool.processor(0), this::begin);
  }

  HyperVGroupBudgets groups() {
    return groups;
  }

  void admit(Schedulable s) {
    int i = s.index();
    if (i >= all.length) {
      all = Arrays.copyOf(all, 2 * i);
      awake = Arrays.copyOf(awake, 2 * i);
      parked = Arrays.copyOf(parked, 2 * i);
      reservedNs = Arrays.copyOf(reservedNs, 2 * i);
      allowedNs = Arrays.copyOf(allowedNs, 2 * i);
    }
    if (s.group() != null && s.group().index() >= groupWidth.length) {
      groupWidth = Arrays.copyOf(groupWidth, 2 * s.group().index());
    }
    all[i] = s;
    awake[i] = false;
    parked[i] = false;
    reservedNs[i] = reserveNs(s);
    allowedNs[i] = limitNs(s);
    groups.admit(s);
  }

  void retire(Schedulable s) {
    groups.sleep(s);
    all[s.index()] = null;
    parked[s.index()] = false;
  }

  // ---- what there is in a period ----

  private long reserveNs(Schedulable s) {
    Parameters settings = InnermostSettings.of(s);
    return settings == null
        ? 0
        : periodNs * settings.percent(HyperVProvider.RESERVE) / HyperVProvider.WHOLE;
  }

  private long limitNs(Schedulable s) {
    Parameters settings = InnermostSettings.of(s);
    long ns =
        settings == null
            ? periodNs
            : periodNs * settings.percent(HyperVProvider.LIMIT) / HyperVProvider.WHOLE;
    if (s.group() != null && s.group().isCapped()) {
      Group group = s.group();
      long cap = group.quotaNs() / Math.max(1, groupWidth[group.index()]);
      ns = Math.min(ns, Math.max(1, cap * periodNs / group.periodNs()));
    }
    return ns;
  }

  private boolean isLimited(Schedulable s) {
    return limitNs(s) < periodNs;
  }

  private boolean isRegulated(Schedulable s) {
    return isLimited(s)
        || reserveNs(s) > 0
        || s.group() != null && s.group().isCapped()
        || groups.isIn(s);
  }

  // ---- using it ----

  /** Wants to run from now on; answers whether it may, or is parked instead. */
  boolean wake(Schedulable s) {
    awake[s.index()] = true;
    if (!counting && isRegulated(s)) {
      counting = true;
      fill();
      pool.arm(period, (pool.nowNs() / periodNs + 1) * periodNs);
    }
    return mayRun(s);
  }

  void sleep(Schedulable s) {
    awake[s.index()] = false;
    groups.sleep(s);
  }

  /** Whether it may run; one that has used up its limit, or that of its CPU group, is parked. */
  boolean mayRun(Schedulable s) {
    int i = s.index();
    boolean isLeft = allowedNs[i] > 0 || !isLimited(s);
    if (!counting || isLeft && groups.mayRun(s)) {
      return true;
    }
    if (!parked[i]) {
      parked[i] = true;
      pool.hold(s, Hold.CAP);
    }
    return false;
  }

  void charge(Schedulable s, long ranNs) {
    reservedNs[s.index()] = Math.max(0, reservedNs[s.index()] - ranNs);
    allowedNs[s.index()] -= ranNs;
    groups.charge(s, ranNs);
  }

  /** What is left of its reserve in this period. Unit: ns. */
  long reservedNs(Schedulable s) {
    return reservedNs[s.index()];
  }

  /** For how long it may run at most until it is looked at again. Unit: ns. */
  long mostNs(Schedulable s) {
    int i = s.index();
    if (!counting) {
      return Long.MAX_VALUE;
    }
    long ns = Math.min(groups.mostNs(s), isLimited(s) ? allowedNs[i] : Long.MAX_VALUE);
    return reservedNs[i] > 0 ? Math.min(ns, reservedNs[i]) : ns;
  }

  // ---- a period begins ----

  private void begin(long nowNs) {
    for (int k = 0; k < pool.processorCount(); k++) {
      pool.settle(pool.processor(k));
    }
    fill();
    counting = false;
    for (Schedulable s : all) {
      counting |= s != null && (awake[s.index()] || parked[s.index()]) && isRegulated(s);
    }
    if (counting) {
      pool.arm(period, nowNs + periodNs);
    }
    for (Schedulable s : all) {
      if (s != null && parked[s.index()]) {
        parked[s.index()] = false;
        pool.release(s);
      }
    }
    begun.run();
  }

  private void countMembers() {
    Arrays.fill(groupWidth, 0);
    for (Schedulable s : all) {
      if (s != null && s.group() != null) {
        groupWidth[s.group().index()] += pool.width(s);
      }
    }
  }

  /** All have their budgets; who has overrun the last one has that much less. */
  private void fill() {
    countMembers();
    groups.fill();
    for (Schedulable s : all) {
      if (s != null) {
        reservedNs[s.index()] = reserveNs(s);
        allowedNs[s.index()] = Math.min(allowedNs[s.index()], 0) + limitNs(s);
      }
    }
  }

  /** Caps are others now: what was used of this period is forgotten. */
  void changed() {
    Arrays.fill(allowedNs, 0);
    fill();
    for (Schedulable s : all) {
      if (s == null) {
        continue;
      }
      if (parked[s.index()]) {
        parked[s.index()] = false;
        pool.release(s);
      }
      if (!counting && awake[s.index()] && isRegulated(s)) {
        counting = true;
        pool.arm(period, (pool.nowNs() / periodNs + 1) * periodNs);
      }
    }
  }
}
