package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;

/**
 * Who has a claim, and what it gets each slice: the credits that all CPUs can give, by weight times
 * active units, what one domain cannot use going to those after it. A unit is active from the first
 * tick that it is seen at until it has more credit than a slice gives.
 *
 * <p>Here alone units become OVER and UNDER, and those of a domain that has used up its cap are
 * parked, and go on.
 *
 * <p>Model: the cap of a domain is its group's quota, as part of its period; Xen's is in whole
 * percent. The weight of a domain is that of its units.
 *
 * <p>Cost: O(active units) for each slice, as in Xen: for 64 units two thirds of what the policy
 * costs; O(1) to become active or not. Allocation: only in {@link #admit}.
 *
 * <p>Order: domains and units stand in the order in which they became active, last first; a domain
 * with a surplus moves to the front once another before it could have used more.
 *
 * <p>Source: schedulers.md 3.4, accounting (Xen credit.c).
 */
final class CreditAccounting {
  private static final int NONE = CreditUnits.NONE;

  private final Pool pool;
  private final CreditCpus cpus;
  private final CreditUnits units;
  private final long creditsPerTslice;
  private final long creditsOfAll;
  private CreditDomain[] byGroup = new CreditDomain[4];
  private CreditDomain first;
  private long weight;
  private long balance;
  private int epoch;

  CreditAccounting(Pool pool, CreditCpus cpus, CreditUnits units, CreditParameters parameters) {
    this.pool = pool;
    this.cpus = cpus;
    this.units = units;
    creditsPerTslice = parameters.creditsPerTslice();
    creditsOfAll = creditsPerTslice * pool.processorCount();
  }

  /** Makes the unit one of its group's domain. */
  void admit(int i) {
    Group group = units.unit[i].group();
    units.domain[i] = group == null ? new CreditDomain(null) : domain(group);
    weigh(units.domain[i], units.unit[i].weight());
  }

  private CreditDomain domain(Group group) {
    if (group.parent() != null || group.isCapped() && group.burstNs() > 0) {
      throw new IllegalArgumentException(
          group + ": credit knows domains with a cap, but no groups in groups and no bursts");
    }
    if (group.index() >= byGroup.length) {
      byGroup = Arrays.copyOf(byGroup, Math.max(group.index() + 1, 2 * byGroup.length));
    }
    if (byGroup[group.index()] == null) {
      byGroup[group.index()] = new CreditDomain(group);
      changed(group);
    }
    return byGroup[group.index()];
  }

  void retire(int i) {
    if (units.active[i]) {
      deactivate(i);
    }
    units.domain[i] = null;
  }

  /** The group has another cap. */
  void changed(Group group) {
    CreditDomain domain = group.index() < byGroup.length ? byGroup[group.index()] : null;
    if (domain != null) {
      domain.capCredits =
          group.isCapped() ? ceil(group.quotaNs() * creditsPerTslice, group.periodNs()) : 0;
    }
  }

  /** The domain has this weight from now on. */
  void weigh(CreditDomain domain, int now) {
    weight += (long) (now - domain.weight) * domain.activeCount;
    domain.weight = now;
  }

  // ---- who is active ----

  /** From now on it is paid, and its weight counts. */
  void activate(int i) {
    CreditDomain domain = units.domain[i];
    if (domain.activeCount == 0) {
      addFirst(domain);
    }
    units.active[i] = true;
    units.previousActive[i] = NONE;
    units.nextActive[i] = domain.firstActive;
    if (domain.firstActive != NONE) {
      units.previousActive[domain.firstActive] = i;
    }
    domain.firstActive = i;
    domain.activeCount++;
    weight += domain.weight;
  }

  private void deactivate(int i) {
    CreditDomain domain = units.domain[i];
    int before = units.previousActive[i];
    int after = units.nextActive[i];
    if (before == NONE) {
      domain.firstActive = after;
    } else {
      units.nextActive[before] = after;
    }
    if (after != NONE) {
      units.previousActive[after] = before;
    }
    units.active[i] = false;
    domain.activeCount--;
    weight -= domain.weight;
    if (domain.activeCount == 0) {
      unlink(domain);
    }
  }

  private void addFirst(CreditDomain domain) {
    domain.previous = null;
    domain.next = first;
    if (first != null) {
      first.previous = domain;
    }
    first = domain;
  }

  private void unlink(CreditDomain domain) {
    if (domain.previous == null) {
      first = domain.next;
    } else {
      domain.previous.next = domain.next;
    }
    if (domain.next != null) {
      domain.next.previous = domain.previous;
    }
  }

  // ---- once in a slice ----

  /** Gives the credits of a slice. */
  void account() {
    long all = weight;
    long debt = Math.max(0, -balance);
    balance = 0;
    if (all == 0) {
      return;
    }
    long credits = creditsOfAll + debt;
    long left = all;
    boolean couldUseMore = false;
    long lastOwn = 0; // whose shares the last ones were: the next domain's often are the same
    long fairOf = 0;
    long debtShare = 0;
    long fairShare = 0;
    CreditDomain domain = first;
    while (domain != null) {
      CreditDomain after = domain.next;
      int count = domain.activeCount;
      long own = (long) domain.weight * count;
      left -= own;
      if (own != lastOwn || credits != fairOf) {
        lastOwn = own;
        fairOf = credits;
        debtShare = ceil(debt * own, all);
        fairShare = ceil(credits * own, all);
      }
      long peak = peak(domain, debtShare);
      long fair = fairShare;
      if (fair < peak) {
        couldUseMore = true;
      } else {
        credits += left == 0 ? 0 : ceil((fair - peak) * all, left);
        if (couldUseMore && domain != first) {
          unlink(domain);
          addFirst(domain);
        }
        fair = peak;
      }
      balance += grant(domain, ceil(fair, count), ceil(domain.capCredits, count));
      domain = after;
    }
    epoch++;
  }

  /** What the domain can use at most: all its active units all the time, or its cap. */
  private long peak(CreditDomain domain, long ofDebt) {
    long peak = domain.activeCount * creditsPerTslice + ofDebt;
    return domain.capCredits > 0 ? Math.min(peak, domain.capCredits) : peak;
  }

  /** Gives each active unit that many credits, and returns what they all have then. */
  private long grant(CreditDomain domain, long credits, long capOfUnit) {
    long sum = 0;
    int i = domain.firstActive;
    while (i != NONE) {
      int after = units.nextActive[i];
      units.credit[i] += credits;
      if (units.credit[i] < 0) {
        owes(i, domain.capCredits > 0 && units.credit[i] < -capOfUnit);
      } else {
        owns(i);
      }
      sum += units.credit[i];
      i = after;
    }
    return sum;
  }

  private void owes(int i, boolean parks) {
    prioritise(i, CreditUnits.OVER);
    if (parks && !units.parked[i]) {
      units.parked[i] = true;
      pool.hold(units.unit[i], Hold.CAP);
    }
    units.credit[i] = Math.max(units.credit[i], -creditsPerTslice);
  }

  private void owns(int i) {
    prioritise(i, CreditUnits.UNDER);
    if (units.parked[i]) {
      pool.release(units.unit[i]);
      units.parked[i] = false; // only now, so that it goes on without a boost
    }
    if (units.credit[i] > creditsPerTslice) {
      deactivate(i);
      units.credit[i] /= 2;
    }
  }

  private void prioritise(int i, int priority) {
    if (units.priority[i] == priority) {
      return;
    }
    if (units.queued[i]) {
      cpus.queue[units.home[i]].prioritise(i, priority);
    } else {
      units.priority[i] = priority;
    }
  }

  /** The quotient, rounded up; without a division, which is dear, where none is needed. */
  private static long ceil(long a, long b) {
    return a == 0 || b == 1 ? a : (a + b - 1) / b;
  }

  /** How often credits were given: a queue that has not been sorted since is to be. */
  int epoch() {
    return epoch;
  }

  /** Weight of all active units. */
  long weight() {
    return weight;
  }

  /** What those who were paid last had then. */
  long balance() {
    return balance;
  }

  /** The first domain with active units; null for none. */
  CreditDomain first() {
    return first;
  }
}
