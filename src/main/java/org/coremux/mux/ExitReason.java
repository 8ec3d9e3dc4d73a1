package org.coremux.mux;

/** Why a vCPU left guest mode. */
public enum ExitReason {
  /** The guest has nothing to run. */
  HALT,
  /** The guest programmed a timer. */
  TIMER,
  /** An interrupt or a timer was due for the vCPU while it ran. */
  INTERRUPT,
  /** The guest kicked another of its vCPUs. */
  IPI,
  /** The guest rang a device's doorbell. */
  IO,
  /** The guest called the hypervisor. */
  HYPERCALL,
  /** A device of the guest's own interrupted it. */
  DEVICE,
  /** The guest touched a page that is not there, or of which the host keeps count. */
  FAULT;

  private static final ExitReason[] ALL = values();

  /** Whether only some hosts know it, so that it is told of only where it occurs. */
  public boolean isRare() {
    return this == DEVICE || this == FAULT;
  }

  /** How many reasons there are. */
  public static final int COUNT = ALL.length;

  /** The reason with this ordinal; unlike {@link #values} it allocates nothing. */
  public static ExitReason of(int ordinal) {
    return ALL[ordinal];
  }
}
