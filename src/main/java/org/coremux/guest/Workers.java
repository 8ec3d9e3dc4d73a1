package org.coremux.guest;

/**
 * Threads that serve requests from one queue, first come first served: a server's, a pool's.
 *
 * <p>A request holds three numbers: when it was asked, how much work it is, and whose it is. An
 * idle worker is woken by the interrupt of a request, the longest idle first; one that has finished
 * takes the next request without sleeping.
 */
final class Workers {
  /** Is told when a request has been served. */
  @FunctionalInterface
  interface Listener {
    void served(long askedNs, long owner, long nowNs);
  }

  private final Listener listener;
  private final LongRing asked = new LongRing();
  private final LongRing work = new LongRing();
  private final LongRing owners = new LongRing();
  private final LongRing idle = new LongRing();
  private final GuestThread[] threads;
  private final boolean[] serving;
  private final long[] servingAsked;
  private final long[] servingOwner;
  private InterruptLine line;

  /** How many woken workers have not come for their request yet. */
  private int coming;

  Workers(int count, Listener listener) {
    this.listener = listener;
    threads = new GuestThread[count];
    serving = new boolean[count];
    servingAsked = new long[count];
    servingOwner = new long[count];
  }

  void install(WorkloadSite site, String name) {
    line = site.guest().interruptLine(now -> wakeIdle());
    for (int i = 0; i < threads.length; i++) {
      int number = i;
      threads[i] = site.thread(name + i, (self, now) -> next(number, self, now));
    }
  }

  /** How many requests wait for a worker. */
  int waiting() {
    return asked.count();
  }

  /** A request comes in from outside: it is queued, and a device interrupts the guest. */
  void request(long askedNs, long workNs, long owner) {
    asked.add(askedNs);
    work.add(workNs);
    owners.add(owner);
    line.raise();
  }

  private void wakeIdle() {
    while (asked.count() > coming && !idle.isEmpty()) {
      coming++;
      threads[(int) idle.poll()].unpark();
    }
  }

  private void next(int number, GuestThread self, long nowNs) {
    if (serving[number]) {
      serving[number] = false;
      listener.served(servingAsked[number], servingOwner[number], nowNs);
    } else if (coming > 0) {
      coming--;
    }
    if (asked.isEmpty()) {
      idle.add(number);
      self.park();
    } else {
      serving[number] = true;
      servingAsked[number] = asked.poll();
      servingOwner[number] = owners.poll();
      self.compute(work.poll());
    }
  }
}
