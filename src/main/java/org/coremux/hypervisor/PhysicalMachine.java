package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.guest.Request;
import org.coremux.mux.Processor;

/** The physical devices of a host: whoever may touch them, they are the same. */
final class PhysicalMachine implements Machine {
  private final Station disk;
  private final Link out;
  private final Link in;

  PhysicalMachine(Site site, DeviceSpec spec) {
    disk = new Station(site, spec.diskChannels());
    out = new Link(site, spec);
    in = new Link(site, spec);
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
      case SEND -> out.accept(r, then, nowNs);
      case RECEIVE -> in.accept(r, then, nowNs);
      default -> disk.accept(r, r.serviceNs(), then, nowNs);
    }
  }
}
