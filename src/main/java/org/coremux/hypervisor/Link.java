package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.Journey;
import org.coremux.guest.Request;
import org.coremux.guest.RequestQueue;

/**
 * One direction of a network link: one frame after the other. What guests send is first come, first
 * served; what the host sends itself is a flow of its own beside that, and gets its turn whenever
 * 64 KiB of the guests' have passed, as long as there is any.
 *
 * <p>Model: guests' requests are one flow together. Two flows that want all of the link have half
 * of it each.
 *
 * <p>Source: fair queueing, Nagle, RFC 970; Linux, sch_fq, gives each flow its quantum in turn.
 */
final class Link {
  /** Of the guests' between two turns of the host's. Source: as {@link Parcel#PAGES_MAX}. */
  private static final int QUANTUM_FRAMES = 46;

  private final Site site;
  private final DeviceSpec spec;
  private final long quantumNs;
  private final RequestQueue guests = new RequestQueue();
  private final RequestQueue own = new RequestQueue();
  private final Timer end = new Timer(this::ends);
  private Request serving;
  private long begunNs;
  private long doneNs;
  private boolean failed;

  /** Who made way for the host's, and for how long it still needs the link. */
  private Request half;

  private long halfNs;

  Link(Site site, DeviceSpec spec) {
    this.site = site;
    this.spec = spec;
    quantumNs = spec.wireNs(QUANTUM_FRAMES);
  }

  /** It is gone, with all that it has. */
  void fail() {
    failed = true;
    site.cancel(end);
  }

  /** Carries its packets, when it is its turn. */
  void accept(Request r, Request.Leg then, long nowNs) {
    if (failed) {
      return;
    }
    r.leg(spec.wireNs(r.packets()), then);
    (r.isOfHost() ? own : guests).add(r);
    if (serving == null) {
      next(nowNs, false);
    } else if (r.isOfHost() && !serving.isOfHost()) {
      serves(begunNs + (nowNs - begunNs) / quantumNs * quantumNs + quantumNs);
    }
  }

  /** Whoever it is has the link until then at most, and until it is done. */
  private void serves(long untilNs) {
    long atNs = Math.min(doneNs, untilNs);
    if (end.deadlineNs() != atNs) {
      site.arm(end, atNs);
    }
  }

  private void serve(Request r, long leftNs, long nowNs) {
    serving = r;
    begunNs = nowNs;
    doneNs = nowNs + leftNs;
    serves(r.isOfHost() || own.isEmpty() ? doneNs : nowNs + quantumNs);
  }

  private void next(long nowNs, boolean wasOwn) {
    if (!own.isEmpty() && (!wasOwn || half == null && guests.isEmpty())) {
      Request r = own.poll();
      serve(r, r.legNs(), nowNs);
    } else if (half != null) {
      Request r = half;
      half = null;
      serve(r, halfNs, nowNs);
    } else if (!guests.isEmpty()) {
      Request r = guests.poll();
      r.stage(Journey.DEVICE_QUEUE, nowNs);
      serve(r, r.legNs(), nowNs);
    }
  }

  private void ends(long nowNs) {
    Request served = serving;
    serving = null;
    if (nowNs < doneNs) {
      half = served;
      halfNs = doneNs - nowNs;
      next(nowNs, false);
      return;
    }
    next(nowNs, served.isOfHost());
    served.stage(Journey.DEVICE, nowNs);
    served.arrives(nowNs);
  }
}
