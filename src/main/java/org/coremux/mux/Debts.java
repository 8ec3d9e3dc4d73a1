package org.coremux.mux;

/**
 * What a schedulable owes: work that is done before anything else when it is dispatched, {@link
 * Slot} by slot.
 */
final class Debts {
  /** By slot. Unit: ns of work. */
  final long[] ns;

  private long mask;

  /** Nothing yet, in so many slots. */
  Debts(int slots) {
    ns = new long[slots];
  }

  boolean isNone() {
    return mask == 0;
  }

  /** Whether something of the kind is owed that no exit has caused. */
  boolean has(Cost kind) {
    return (mask & 1L << Slot.of(kind)) != 0;
  }

  /** The slot of what is paid first; only when something is owed. */
  int first() {
    return Long.numberOfTrailingZeros(mask);
  }

  void add(int slot, long workNs) {
    ns[slot] += workNs;
    mask |= 1L << slot;
  }

  void repay(int slot, long paidNs) {
    ns[slot] -= paidNs;
    if (ns[slot] == 0) {
      mask &= ~(1L << slot);
    }
  }

  long totalNs() {
    long sum = 0;
    for (long debt : ns) {
      sum += debt;
    }
    return sum;
  }
}
