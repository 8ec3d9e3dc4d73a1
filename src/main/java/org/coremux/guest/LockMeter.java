package org.coremux.guest;

import java.util.ArrayList;
import java.util.List;

/**
 * What waiting for spin locks has cost a workload, and how much of that is a hypervisor's doing.
 *
 * <p>Holder preemption: the one that has a lock loses its processor, and all who want it wait until
 * it runs again. Waiter preemption: a lock is given to one whose vCPU does not run, and lies idle
 * until it does. Spinning is processor time without any use. Halts and kicks are those of
 * paravirtual locks.
 */
public final class LockMeter {
  private final List<Contender> contenders = new ArrayList<>();
  private long holderPreemptions;
  private long holderStallNs;
  private long waiterPreemptions;
  private long waiterStallNs;
  private long halts;
  private long kicks;
  private long spunBeforeNs;

  void counts(Contender contender) {
    contenders.add(contender);
  }

  void holderPreempted(long times, long ns) {
    holderPreemptions += times;
    holderStallNs += ns;
  }

  void waiterPreempted(long ns) {
    waiterPreemptions++;
    waiterStallNs += ns;
  }

  void halted() {
    halts++;
  }

  void kicked() {
    kicks++;
  }

  /** How often one that held a lock lost its processor. */
  public long holderPreemptions() {
    return holderPreemptions;
  }

  /** For how long it did not run then, in all. Unit: ns. */
  public long holderStallNs() {
    return holderStallNs;
  }

  /** How often a lock was given to one that did not run. */
  public long waiterPreemptions() {
    return waiterPreemptions;
  }

  /** For how long such locks were of no use to anybody, in all. Unit: ns. */
  public long waiterStallNs() {
    return waiterStallNs;
  }

  /** Processor time spent spinning, up to now, by those who still spin too. Unit: ns. */
  public long spinNs() {
    return spunNs() - spunBeforeNs;
  }

  /** How often a vCPU halted because it waited for a lock. */
  public long halts() {
    return halts;
  }

  /** How often one was woken out of that by whoever gave the lock back. */
  public long kicks() {
    return kicks;
  }

  /** Begins to count anew. */
  void reset() {
    holderPreemptions = 0;
    holderStallNs = 0;
    waiterPreemptions = 0;
    waiterStallNs = 0;
    halts = 0;
    kicks = 0;
    spunBeforeNs = spunNs();
  }

  private long spunNs() {
    long sum = 0;
    for (Contender contender : contenders) {
      sum += contender.spunNs();
    }
    return sum;
  }
}
