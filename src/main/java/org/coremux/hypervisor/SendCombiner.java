package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.Journey;
import org.coremux.guest.Request;
import org.coremux.guest.RequestQueue;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;

/**
 * Packets that an emulated device has taken from its guest and not handed to the host yet: they
 * wait for something else that switches to the host, which is an interrupt of the device or of the
 * host's clock. When so many wait that nothing else may be waited for, the guest's vCPU switches
 * for them itself. The guest is interrupted once for all that were handed over together.
 *
 * <p>How many that are is so an outcome: of how fast the guest sends, and how often the link says
 * that it has sent one.
 *
 * <p>Source: Sugerman et al., USENIX ATC 2001, section 4.2, "Send combining".
 *
 * <p>Model: interrupts of other guests' packets, which switch to the host as well, are not seen.
 */
final class SendCombiner {
  /** Packets that wait at most. Source: Sugerman et al., 2001, section 4.2. */
  private static final int PACKETS_MAX = 3;

  /** From one interrupt of the host's clock to the next. Unit: ns. Source: Linux 2.2, HZ of 100. */
  private static final long HOST_TICK_NS = 10_000_000;

  private final Site site;
  private final IoCosts costs;
  private final Request.Leg then;
  private final RequestQueue pending = new RequestQueue();
  private final Timer tick = new Timer(this::interrupted);
  private int packets;

  /**
   * @param then is given each request when it is handed over
   */
  SendCombiner(Site site, IoCosts costs, Request.Leg then) {
    this.site = site;
    this.costs = costs;
    this.then = then;
  }

  /** The device's model has all of it. */
  void add(Request r, long nowNs) {
    pending.add(r);
    packets += r.packets();
    if (packets >= PACKETS_MAX) {
      sender().processor().multiplexer().leave(sender(), ExitReason.IO, costs.handOverNs(), 1);
      handOver(nowNs);
    } else if (!tick.isArmed()) {
      site.arm(tick, (nowNs / HOST_TICK_NS + 1) * HOST_TICK_NS);
    }
  }

  /** Something has switched to the host. */
  void interrupted(long nowNs) {
    if (!pending.isEmpty()) {
      handOver(nowNs);
    }
  }

  private Schedulable sender() {
    return pending.peek().from().provider();
  }

  private void handOver(long nowNs) {
    site.cancel(tick);
    Multiplexer host = sender().processor().multiplexer();
    host.leave(sender(), ExitReason.INTERRUPT, costs.batchNs(), 1);
    packets = 0;
    for (int left = pending.count(); left > 0; left--) {
      Request r = pending.poll();
      r.stage(Journey.EMULATION, nowNs);
      then.arrives(r, nowNs);
    }
  }
}
