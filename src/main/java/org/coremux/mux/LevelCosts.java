package org.coremux.mux;

/**
 * What things cost at one level. Filled by a platform; the multiplexer knows no platform.
 *
 * <p>Costs are work in ns at nominal speed, owed by whoever runs; latencies are elapsed ns, during
 * which nobody is occupied.
 */
public interface LevelCosts {
  /** Everything is free and immediate: for tests of theory. */
  LevelCosts NONE = new LevelCosts() {};

  /** Work of switching from one schedulable to another; either may be the idle one. */
  default long switchNs(Schedulable from, Schedulable to) {
    return 0;
  }

  /**
   * Work of reloading a working set of which others, who have touched so much since, have displaced
   * a part. Unit: KiB; {@link Long#MAX_VALUE} for all of it.
   */
  default long refillNs(long workingSetKib, long othersKib) {
    return 0;
  }

  /** Work of loading a working set on another processor than before. Unit of its size: KiB. */
  default long movedNs(long workingSetKib, Processor from, Processor to) {
    return refillNs(workingSetKib, Long.MAX_VALUE);
  }

  /** Latency of asking another processor to decide; {@code from} is null for the outside. */
  default long kickNs(Processor from, Processor to) {
    return 0;
  }

  /** Latency that is added when the kicked processor is idle and has to leave that state. */
  default long leaveIdleNs(Processor idle) {
    return 0;
  }

  /** For how long a host polls at most before a halted vCPU blocks, in ns; 0 for not at all. */
  default long pollMaxNs() {
    return 0;
  }

  /** For how long it polls when it begins to, in ns. */
  default long pollStartNs() {
    return 0;
  }

  /** What the time for which it polls is multiplied by when that is too short. */
  default int pollGrow() {
    return 2; // Linux, halt_poll_ns_grow
  }

  /** What it is divided by when polling is in vain; 0 for not to poll any more. */
  default int pollShrink() {
    return 2; // Linux 6.12, halt_poll_ns_shrink
  }

  /** Work of the given kind that one VM exit for this reason makes, its entry included. */
  default long exitNs(ExitReason why, Cost kind) {
    return 0;
  }
}
