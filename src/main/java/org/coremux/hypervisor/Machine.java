package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.guest.Request;

/** The physical devices of a host: whoever may touch them, they are the same. */
final class Machine {
  private final DeviceSpec spec;
  private final Station disk;
  private final Station out;
  private final Station in;

  Machine(Site site, DeviceSpec spec) {
    this.spec = spec;
    disk = new Station(site, spec.diskChannels());
    out = new Station(site, 1);
    in = new Station(site, 1);
  }

  /** Does for the request what it is about: on the disk, or on the wire. */
  void serve(Request r, Request.Leg then, long nowNs) {
    switch (r.kind()) {
      case SEND -> out.accept(r, spec.wireNs(r.packets()), then, nowNs);
      case RECEIVE -> in.accept(r, spec.wireNs(r.packets()), then, nowNs);
      default -> disk.accept(r, r.serviceNs(), then, nowNs);
    }
  }
}
