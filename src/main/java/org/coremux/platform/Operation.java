package org.coremux.platform;

/**
 * What happens to processors and guests, and so needs a path on every platform that has it.
 *
 * <p>Each cost is in one operation alone: a vCPU that loses its pCPU to another pays {@link
 * #PREEMPT} (its exit, and its entry later) and the other {@link #SWITCH}; one that halts pays
 * {@link #HALT} instead. Together PREEMPT and SWITCH are what papers measure as a VM switch.
 */
public enum Operation {
  /** The hypervisor or host kernel puts one vCPU or thread away and takes another. */
  SWITCH("switch", false),
  /** A pCPU asks another one to decide; the latency is until that one notices. */
  KICK("kick", false),
  /** A pCPU leaves the idle state: the latency of that, and the work of taking the next one. */
  LEAVE_IDLE("leaveIdle", false),
  /** A running vCPU is interrupted by its host in favour of another, and entered again later. */
  PREEMPT("preempt", true),
  /** A guest's kernel changes from one of its threads to another. */
  GUEST_SWITCH("guestSwitch", true),
  /** A vCPU has nothing to do and halts, and is entered again later. */
  HALT("halt", true),
  /** A guest programs its timer. */
  PROGRAM_TIMER("programTimer", true),
  /** An interrupt or a timer reaches a vCPU that runs: its exit, injection and completion. */
  INTERRUPT("interrupt", true),
  /** A vCPU sends another an inter-processor interrupt; the latency is its flight. */
  SEND_IPI("sendIpi", true),
  /** A guest rings a device's doorbell: to where the device model's kernel part takes over. */
  DOORBELL("doorbell", true),
  /** A guest calls its hypervisor. */
  HYPERCALL("hypercall", true);

  private final String key;
  private final boolean ofGuest;

  Operation(String key, boolean ofGuest) {
    this.key = key;
    this.ofGuest = ofGuest;
  }

  /** The name of its path in a platform's file. */
  public String key() {
    return key;
  }

  /** Whether only platforms with guests below a hypervisor have it. */
  public boolean isOfGuest() {
    return ofGuest;
  }
}
