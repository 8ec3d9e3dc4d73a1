package org.coremux.mux;

/**
 * Where a debt, and what was paid of it, is kept: by its kind, and that of a VM exit by its reason
 * as well. The slots come in the order in which they are paid: what belongs to no exit first, then
 * exit by exit, each in the order of the kinds.
 */
final class Slot {
  /**
   * What caches have to be reloaded with after others have run. It is booked as a switch, but the
   * switch is over before.
   */
  static final int REFILL = Cost.DEBTS;

  /** Slots of those who never leave guest mode: threads. */
  static final int PLAIN = Cost.DEBTS + 1;

  /** All slots. At most 64, so that a mask says which are owed. */
  static final int COUNT = PLAIN + Cost.DEBTS * ExitReason.COUNT;

  private Slot() {}

  static int of(Cost kind) {
    return kind.ordinal();
  }

  static int of(Cost kind, ExitReason why) {
    return PLAIN + Cost.DEBTS * why.ordinal() + kind.ordinal();
  }

  /** The kind's ordinal. */
  static int kind(int slot) {
    return slot < PLAIN ? booked(slot) : (slot - PLAIN) % Cost.DEBTS;
  }

  /** Where what is paid of it is booked. */
  static int booked(int slot) {
    return slot == REFILL ? of(Cost.SWITCH) : slot;
  }
}
