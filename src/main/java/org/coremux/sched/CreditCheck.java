package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;

/**
 * What must hold of all that {@link Credit} keeps, found anew from its units, one by one. Cold: for
 * runs in which every invariant is on.
 *
 * <p>Checked: who wants to run and does not waits in the queue of its home, once; a queue that is
 * taken for sorted is; weights and counts of active units are theirs. Credit rises and priorities
 * change when credits are given, and at no other time, but for boosts; nobody is boosted who was
 * seen to run by a tick. Who has been paid and has not run since has no more than a slice gives nor
 * owes more, is over if it owes and only then, and all of them together got no more than there was.
 *
 * <p>Source: schedulers.md, section 3.6.
 */
final class CreditCheck {
  private static final int NONE = CreditUnits.NONE;

  private final Credit policy;
  private final Pool pool;
  private final CreditParameters parameters;
  private final CreditUnits units;
  private final CreditCpus cpus;
  private final CreditAccounting accounting;

  // As it was when it was last looked at, by index of the unit.

  private Schedulable[] who = new Schedulable[0];
  private long[] credit = new long[0];
  private int[] priority = new int[0];
  private boolean[] active = new boolean[0];
  private boolean[] scheduled = new boolean[0];
  private int epoch;
  private long balance;
  private long atNs = -1;

  CreditCheck(Credit policy, Pool pool, CreditParameters parameters) {
    this.policy = policy;
    this.pool = pool;
    this.parameters = parameters;
    units = policy.units();
    cpus = policy.cpus();
    accounting = policy.accounting();
  }

  /** Throws unless it all holds now. */
  void look() {
    int length = units.unit.length;
    if (who.length < length) {
      who = Arrays.copyOf(who, length);
      credit = Arrays.copyOf(credit, length);
      priority = Arrays.copyOf(priority, length);
      active = Arrays.copyOf(active, length);
      scheduled = Arrays.copyOf(scheduled, length);
    }
    for (int cpu = cpus.online.next(NONE); cpu != NONE; cpu = cpus.online.next(cpu)) {
      lookAtQueue(cpu);
      lookAtBoost(cpu);
    }
    lookAtDomains();
    for (int i = 0; i < length; i++) {
      if (units.unit[i] != null) {
        lookAtPlace(i);
        lookAtUnit(i);
      }
    }
    if (accounting.epoch() == epoch + 1) {
      lookAtGrants();
    }
    remember();
  }

  private void remember() {
    for (int i = 0; i < who.length; i++) {
      who[i] = units.unit[i];
      credit[i] = units.credit[i];
      priority[i] = units.priority[i];
      active[i] = units.active[i];
      scheduled[i] = units.scheduled[i];
    }
    epoch = accounting.epoch();
    balance = accounting.balance();
    atNs = pool.nowNs();
  }

  // ---- queues ----

  private void lookAtQueue(int cpu) {
    CreditQueue queue = cpus.queue[cpu];
    int count = 0;
    int before = NONE;
    for (int i = queue.head(); i != NONE; i = units.next[i]) {
      count++;
      if (!units.queued[i] || units.home[i] != cpu || units.previous[i] != before) {
        throw broken(units.unit[i] + " waits for cpu " + cpu + ", and is not known to");
      }
      if (before != NONE && queue.isSorted() && units.priority[before] < units.priority[i]) {
        throw broken(
            units.unit[i]
                + " of priority "
                + units.priority[i]
                + " stands behind "
                + units.unit[before]
                + " of priority "
                + units.priority[before]);
      }
      before = i;
    }
    if (count != queue.count()) {
      throw broken("cpu " + cpu + " counts " + queue.count() + " who wait, and has " + count);
    }
  }

  /** Whoever runs has no boost any more if a tick has come since it was switched in. */
  private void lookAtBoost(int cpu) {
    int i = cpus.running[cpu];
    if (i == NONE || units.priority[i] != CreditUnits.BOOST || !policy.ticker(cpu).isArmed()) {
      return;
    }
    long tickedNs = policy.ticker(cpu).deadlineNs() - parameters.tickNs();
    if (units.switchInNs[i] < tickedNs) {
      throw broken(
          units.unit[i]
              + " runs since "
              + units.switchInNs[i]
              + ", and is boosted after a tick at "
              + tickedNs);
    }
  }

  private void lookAtPlace(int i) {
    boolean runs = cpus.running[units.home[i]] == i;
    boolean wants = pool.isRunnable(units.unit[i]);
    if (wants && !runs && !units.moving[i] && !units.queued[i]) {
      throw broken(units.unit[i] + " wants to run, and waits nowhere");
    }
    if (units.queued[i] && (runs || !wants)) {
      throw broken(units.unit[i] + " waits, and runs or does not want to");
    }
    if (units.parked[i] && (wants || !units.active[i])) {
      throw broken(units.unit[i] + " is parked, and goes on, or is not paid");
    }
  }

  // ---- credit ----

  private void lookAtDomains() {
    long weight = 0;
    int count = 0;
    for (CreditDomain domain = accounting.first(); domain != null; domain = domain.next) {
      int own = 0;
      for (int i = domain.firstActive; i != NONE; i = units.nextActive[i]) {
        own++;
        if (!units.active[i] || units.domain[i] != domain) {
          throw broken(units.unit[i] + " is paid as one of " + domain + ", and is not");
        }
      }
      if (own != domain.activeCount || own == 0) {
        throw broken(domain + " counts " + domain.activeCount + " active units, and has " + own);
      }
      weight += (long) domain.weight * own;
      count += own;
    }
    for (int i = 0; i < units.unit.length; i++) {
      count -= units.unit[i] != null && units.active[i] ? 1 : 0;
    }
    if (weight != accounting.weight() || count != 0) {
      throw broken(
          "active units weigh "
              + weight
              + ", counted "
              + accounting.weight()
              + "; "
              + count
              + " of them are not");
    }
  }

  /** It has neither run nor been charged since it was last looked at. */
  private boolean rested(int i) {
    return who[i] == units.unit[i]
        && !scheduled[i]
        && !units.scheduled[i]
        && (units.switchInNs[i] < atNs || atNs < 0);
  }

  private void lookAtUnit(int i) {
    long now = units.credit[i];
    long slice = parameters.creditsPerTslice();
    if (who[i] != units.unit[i]) {
      return;
    }
    boolean isOver = units.priority[i] == CreditUnits.OVER;
    if (accounting.epoch() == epoch) {
      if (now > credit[i] || rested(i) && now != credit[i]) {
        throw broken(units.unit[i] + " has credit " + now + " after " + credit[i] + ", unpaid");
      }
      if (isOver != (priority[i] == CreditUnits.OVER)) {
        throw broken(units.unit[i] + " is over: " + isOver + ", and was not paid meanwhile");
      }
    } else if (rested(i) && active[i]) {
      boolean isOut = units.active[i] ? now > slice : 2 * now + 1 <= slice;
      if (now < -slice || isOut || isOver != now < 0) {
        throw broken(
            units.unit[i]
                + " was paid, has credit "
                + now
                + " and is active: "
                + units.active[i]
                + ", over: "
                + isOver
                + "; a slice gives "
                + slice);
      }
    }
  }

  /** What those got who have not run: no more than there was, but for rounding up. */
  private void lookAtGrants() {
    long slice = parameters.creditsPerTslice();
    long given = 0;
    long most = slice * pool.processorCount() + Math.max(0, -balance);
    for (int i = 0; i < who.length; i++) {
      if (units.unit[i] != null && rested(i) && active[i]) {
        long now = units.active[i] ? units.credit[i] : 2 * units.credit[i];
        given += units.active[i] && now == -slice ? 0 : now - credit[i];
        most += 2; // a domain's and a unit's share is rounded up
      }
    }
    if (given > most) {
      throw broken("those who wait got " + given + " credits, of " + most + " there are for all");
    }
  }

  private IllegalStateException broken(String what) {
    return Broken.rule(policy, what);
  }
}
