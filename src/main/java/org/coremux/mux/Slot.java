package org.coremux.mux;

/**
 * Where a debt, and what was paid of it, is kept: by its kind, and that of a VM exit by its reason
 * as well. The slots come in the order in which they are paid: what belongs to no exit first, then
 * exit by exit, each in the order of the kinds.
 */
final class Slot {
  /** Slots of those who never leave guest mode: threads. */
  static final int PLAIN = Cost.DEBTS;

  /** All slots. At most 64, so that a mask says which are owed. */
  static final int COUNT = PLAIN * (1 + ExitReason.COUNT);

  private Slot() {}

  static int of(Cost kind) {
    return kind.ordinal();
  }

  static int of(Cost kind, ExitReason why) {
    return PLAIN * (1 + why.ordinal()) + kind.ordinal();
  }

  /** The kind's ordinal. */
  static int kind(int slot) {
    return slot % PLAIN;
  }
}
