package org.coremux.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * cpu.max where every processor has one thread of its own, so that nothing but the quota decides:
 * slow and obvious. Written from schedulers.md 12.2 alone.
 */
final class PlainQuota implements Scheduler {
  private static final long MS = 1_000_000;

  /** What a processor has of its group's quota, and its one thread. */
  private static final class Seat {
    Schedulable s;
    Pot pot;
    long remaining;
    boolean throttled;
    boolean held;
    boolean queued;
    boolean resched;
    boolean ticking;
    Timer tick;
  }

  /** A group's pool. */
  private static final class Pot {
    Group group;
    long runtime;
    long nextRefill;
    boolean everUsed;
    boolean active;
    boolean idle = true;
    boolean slackStarted;
    final List<Seat> throttled = new ArrayList<>();
    final List<Timer> periods = new ArrayList<>();
    final List<Timer> slacks = new ArrayList<>();
  }

  private final Pool pool;
  private final long tickNs;
  private final List<Seat> seats = new ArrayList<>();
  private final Map<Group, Pot> pots = new HashMap<>();

  PlainQuota(Pool pool, long tickNs) {
    this.pool = pool;
    this.tickNs = tickNs;
    for (int i = 0; i < pool.processorCount(); i++) {
      Seat seat = new Seat();
      Processor p = pool.processor(i);
      seat.tick = pool.timer(p, now -> tick(seat, p));
      seats.add(seat);
    }
  }

  private Seat seat(Schedulable s) {
    return seats.get(s.affinity().firstIn(pool.topology().cpus()));
  }

  @Override
  public void admit(Schedulable s) {
    seat(s).s = s;
    seat(s).pot = s.group() == null ? null : pots.computeIfAbsent(s.group(), this::pot);
  }

  private Pot pot(Group group) {
    Pot pot = new Pot();
    pot.group = group;
    pot.runtime = group.quotaNs();
    for (int i = 0; i < pool.processorCount(); i++) {
      int cpu = i;
      pot.periods.add(pool.timer(pool.processor(i), now -> refill(pot, cpu)));
      pot.slacks.add(pool.timer(pool.processor(i), now -> slack(pot)));
    }
    return pot;
  }

  @Override
  public void retire(Schedulable s) {}

  @Override
  public Processor place(Schedulable s, Processor waker) {
    return pool.processor(seats.indexOf(seat(s)));
  }

  // ---- the quota ----

  /** Tops up to 5 ms; whether nothing is left nevertheless. */
  private boolean isOut(Seat seat) {
    Pot pot = seat.pot;
    if (pot == null || seat.remaining > 0) {
      return false;
    }
    if (!pot.active) {
      pot.active = true;
      pot.nextRefill = pot.everUsed ? pot.nextRefill : pool.nowNs() + pot.group.periodNs();
      pot.everUsed = true;
      onward(pot);
      pool.arm(pot.periods.get(seats.indexOf(seat)), pot.nextRefill);
    }
    pot.idle = false;
    long amount = Math.min(pot.runtime, 5 * MS - seat.remaining);
    pot.runtime -= amount;
    seat.remaining += amount;
    return seat.remaining <= 0;
  }

  private void onward(Pot pot) {
    while (pot.nextRefill <= pool.nowNs()) {
      pot.nextRefill += pot.group.periodNs();
    }
  }

  private void throttle(Seat seat) {
    seat.throttled = true;
    seat.pot.throttled.add(seat);
    if (seat.queued) {
      hold(seat);
    }
  }

  private void hold(Seat seat) {
    seat.held = true;
    pool.hold(seat.s, Hold.CAP);
  }

  private void refill(Pot pot, int cpu) {
    onward(pot);
    long quota = pot.group.quotaNs();
    pot.runtime = Math.min(pot.runtime + quota, quota + pot.group.burstNs());
    if (pot.idle && pot.throttled.isEmpty()) {
      pot.active = false;
      return;
    }
    pot.idle = pot.throttled.isEmpty();
    pool.arm(pot.periods.get(cpu), pot.nextRefill);
    distribute(pot);
  }

  private void distribute(Pot pot) {
    for (Seat seat : new ArrayList<>(pot.throttled)) {
      long amount = Math.min(pot.runtime, -seat.remaining + 1);
      pot.runtime -= amount;
      seat.remaining += amount;
      if (seat.remaining > 0) {
        pot.throttled.remove(seat);
        seat.throttled = false;
        if (seat.held) {
          seat.held = false;
          pool.release(seat.s);
        }
      } else if (amount > 0) {
        pot.throttled.remove(seat);
        pot.throttled.add(seat);
      }
    }
  }

  private void giveBack(Seat seat) {
    Pot pot = seat.pot;
    if (pot == null || seat.remaining <= MS) {
      return;
    }
    pot.runtime += seat.remaining - MS;
    seat.remaining = MS;
    boolean far = pot.nextRefill - pool.nowNs() > 7 * MS;
    if (pot.runtime > 5 * MS && !pot.throttled.isEmpty() && far && !pot.slackStarted) {
      pot.slackStarted = true;
      pool.arm(pot.slacks.get(seats.indexOf(seat)), pool.nowNs() + 5 * MS);
    }
  }

  private void slack(Pot pot) {
    pot.slackStarted = false;
    if (pot.nextRefill - pool.nowNs() > 2 * MS && pot.runtime > 5 * MS) {
      distribute(pot);
    }
  }

  // ---- the one thread of each processor ----

  @Override
  public void wake(Schedulable s) {
    Seat seat = seat(s);
    Processor p = s.processor();
    pool.settle(p);
    if (seat.pot != null && !seat.throttled && !seat.queued && isOut(seat)) {
      throttle(seat);
    }
    if (seat.throttled) {
      hold(seat);
      return;
    }
    seat.queued = true;
    if (pool.current(p) != s) {
      pool.kick(p);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    Seat seat = seat(s);
    if (seat.queued) {
      pool.settle(s.processor());
      seat.queued = false;
      giveBack(seat);
    }
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    Seat seat = seat(s);
    seat.remaining -= seat.pot == null ? 0 : ranNs;
    seat.resched |= seat.queued && isOut(seat);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Seat seat = seats.get(p.index());
    seat.resched = false;
    if (seat.queued && isOut(seat)) {
      throttle(seat);
    }
    if (!seat.queued) {
      seat.ticking = false;
      pool.cancel(seat.tick);
      return pool.idle(p);
    }
    if (!seat.ticking) {
      seat.ticking = true;
      armTick(seat);
    }
    return seat.s;
  }

  private void armTick(Seat seat) {
    pool.arm(seat.tick, (pool.nowNs() / tickNs + 1) * tickNs);
  }

  private void tick(Seat seat, Processor p) {
    pool.settle(p);
    if (seat.resched) {
      pool.kick(p);
    }
    armTick(seat);
  }
}
