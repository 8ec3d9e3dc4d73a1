package org.coremux.sched;

import org.coremux.mux.Group;

/** A domain, as {@link CreditAccounting} knows it: a weight, a cap, and who of it is active. */
final class CreditDomain {
  /** Null for a unit that is in none, and so is one by itself. */
  final Group group;

  /** What each of its active units adds to the weight of all. */
  int weight;

  /** Credits that a slice gives it at most; 0 for no cap. */
  long capCredits;

  int activeCount;

  /** The unit that became active last, or {@code NONE}. */
  int firstActive = CreditUnits.NONE;

  /** Its neighbours in the list of domains with active units. */
  CreditDomain next;

  CreditDomain previous;

  CreditDomain(Group group) {
    this.group = group;
  }

  @Override
  public String toString() {
    return group == null ? "none" : group.name();
  }
}
