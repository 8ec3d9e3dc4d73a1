package org.coremux.mux;

/**
 * What a nanosecond of a processor was spent on. The overheads come first, in the order in which a
 * schedulable pays them when it is dispatched.
 */
public enum Cost {
  /** Saving one schedulable and loading another; waiting for one that is still being saved. */
  SWITCH,
  /** VM exits and entries, and the injection of interrupts. */
  EXIT,
  /** The monitor of a hosted hypervisor and its host replace each other on the processor. */
  WORLD_SWITCH,
  /** The hypervisor's own work for a guest: hypercalls, emulation in the kernel. */
  HYPERVISOR,
  /** The user-space virtual machine monitor's work for a guest. */
  VMM,
  /** The host operating system's work for a guest. */
  HOST_OS,
  /** A host that waits a little for what will wake a halted vCPU, instead of going idle. */
  POLL,
  /** Whatever runs above: a burst of a thread, or the level that a vCPU provides. */
  WORK,
  /** Nobody runs. */
  IDLE;

  private static final Cost[] ALL = values();

  /** How many kinds can be owed: those before {@link #WORK}. */
  public static final int DEBTS = WORK.ordinal();

  /** How many kinds there are. */
  public static final int COUNT = ALL.length;

  /** The kind with this ordinal; unlike {@link #values} it allocates nothing. */
  public static Cost of(int ordinal) {
    return ALL[ordinal];
  }
}
