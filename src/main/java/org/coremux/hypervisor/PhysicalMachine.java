package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.guest.Request;
import org.coremux.mux.Processor;

/** The physical devices of a host: whoever may touch them, they are the same. */
final class PhysicalMachine implements Machine {
  private final DeviceSpec spec;
  private final Station disk;
  private final Station out;
  private final Station in;

  PhysicalMachine(Site site, DeviceSpec spec) {
    this.spec = spec;
    disk = new Station(site, spec.diskChannels());
    out = new Station(site, 1);
    in = new Station(site, 1);
  }

  /** It is gone: nothing comes back of what it was asked, and of what it is asked from now on. */
  void fail() {
    disk.fail();
    out.fail();
    in.fail();
  }

  @Override
  public void serve(Request r, Request.Leg then, Processor by, long nowNs) {
    switch (r.kind()) {
      case SEND -> out.accept(r, spec.wireNs(r.packets()), then, nowNs);
      case RECEIVE -> in.accept(r, spec.wireNs(r.packets()), then, nowNs);
      default -> disk.accept(r, r.serviceNs(), then, nowNs);
    }
  }
}
