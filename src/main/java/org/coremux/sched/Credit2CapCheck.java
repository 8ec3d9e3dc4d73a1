package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;

/**
 * What must hold of the budgets of {@link Credit2}'s domains, found anew. Cold: for runs in which
 * every invariant is on.
 *
 * <p>Checked: what a domain has, what its units have and what they used adds up to what it was
 * granted, less what a replenishment cuts off; who is parked is so once, has no budget, does not
 * wait, and would go on if the domain had any; who neither runs nor is being saved holds none.
 *
 * <p>Source: schedulers.md, sections 4.5 and 4.6.
 */
final class Credit2CapCheck {
  private final Credit2 policy;
  private final Pool pool;
  private final Credit2Units units;

  // As it was when it was last looked at, by index of the domain's group.

  private Credit2Domain[] domain = new Credit2Domain[0];
  private long[] grantedNs = new long[0];
  private long[] nextNs = new long[0];
  private long[] totalNs = new long[0];

  Credit2CapCheck(Credit2 policy, Pool pool) {
    this.policy = policy;
    this.pool = pool;
    units = policy.units();
  }

  /** Throws unless it all holds now. */
  void look() {
    int length = policy.domains().indices();
    if (domain.length < length) {
      domain = Arrays.copyOf(domain, length);
      grantedNs = Arrays.copyOf(grantedNs, length);
      nextNs = Arrays.copyOf(nextNs, length);
      totalNs = Arrays.copyOf(totalNs, length);
    }
    for (int index = 0; index < length; index++) {
      Credit2Domain now = policy.domains().at(index);
      if (now != null) {
        lookAtParked(now);
        lookAtSum(now, index);
      }
      domain[index] = now;
    }
  }

  private void lookAtParked(Credit2Domain of) {
    for (int k = 0; k < of.parkedCount(); k++) {
      int i = of.parked(k);
      boolean isOnce = true;
      for (int other = 0; other < k; other++) {
        isOnce &= of.parked(other) != i;
      }
      if (!isOnce || units.domain[i] != of) {
        throw broken(units.unit[i] + " is parked by " + of.group + ", and again or by another");
      }
      if (units.budget[i] != 0 || units.queued[i] || pool.isRunnable(units.unit[i])) {
        throw broken(units.unit[i] + " is parked, waits, or has budget " + units.budget[i]);
      }
    }
    if (of.parkedCount() > 0 && of.budgetNs() > 0) {
      throw broken(
          units.unit[of.parked(0)] + " is parked, and " + of.group + " has " + of.budgetNs());
    }
  }

  private void lookAtSum(Credit2Domain of, int index) {
    long sum = of.budgetNs() + of.usedNs();
    for (int i = 0; i < units.unit.length; i++) {
      if (units.unit[i] != null && units.domain[i] == of) {
        sum += units.budget[i];
        if (units.budget[i] != 0 && !units.scheduled[i]) {
          throw broken(units.unit[i] + " does not run, and holds budget " + units.budget[i]);
        }
      }
    }
    if (domain[index] == of) {
      long periods = (of.nextReplenishmentNs() - nextNs[index]) / of.periodNs();
      long more = sum - grantedNs[index];
      if (more > periods * Math.max(of.totalNs(), totalNs[index]) || periods == 0 && more < 0) {
        throw broken(
            of.group
                + " and its units have "
                + more
                + " more than they had and used, after "
                + periods
                + " replenishments of "
                + of.totalNs());
      }
    }
    grantedNs[index] = sum;
    nextNs[index] = of.nextReplenishmentNs();
    totalNs[index] = of.totalNs();
  }

  private IllegalStateException broken(String what) {
    return Broken.rule(policy, what);
  }
}
