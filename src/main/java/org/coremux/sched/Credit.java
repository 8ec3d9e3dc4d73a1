package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Xen's credit, its default before credit2: three priorities, a queue per CPU, and stealing.
 *
 * <p>Whoever runs burns 10 credits a ms, and every 30 ms {@link CreditAccounting} gives all that
 * the CPUs can do, by weight times active units. Who then has less than none is OVER, others are
 * UNDER: that alone decides, not how much. Who wakes and is UNDER gets a BOOST, which ends at the
 * next tick, each 10 ms, that sees it run. Within a priority it is first in first out, for 30 ms
 * each. A CPU whose best is OVER, or that has nobody, {@link CreditSteal steals} better. At a tick
 * a unit moves to where more {@link CreditPick idles}.
 *
 * <p>Model: nothing that Xen does only because it may fail to get a lock, or for a tasklet. Units
 * are at home on CPUs by turns at first. The cap of a domain is not in whole percent.
 *
 * <p>Known oddities, kept: who sleeps at each tick never pays, nor does its cap matter; a priority
 * is up to 30 ms old, a queue's order up to 10 ms more; an idle CPU that found nothing to steal
 * does not look again until it is asked. Those set right by {@code fidelity}: nobody is pushed to
 * an idle CPU by a better one that wakes; an interrupted ratelimit is never less than 100 ns, not
 * us; a home whose queue is empty counts as idle although another runs there.
 *
 * <p>Cost: a wake-up O(1) mostly, O(queue) behind those that are better, and O(CPUs / 64); a
 * decision O(1), one that steals O(CPUs + waiting); a tick O(queue) once a slice; accounting
 * O(active units) a slice. Allocation: only in {@link #admit}, and for a new affinity.
 *
 * <p>Order: by priority, then first in first out; whoever is decided about goes to the end.
 *
 * <p>Source: schedulers.md 3, written from xen/common/sched/credit.c at c447b7308b13 (2026).
 */
public final class Credit implements Scheduler {
  private static final int NONE = CreditUnits.NONE;

  /** Before any time. Unit: ns. */
  private static final long NEVER_NS = Long.MIN_VALUE / 2;

  private final Pool pool;
  private final CreditParameters parameters;
  private final CreditUnits units = new CreditUnits();
  private final CreditCpus cpus;
  private final CreditAccounting accounting;
  private final CreditPick picks;
  private final CreditTickle tickles;
  private final CreditSteal steals;
  private final Timer master;
  private final Timer[] tickers;
  private final CreditCheck check;
  private final int[] epochSeen;
  private final long[] lastBalanceNs;

  /** On which CPU the unit is woken that wakes now; {@code NONE} for outside. */
  private int waker = NONE;

  /** A policy for the pool. */
  public Credit(Pool pool, CreditParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    cpus = new CreditCpus(pool, units);
    accounting = new CreditAccounting(pool, cpus, units, parameters);
    picks = new CreditPick(cpus, units, parameters);
    tickles = new CreditTickle(pool, cpus, units, parameters);
    steals = new CreditSteal(pool, cpus, units, parameters);
    check = new CreditCheck(this, pool, parameters);
    epochSeen = new int[cpus.limit];
    lastBalanceNs = new long[cpus.limit];
    Arrays.fill(lastBalanceNs, NEVER_NS);
    master = pool.timer(pool.processor(0), this::account);
    pool.arm(master, pool.nowNs() + parameters.tsliceNs());
    tickers = new Timer[cpus.limit];
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      tickers[p.index()] = pool.timer(p, now -> tick(p, now));
    }
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    units.admit(s);
    accounting.admit(i);
    bind(i);
    units.home[i] = picks.pick(i, false); // one that never wakes takes nobody's turn
  }

  private void bind(int i) {
    Schedulable s = units.unit[i];
    units.hard[i] = CpuSet.of(s.affinity(), cpus.online);
    units.soft[i] = SoftAffinity.useful(s.group(), units.hard[i]);
    units.anySoft |= units.soft[i] != null;
  }

  @Override
  public void retire(Schedulable s) {
    accounting.retire(s.index());
    units.unit[s.index()] = null;
  }

  @Override
  public void changed(Schedulable s) {
    int i = s.index();
    accounting.weigh(units.domain[i], s.weight());
    bind(i);
    if (units.hard[i].contains(units.home[i])) {
      return;
    }
    if (cpus.running[units.home[i]] == i || units.scheduled[i]) {
      units.moving[i] = true;
    } else {
      move(i);
    }
  }

  @Override
  public void changed(Group group) {
    accounting.changed(group);
  }

  // ---- wake, sleep, yield ----

  @Override
  public Processor place(Schedulable s, Processor from) {
    waker = from == null ? NONE : from.index();
    Processor home = cpus.processor[units.home[s.index()]];
    return s.allows(home) ? home : s.processor(); // it moves as soon as it is saved
  }

  @Override
  public void wake(Schedulable s) {
    int i = s.index();
    int by = waker == NONE ? units.home[i] : waker;
    waker = NONE;
    boolean runs = cpus.running[units.home[i]] == i;
    if (!runs && !units.moving[i]) { // else it goes on, or comes when it is saved
      enqueue(i, by);
    }
  }

  private void enqueue(int i, int by) {
    boolean boosts = !units.migrated[i] && !units.parked[i];
    units.migrated[i] = false;
    if (boosts && units.priority[i] == CreditUnits.UNDER) {
      units.priority[i] = CreditUnits.BOOST;
    }
    int home = units.home[i];
    cpus.queue[home].insert(i, cpus.idles(home));
    tickles.tickle(i, by);
  }

  @Override
  public void sleep(Schedulable s) {
    int i = s.index();
    if (units.queued[i]) { // else it runs, and the multiplexer asks its CPU to decide
      cpus.queue[units.home[i]].remove(i);
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    units.yielded[s.index()] = true;
  }

  // ---- burn, tick, account ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    if (parameters.samples()) {
      return; // whoever runs at the tick pays
    }
    int i = s.index();
    long burnt = ranNs * parameters.creditsPerMs() + units.residual[i];
    units.credit[i] -= burnt / CreditParameters.MS;
    units.residual[i] = burnt % CreditParameters.MS;
  }

  private void account(long nowNs) {
    accounting.account();
    pool.arm(master, nowNs + parameters.tsliceNs());
  }

  private void tick(Processor p, long nowNs) {
    int cpu = p.index();
    int i = cpus.running[cpu];
    if (i != NONE && units.priority[i] == CreditUnits.BOOST) {
      units.priority[i] = CreditUnits.UNDER; // also of one that blocks now, and may yet go on
    }
    if (i != NONE && pool.current(p) == units.unit[i]) {
      seen(i, p);
    }
    if (epochSeen[cpu] != accounting.epoch()) {
      epochSeen[cpu] = accounting.epoch();
      cpus.queue[cpu].sort();
    }
    pool.arm(tickers[cpu], nowNs + parameters.tickNs());
  }

  /** A tick sees the unit run. */
  private void seen(int i, Processor p) {
    if (parameters.samples()) {
      units.credit[i] -= parameters.creditsPerTick();
    } else {
      pool.settle(p);
    }
    if (!units.active[i]) {
      accounting.activate(i);
    } else if (picks.pick(i, false) != p.index()) {
      units.moving[i] = true;
      pool.kick(p);
    }
  }

  // ---- schedule ----

  @Override
  public Schedulable pickNext(Processor p) {
    int cpu = p.index();
    int current = cpus.running[cpu];
    long nowNs = pool.nowNs();
    if (current != NONE) {
      units.lastSchedNs[current] = nowNs;
      if (pool.isRunnable(units.unit[current]) && !units.moving[current]) {
        long ranNs = nowNs - units.switchInNs[current];
        if (!units.yielded[current] && ranNs < parameters.ratelimitNs()) {
          pool.limit(p, parameters.protectedNs(ranNs));
          return units.unit[current];
        }
        cpus.queue[cpu].insert(current, false);
      }
    }
    int next = next(cpu, nowNs);
    if (next != current) {
      enter(next, cpu, nowNs);
    }
    if (next == NONE) {
      cpus.idlers.add(cpu);
      return pool.idle(p);
    }
    cpus.idlers.remove(cpu);
    pool.limit(p, parameters.tsliceNs());
    return units.unit[next];
  }

  /** The best that waits here, or a better one from elsewhere, out of its queue; or nobody. */
  private int next(int cpu, long nowNs) {
    int head = cpus.queue[cpu].head();
    int priority = head == NONE ? CreditUnits.IDLE : units.priority[head];
    if (priority <= CreditUnits.OVER
        && nowNs - lastBalanceNs[cpu] > parameters.loadBalanceRatelimitNs()) {
      lastBalanceNs[cpu] = nowNs;
      int stolen = steals.steal(cpu, priority);
      if (stolen != NONE) {
        return stolen;
      }
    }
    if (head != NONE) {
      cpus.queue[cpu].remove(head);
    }
    return head;
  }

  /** Another runs from now on; an idle CPU does not tick. */
  private void enter(int next, int cpu, long nowNs) {
    if (next == NONE) {
      pool.cancel(tickers[cpu]);
    } else {
      units.scheduled[next] = true;
      units.switchInNs[next] = nowNs;
      if (cpus.idles(cpu)) {
        long tickNs = parameters.tickNs();
        pool.arm(tickers[cpu], nowNs + tickNs - nowNs % tickNs);
      }
    }
    cpus.running[cpu] = next;
  }

  // ---- context saved, and moves ----

  @Override
  public void saved(Schedulable s, Processor p) {
    int i = s.index();
    units.scheduled[i] = false;
    if (cpus.running[p.index()] == i) {
      cpus.running[p.index()] = NONE; // its CPU stands still, and has not decided
    }
    if (units.moving[i]) {
      units.moving[i] = false;
      move(i);
      if (pool.isRunnable(s)) {
        enqueue(i, p.index());
      }
    }
  }

  /** It is at home elsewhere, and is not boosted for coming there. */
  private void move(int i) {
    units.home[i] = picks.pick(i, true);
    units.migrated[i] = true;
  }

  @Override
  public void check() {
    check.look();
  }

  @Override
  public void describe(Consumer<String> line) {
    new CreditListing(this, line).print();
  }

  CreditCpus cpus() {
    return cpus;
  }

  CreditUnits units() {
    return units;
  }

  /** Ticks on the CPU; armed for the next one unless the CPU idles, or stands still. */
  Timer ticker(int cpu) {
    return tickers[cpu];
  }

  CreditAccounting accounting() {
    return accounting;
  }

  @Override
  public String toString() {
    return "credit";
  }
}
