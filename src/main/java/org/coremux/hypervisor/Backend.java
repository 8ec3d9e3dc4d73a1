package org.coremux.hypervisor;

import org.coremux.guest.GuestOs;
import org.coremux.guest.GuestThread;
import org.coremux.guest.InterruptLine;
import org.coremux.guest.Journey;
import org.coremux.guest.Program;
import org.coremux.guest.Request;
import org.coremux.guest.RequestQueue;
import org.coremux.mux.Processor;

/**
 * The one who serves a device of a guest: a thread of the host's kernel (vhost), of the
 * hypervisor's user-space process, or of the driver domain (netback, blkback). It must be scheduled
 * like anybody else. While it has something to do, nobody needs to wake it.
 */
final class Backend implements Program {
  /** Whose requests it serves. */
  interface Owner {
    /** Work for it, in ns at nominal speed. */
    long workNs(Request r);

    /** It is served. */
    void served(Request r, long nowNs);
  }

  private final Owner owner;
  private final RequestQueue ring = new RequestQueue();
  private final GuestThread thread;

  /** How a domain's thread is woken: by an event channel of it; null for the host's own. */
  private final InterruptLine line;

  private Request serving;
  private boolean asleep = true;
  private boolean woken;

  /** Work for interrupts that it has not done yet. Unit: ns. */
  private long owedNs;

  /**
   * A backend's thread.
   *
   * @param os whose thread it is
   * @param inDomain whether that is a domain's, and not the host itself
   */
  Backend(Owner owner, GuestOs os, String name, boolean inDomain) {
    this.owner = owner;
    thread = os.daemon(name, this);
    line = inDomain ? os.interruptLine((at, now) -> thread.unpark()) : null;
  }

  GuestThread thread() {
    return thread;
  }

  /** Where it runs. */
  Processor processor() {
    return thread.schedulable().processor();
  }

  /** Whether it sleeps, and nothing that it has not been told of would wake it. */
  boolean isAsleep() {
    return asleep && ring.isEmpty();
  }

  /** Leaves the request to it, who is or will be told of it at that instant. */
  void add(Request r, long toldNs) {
    r.leg(toldNs, null);
    ring.add(r);
  }

  /** Wakes it, by an interrupt that takes it so much work, in ns. */
  void wake(long interruptNs) {
    if (!asleep || woken) {
      return;
    }
    woken = true;
    owedNs += interruptNs;
    if (line == null) {
      thread.unpark();
    } else {
      line.raise(thread.schedulable().processor()); // one channel, bound to where it was last
    }
  }

  @Override
  public void next(GuestThread self, long nowNs) {
    asleep = false;
    woken = false;
    if (serving != null) {
      Request r = serving;
      serving = null;
      r.stage(Journey.BACKEND, nowNs);
      owner.served(r, nowNs);
    }
    if (ring.isEmpty()) {
      asleep = true;
      self.park();
      return;
    }
    serving = ring.poll();
    serving.stage(Journey.SIGNAL, Math.min(serving.legNs(), nowNs));
    serving.stage(Journey.BACKEND_WAIT, nowNs);
    self.compute(owner.workNs(serving) + owedNs);
    owedNs = 0;
  }
}
