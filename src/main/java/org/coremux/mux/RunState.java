package org.coremux.mux;

/**
 * What a schedulable is doing. Source: Xen's run states (xen/include/public/vcpu.h); but one that
 * is kept from running by a cap is RUNNABLE here, never OFFLINE.
 */
public enum RunState {
  /** Dispatched on a processor. */
  RUNNING,
  /** Wants to run and waits, or is held: steal time. */
  RUNNABLE,
  /** Waits for something: a halted vCPU, a sleeping thread. */
  BLOCKED,
  /** Not started, paused, or ended. */
  OFFLINE
}
