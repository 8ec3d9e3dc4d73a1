package org.coremux.sched;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * SEDF, slow and obvious: one list of all, sorted anew for every decision. Written from
 * schedulers.md 18.2 and from what {@link Sedf} says of its model.
 *
 * <p>That who wakes preempts is judged by what the current one was owed when it was last charged.
 */
final class PlainSedf implements Scheduler {
  private static final class Unit {
    Schedulable s;
    SedfParameters.Reservation has;

    /** Begin of the period whose slice it has, or waits for. */
    long begin;

    /** Of the slice of that period; below 0 when it ran over before. */
    long left;

    long owed;
    long virtualTime;
    Processor home;
    boolean wantsToRun;
    boolean isKept;
    boolean spendsSlice;

    boolean hasSlices() {
      return has.sliceNs() > 0;
    }

    long deadline() {
      return begin + has.periodNs();
    }

    /** In 2^-20 of a processor; a usual weight without slices is a 128th. */
    long share() {
      long share =
          hasSlices()
              ? has.sliceNs() * (1L << 20) / has.periodNs()
              : s.weight() * (1L << 20) / (128 * 256);
      return Math.max(1, share);
    }

    BigInteger owedTimes(long ns) {
      return BigInteger.valueOf(owed).multiply(BigInteger.valueOf(ns));
    }
  }

  private final Pool pool;
  private final SedfParameters parameters;

  /** Of all processors, in the order in which they came to theirs. */
  private final List<Unit> all = new ArrayList<>();

  private final Map<Processor, Long> soonest = new HashMap<>();
  private final Map<Processor, Long> plannedEnd = new HashMap<>();
  private Unit beingLetGo;

  PlainSedf(Pool pool, SedfParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
  }

  private Unit unit(Schedulable s) {
    return all.stream().filter(u -> u.s == s).findFirst().orElseThrow();
  }

  @Override
  public void admit(Schedulable s) {
    Unit u = new Unit();
    u.s = s;
    u.has = parameters.of(s);
    u.begin = -u.has.periodNs(); // long over
    u.left = u.has.sliceNs();
    u.home = s.processor();
    all.add(u);
  }

  @Override
  public void retire(Schedulable s) {
    all.remove(unit(s));
  }

  // ---- its periods ----

  private boolean waits(Unit u) {
    return u.hasSlices() && u.begin > pool.nowNs();
  }

  /** From period to period until there is one that has not ended, with some slice left. */
  private void toThisPeriod(Unit u) {
    while (u.left <= 0) {
      u.begin += u.has.periodNs();
      u.left += u.has.sliceNs();
    }
    while (u.deadline() <= pool.nowNs()) {
      u.begin += u.has.periodNs();
      u.left = u.has.sliceNs();
    }
  }

  private void awakens(Unit u) {
    u.virtualTime = Math.max(u.virtualTime, soonest.getOrDefault(u.home, 0L));
    if (!u.hasSlices()) {
      return;
    }
    if (u.deadline() <= pool.nowNs()) {
      u.begin = pool.nowNs();
      u.left = u.has.sliceNs();
    } else if (!waits(u) && u.left > 0 && parameters.forfeits()) {
      u.owed = u.has.extratime() ? u.left : 0;
      u.begin += u.has.periodNs();
      u.left = u.has.sliceNs();
    } else {
      toThisPeriod(u);
    }
    if (waits(u) && !u.has.extratime()) {
      keep(u);
      if (u.begin < plannedEnd.getOrDefault(u.home, 0L)) {
        pool.kick(u.home);
      }
    }
  }

  private void keep(Unit u) {
    u.isKept = true;
    pool.hold(u.s, Hold.CAP);
  }

  private void letGo(Unit u) {
    u.isKept = false;
    beingLetGo = u;
    pool.release(u.s);
    beingLetGo = null;
    u.wantsToRun = pool.isRunnable(u.s);
  }

  // ---- waking, sleeping, running ----

  @Override
  public void wake(Schedulable s) {
    Unit u = unit(s);
    boolean moved = u.home != s.processor();
    if (moved) {
      u.home = s.processor();
      all.remove(u);
      all.add(u);
    }
    boolean isNew = !u.wantsToRun;
    u.wantsToRun = true;
    if (isNew) {
      awakens(u);
    }
    boolean isAskedFor = u == beingLetGo && !moved;
    if (!u.isKept && !isAskedFor && preempts(u)) {
      pool.kick(u.home);
    }
  }

  private boolean preempts(Unit u) {
    Schedulable current = pool.current(u.home);
    if (current == pool.idle(u.home) || !pool.isRunnable(current)) {
      return true;
    }
    Unit runs = unit(current);
    boolean hasSliceBefore = u.hasSlices() && u.begin < plannedEnd.get(u.home);
    if (runs.spendsSlice) {
      return hasSliceBefore && u.deadline() < runs.deadline();
    }
    return hasSliceBefore || byWhatIsOwed(u, runs) < 0;
  }

  @Override
  public void sleep(Schedulable s) {
    Unit u = unit(s);
    u.wantsToRun = u.isKept && s.held() != null;
  }

  @Override
  public void charge(Schedulable s, long ran) {
    Unit u = unit(s);
    if (u.spendsSlice) {
      u.left -= ran;
    } else {
      u.owed = Math.max(0, u.owed - ran);
      u.virtualTime += ran * (1 << 14) / u.share();
    }
  }

  /** Below 0 when the first is owed the larger part of its period. */
  private static int byWhatIsOwed(Unit a, Unit b) {
    return b.owedTimes(a.has.periodNs()).compareTo(a.owedTimes(b.has.periodNs()));
  }

  @Override
  public Schedulable pickNext(Processor p) {
    long now = pool.nowNs();
    Schedulable current = pool.current(p);
    List<Unit> here = new ArrayList<>(all);
    here.removeIf(u -> u.home != p);
    for (Unit u : here) {
      if (u.hasSlices() && u.wantsToRun) {
        toThisPeriod(u);
        if (u.isKept && !waits(u)) {
          letGo(u);
        } else if (!u.isKept && waits(u) && !u.has.extratime()) {
          keep(u);
        }
      }
    }
    long nextBegin =
        here.stream()
            .filter(u -> u.wantsToRun && waits(u))
            .mapToLong(u -> u.begin)
            .min()
            .orElse(Long.MAX_VALUE);
    plannedEnd.put(p, nextBegin);
    // sorting keeps the order of equal ones
    here.removeIf(u -> u.home != p || !pool.isRunnable(u.s) || !u.s.allows(p));
    here.sort(Comparator.comparing(u -> u.s != current));

    List<Unit> withSlices = new ArrayList<>(here);
    withSlices.removeIf(u -> !u.hasSlices() || waits(u));
    withSlices.sort(Comparator.comparing(Unit::deadline));
    List<Unit> onExtraTime = new ArrayList<>(here);
    onExtraTime.removeIf(u -> !u.has.extratime());
    onExtraTime.sort(Comparator.comparing(u -> u.virtualTime));
    onExtraTime.sort(PlainSedf::byWhatIsOwed);

    if (!withSlices.isEmpty()) {
      Unit next = withSlices.get(0);
      next.spendsSlice = true;
      return run(next, Math.min(now + next.left, next.deadline()), nextBegin);
    }
    if (!onExtraTime.isEmpty()) {
      Unit next = onExtraTime.get(0);
      next.spendsSlice = false;
      soonest.merge(p, next.virtualTime, Math::max);
      return run(next, now + parameters.extraTurnNs(), nextBegin);
    }
    if (nextBegin < Long.MAX_VALUE) {
      pool.limit(p, nextBegin - now);
    }
    return pool.idle(p);
  }

  private Schedulable run(Unit next, long ownEnd, long nextBegin) {
    long end = Math.min(ownEnd, nextBegin);
    plannedEnd.put(next.home, end);
    pool.limit(next.home, end - pool.nowNs());
    return next.s;
  }

  @Override
  public String toString() {
    return "plain sedf";
  }
}
