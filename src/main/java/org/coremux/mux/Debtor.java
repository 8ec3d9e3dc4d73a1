package org.coremux.mux;

/**
 * One that owes work, {@link Slot} by slot, which it does before anything else when it is
 * dispatched. The base of a schedulable, so that whether it owes anything is known without another
 * object.
 */
abstract class Debtor {
  /** By slot. Unit: ns of work. */
  final long[] debtNs;

  private long debtMask;

  /** Nothing yet, in so many slots. */
  Debtor(int slots) {
    debtNs = new long[slots];
  }

  boolean owesNothing() {
    return debtMask == 0;
  }

  /** Whether something of the kind is owed that no exit has caused. */
  boolean owes(Cost kind) {
    return (debtMask & 1L << Slot.of(kind)) != 0;
  }

  /** The slot of what is paid first; only when something is owed. */
  int firstDebt() {
    return Long.numberOfTrailingZeros(debtMask);
  }

  void owe(int slot, long workNs) {
    debtNs[slot] += workNs;
    debtMask |= 1L << slot;
  }

  void repay(int slot, long paidNs) {
    debtNs[slot] -= paidNs;
    if (debtNs[slot] == 0) {
      debtMask &= ~(1L << slot);
    }
  }

  long totalDebtNs() {
    long sum = 0;
    for (long debt : debtNs) {
      sum += debt;
    }
    return sum;
  }
}
