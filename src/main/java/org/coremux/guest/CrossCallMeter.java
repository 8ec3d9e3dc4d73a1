package org.coremux.guest;

/** Counts what the cross calls of a workload took, since the last reset. */
public final class CrossCallMeter {
  private long interrupts;
  private long late;
  private long deferred;
  private long stalledNs;

  void called(int targets, int ofThemLate) {
    interrupts += targets;
    late += ofThemLate;
  }

  void defer() {
    deferred++;
  }

  void stalled(long ns) {
    stalledNs += ns;
  }

  /** How many interrupts were sent. */
  public long interrupts() {
    return interrupts;
  }

  /** How many of them went to a vCPU that waited for a pCPU, and so for its next dispatch. */
  public long late() {
    return late;
  }

  /** How many vCPUs were left to the hypervisor instead. */
  public long deferred() {
    return deferred;
  }

  /** From asking to going on, in all, with a pCPU or without. Unit: ns. */
  public long stalledNs() {
    return stalledNs;
  }

  void reset() {
    interrupts = 0;
    late = 0;
    deferred = 0;
    stalledNs = 0;
  }
}
