package org.coremux.hypervisor;

import org.coremux.guest.Device;
import org.coremux.guest.GuestOs;
import org.coremux.guest.Relay;
import org.coremux.guest.Request;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;

/**
 * The machine of a host that is itself a guest: what it hands to its devices goes through those of
 * the guest, with the exits, the backend and the interrupts of the host below. So what a guest's
 * guest asks of a device is served twice.
 */
final class GuestMachine implements Machine {
  private final GuestOs kernel;
  private final Relay relay = new Relay();

  /**
   * @param kernel the system that has the guest's processors, and its devices
   */
  GuestMachine(GuestOs kernel) {
    this.kernel = kernel;
  }

  @Override
  public void open() {
    kernel.io();
  }

  @Override
  public void serve(Request r, Request.Leg then, Processor by, long nowNs) {
    boolean isBlock = r.kind() == Request.Kind.BLOCK;
    Device device = isBlock ? kernel.io().disk() : kernel.io().nic();
    Request own = relay.own(r, then);
    if (r.kind() == Request.Kind.RECEIVE) {
      device.arrive(own, nowNs);
    } else {
      device.submit(own, processorOf(kernel.multiplexer(), by), nowNs);
    }
  }

  /** On which processor of the level it runs, of whichever level above it the processor is. */
  private static Processor processorOf(Multiplexer level, Processor by) {
    Processor at = by;
    while (at.multiplexer() != level) {
      at = at.provider().processor();
    }
    return at;
  }
}
