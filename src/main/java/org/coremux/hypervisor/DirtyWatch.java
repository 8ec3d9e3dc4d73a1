package org.coremux.hypervisor;

import org.coremux.mux.ExitReason;
import org.coremux.mux.Schedulable;

/**
 * Watches what a guest writes, by what its vCPUs execute, and lets them pay for it: the first write
 * to a page in a round is a fault, by which the host learns of it.
 */
final class DirtyWatch {
  private final Guest guest;
  private final DirtyLog log;
  private final long[] faultNs;
  private final long[] seenNs;

  /** Of the pages that are dirty in this round: who wrote to them has paid. */
  private long paidPages;

  /**
   * @param faultNs what a fault costs, by kind
   */
  DirtyWatch(Guest guest, long[] faultNs) {
    this.guest = guest;
    this.faultNs = faultNs;
    log = new DirtyLog(guest.pages());
    seenNs = new long[guest.scheduled().size()];
  }

  /** From now on. */
  void begin() {
    for (int i = 0; i < seenNs.length; i++) {
      seenNs[i] = executedNs(guest.scheduled().get(i));
    }
  }

  private static long executedNs(Schedulable vcpu) {
    vcpu.settleBooks();
    return vcpu.executedNs();
  }

  /** All pages that it has. */
  long touchedPages() {
    return log.touchedPages();
  }

  /** Looks what it has done since. */
  void look() {
    long allNs = 0;
    long[] ranNs = new long[seenNs.length];
    for (int i = 0; i < seenNs.length; i++) {
      long nowNs = executedNs(guest.scheduled().get(i));
      ranNs[i] = nowNs - seenNs[i];
      seenNs[i] = nowNs;
      allNs += ranNs[i];
    }
    if (allNs > 0) {
      log.progress(allNs);
      pay(ranNs, allNs);
    }
  }

  /** Each pays for its part, by what it has run. */
  private void pay(long[] ranNs, long allNs) {
    long pages = log.pages() - paidPages;
    long left = pages;
    long leftNs = allNs;
    for (int i = 0; i < ranNs.length && left > 0; i++) {
      long its = leftNs == ranNs[i] ? left : (long) ((double) left * ranNs[i] / leftNs);
      left -= its;
      leftNs -= ranNs[i];
      if (its > 0) {
        Schedulable vcpu = guest.scheduled().get(i);
        guest.level().leave(vcpu, ExitReason.FAULT, faultNs, (int) its);
      }
    }
    paidPages += pages - left;
  }

  /** Reads and clears the log: how many pages are dirty. */
  long take() {
    look();
    paidPages = 0;
    return log.take();
  }
}
