package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Earliest deadline first, on all processors together: a group with a cap has reserved that much of
 * each period, and its members run under the deadline of its reservation ({@link EdfReservation}).
 * Those without a reservation run when nobody with one wants to, by turns.
 *
 * <p>With one processor and reservations of no more than all of it, whoever wants no more than it
 * has reserved, in each period, gets it by the period's end, whatever the others do.
 *
 * <p>Model: no admission test, as in Xen's RTDS; who reserves too much sees deadlines missed.
 * Members of one group share one deadline, first in first out; those who run at once may together
 * overrun the budget by what they did since each was last charged, and that is paid from the next.
 * A cap that changes begins a new reservation at once, and what was used of the old one is
 * forgotten. Weights are not looked at.
 *
 * <p>Cost: O(reservations + processors) per wake-up and decision. Allocation: only in {@link
 * #admit}.
 *
 * <p>Order: of equal deadlines the current one goes on, then the group that came first.
 *
 * <p>Source: C. L. Liu, J. W. Layland, "Scheduling algorithms for multiprogramming in a
 * hard-real-time environment", JACM 20(1), 1973; schedulers.md, sections 5 and 13.
 */
public final class Edf implements Scheduler {
  /** Later than any deadline: of one without a reservation. Unit: ns. */
  private static final long WITHOUT_NS = Long.MAX_VALUE - 1;

  /** And of nobody at all. Unit: ns. */
  private static final long IDLE_NS = Long.MAX_VALUE;

  private static final int CAPACITY_MIN = 8;

  private final Pool pool;
  private final EdfParameters parameters;
  private final IndexQueue others = new IndexQueue();

  /** In the order in which their groups came. */
  private EdfReservation[] reservations = new EdfReservation[0];

  private EdfReservation[] byGroup = new EdfReservation[CAPACITY_MIN];
  private EdfReservation[] byMember = new EdfReservation[CAPACITY_MIN];

  /** All that were admitted, by index. */
  private Schedulable[] members = new Schedulable[CAPACITY_MIN];

  /** Of the turn of one without a reservation. Unit: ns. */
  private long[] turnNs = new long[CAPACITY_MIN];

  /** A policy for the pool. */
  public Edf(Pool pool, EdfParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
  }

  @Override
  public void admit(Schedulable s) {
    if (s.index() >= byMember.length) {
      byMember = Arrays.copyOf(byMember, 2 * s.index());
      turnNs = Arrays.copyOf(turnNs, byMember.length);
      members = Arrays.copyOf(members, byMember.length);
    }
    members[s.index()] = s;
    others.admit(s);
    join(s, reservation(s.group()));
  }

  private void join(Schedulable s, EdfReservation reservation) {
    byMember[s.index()] = reservation;
    if (reservation != null) {
      reservation.admit(s);
    }
  }

  /** That of the innermost group with a cap; null for none. */
  private EdfReservation reservation(Group of) {
    Group group = of;
    while (group != null && !group.isCapped()) {
      group = group.parent();
    }
    if (group == null) {
      return null;
    }
    if (group.index() >= byGroup.length) {
      byGroup = Arrays.copyOf(byGroup, 2 * group.index());
    }
    if (byGroup[group.index()] == null) {
      EdfReservation made = new EdfReservation(pool, group, parameters);
      byGroup[group.index()] = made;
      reservations = Arrays.copyOf(reservations, reservations.length + 1);
      reservations[reservations.length - 1] = made;
    }
    return byGroup[group.index()];
  }

  @Override
  public void retire(Schedulable s) {
    EdfReservation reservation = byMember[s.index()];
    if (reservation == null) {
      others.remove(s);
    } else {
      reservation.forget(s);
    }
    members[s.index()] = null;
  }

  // ---- other caps ----

  @Override
  public void changed(Group group) {
    if (group.index() < byGroup.length && byGroup[group.index()] != null) {
      byGroup[group.index()].restart();
    }
    for (Schedulable s : members) {
      EdfReservation now = s == null ? null : reservation(s.group());
      if (s != null && now != byMember[s.index()]) {
        move(s, now);
      }
    }
    for (int i = 0; i < pool.processorCount(); i++) {
      pool.kick(pool.processor(i));
    }
  }

  /** It lives on that reservation from now on; on none for null. */
  private void move(Schedulable s, EdfReservation to) {
    EdfReservation from = byMember[s.index()];
    boolean isQueued = isQueued(s);
    boolean isRunnable = pool.isRunnable(s);
    boolean isHeld = from != null && from.letGo(s);
    if (isRunnable) {
      sleep(s);
    }
    join(s, to);
    if (isHeld) {
      pool.release(s);
    } else if (isQueued) {
      wake(s);
    } else if (isRunnable && to != null) {
      to.arriveRunning();
    } else {
      turnNs[s.index()] = parameters.quantumNs();
    }
  }

  // ---- waking and sleeping ----

  @Override
  public void wake(Schedulable s) {
    EdfReservation reservation = byMember[s.index()];
    if (reservation == null) {
      turnNs[s.index()] = parameters.quantumNs();
      others.add(s);
      kickFor(s, WITHOUT_NS, null);
      return;
    }
    reservation.arrive(s);
    if (reservation.ready.contains(s)) {
      kickFor(s, reservation.deadlineNs(), null);
    }
  }

  /** Asks whoever does the least urgent, if that is less urgent; at home if that is as good. */
  private boolean kickFor(Schedulable s, long deadlineNs, Processor except) {
    Processor latest = null;
    long latestNs = deadlineNs;
    for (int i = -1; i < pool.processorCount(); i++) {
      Processor p = i < 0 ? s.processor() : pool.processor(i);
      if (p != except && s.allows(p) && urgencyNs(p) > latestNs) {
        latest = p;
        latestNs = urgencyNs(p);
      }
    }
    if (latest != null) {
      pool.kick(latest);
    }
    return latest != null;
  }

  /** Deadline of what is done there. */
  private long urgencyNs(Processor p) {
    Schedulable s = pool.current(p);
    if (s == pool.idle(p) || !pool.isRunnable(s)) {
      return IDLE_NS;
    }
    EdfReservation reservation = byMember[s.index()];
    return reservation == null ? WITHOUT_NS : reservation.deadlineNs();
  }

  @Override
  public void sleep(Schedulable s) {
    EdfReservation reservation = byMember[s.index()];
    if (reservation == null) {
      others.remove(s);
    } else {
      reservation.leave(s);
    }
  }

  // ---- running ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    EdfReservation reservation = byMember[s.index()];
    if (reservation == null) {
      turnNs[s.index()] -= ranNs;
    } else {
      reservation.charge(ranNs);
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    for (EdfReservation reservation : reservations) {
      reservation.check(p);
    }
    Schedulable current = pool.current(p);
    if (current == pool.idle(p) || !pool.isRunnable(current) || isQueued(current)) {
      return take(earliest(p), p);
    }
    EdfReservation own = byMember[current.index()];
    if (own == null) {
      return afterOther(current, p);
    }
    own.holdRunning(current);
    Schedulable next = earliest(p);
    if (!pool.isRunnable(current)) {
      return take(next, p);
    }
    if (next == null || byMember[next.index()].deadlineNs() >= own.deadlineNs()) {
      pool.limit(p, own.sliceNs());
      return current;
    }
    own.preempt(current);
    return take(next, p);
  }

  private boolean isQueued(Schedulable s) {
    EdfReservation reservation = byMember[s.index()];
    return reservation == null ? others.contains(s) : reservation.ready.contains(s);
  }

  /** One without a reservation ran: its turn goes on unless somebody with one is here. */
  private Schedulable afterOther(Schedulable current, Processor p) {
    Schedulable next = earliest(p);
    boolean isOver = turnNs[current.index()] <= 0;
    if (next == null && !isOver) {
      pool.limit(p, turnNs[current.index()]);
      return current;
    }
    if (isOver) {
      turnNs[current.index()] = parameters.quantumNs();
      others.add(current);
    } else {
      others.addFirst(current);
    }
    return take(next, p);
  }

  /** Of those with a reservation who may run there, one with the earliest deadline; or null. */
  private Schedulable earliest(Processor p) {
    Schedulable earliest = null;
    long deadlineNs = IDLE_NS;
    for (EdfReservation reservation : reservations) {
      if (reservation.deadlineNs() < deadlineNs) {
        Schedulable s = reservation.ready.firstAllowed(p);
        if (s != null) {
          earliest = s;
          deadlineNs = reservation.deadlineNs();
        }
      }
    }
    return earliest;
  }

  /** Runs it there, or without one whoever has waited longest of the others. */
  private Schedulable take(Schedulable reserved, Processor p) {
    Schedulable next = reserved == null ? others.firstAllowed(p) : reserved;
    if (next == null) {
      return pool.idle(p);
    }
    EdfReservation reservation = byMember[next.index()];
    if (reservation == null) {
      others.remove(next);
      pool.limit(p, turnNs[next.index()]);
    } else {
      reservation.run(next);
      pool.limit(p, reservation.sliceNs());
    }
    push(p);
    return next;
  }

  /** Whoever still waits may be more urgent than what is done elsewhere. */
  private void push(Processor here) {
    for (EdfReservation reservation : reservations) {
      push(reservation.ready, reservation.deadlineNs(), here);
    }
    push(others, WITHOUT_NS, here);
  }

  /** The first that waits is enough, unless it is one that may not run where the next may. */
  private void push(IndexQueue waiting, long deadlineNs, Processor here) {
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      if (kickFor(s, deadlineNs, here) || s.affinity() == null) {
        return;
      }
    }
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("earliest deadline first");
    for (EdfReservation reservation : reservations) {
      if (!reservation.isInForce()) {
        continue;
      }
      line.accept("  " + reservation);
      for (Schedulable s = reservation.ready.first(); s != null; s = reservation.ready.after(s)) {
        line.accept("    " + s + " waits");
      }
    }
    for (Schedulable s = others.first(); s != null; s = others.after(s)) {
      line.accept("  " + s + " waits, without a reservation");
    }
  }

  @Override
  public String toString() {
    return "edf";
  }
}
