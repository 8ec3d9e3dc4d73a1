package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.GuestOs;
import org.coremux.guest.InterruptLine;
import org.coremux.guest.Journey;
import org.coremux.guest.Request;
import org.coremux.guest.RequestQueue;
import org.coremux.mux.Processor;

/**
 * What a device has done for a guest and the guest does not know of yet, in a queue for each of its
 * vCPUs, with the interrupt that tells it. While one is on its way or pending there no other is
 * sent: the vCPU finds all that came meanwhile when it takes that one.
 *
 * <p>Source: virtio 1.2, 2.7.7 "Used buffer notification suppression", 5.1.6.5.5 "Automatic receive
 * steering in multiqueue mode"; Xen, ring.h, rsp_event.
 */
final class Completions {
  /** What else a guest does when it takes one. */
  @FunctionalInterface
  interface Driver {
    void takes(Request r, Processor at);
  }

  private final Site site;
  private final Driver driver;
  private final long latencyNs;
  private final InterruptLine line;
  private final Queue[] queues;

  /**
   * @param latencyNs from the signal to the interrupt, in ns
   */
  Completions(Site site, GuestOs guest, long latencyNs, Driver driver) {
    this.site = site;
    this.driver = driver;
    this.latencyNs = latencyNs;
    line = guest.interruptLine((at, now) -> queue(at).taken(now));
    queues = new Queue[guest.multiplexer().processorCount()];
    for (int i = 0; i < queues.length; i++) {
      queues[i] = new Queue(guest.multiplexer().processor(i));
    }
  }

  private Queue queue(Processor of) {
    return queues[of.index()];
  }

  /** The line, for who it interrupts and why. */
  InterruptLine line() {
    return line;
  }

  /** Whether the request, if it is the next one, needs an interrupt of its own. */
  boolean needInterrupt(Request r) {
    return !queue(r.from() == null ? line.nextTarget() : r.from()).told;
  }

  /** It is done: the interrupt goes where it came from, or to each vCPU in turn. */
  void add(Request r, long nowNs) {
    queue(r.from() == null ? line.turn() : r.from()).add(r, nowNs);
  }

  /** What one vCPU does not know of yet. */
  private final class Queue {
    private final Processor target;
    private final Timer flight = new Timer(this::raise);
    private final RequestQueue done = new RequestQueue();
    private boolean told;
    private boolean raised;

    Queue(Processor target) {
      this.target = target;
    }

    void add(Request r, long nowNs) {
      done.add(r);
      if (raised) {
        r.signalled(target);
      } else if (!told) {
        told = true;
        if (latencyNs == 0) {
          raise(nowNs);
        } else {
          site.arm(flight, nowNs + latencyNs);
        }
      }
    }

    private void raise(long nowNs) {
      raised = true;
      for (Request r = done.peek(); r != null; r = r.following()) {
        r.stage(Journey.SIGNAL, nowNs);
        r.signalled(target);
      }
      line.raise(target);
    }

    void taken(long nowNs) {
      told = false;
      raised = false;
      for (int left = done.count(); left > 0; left--) {
        Request r = done.poll();
        r.noticed(nowNs);
        driver.takes(r, target);
        r.done(nowNs);
      }
    }
  }
}
