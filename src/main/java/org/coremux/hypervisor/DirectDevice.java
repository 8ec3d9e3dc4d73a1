package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.guest.Device;
import org.coremux.guest.GuestOs;
import org.coremux.guest.Request;
import org.coremux.mux.Processor;

/**
 * A device that a system drives itself: on bare metal, or a guest's own. There is nobody on the way
 * out; the device's interrupts come back, to a guest as the platform has it.
 */
final class DirectDevice implements Device {
  private final Machine machine;
  private final Completions completions;
  private final Request.Leg served = this::served;

  /**
   * @param interruptNs from the device to the processor, in ns
   */
  DirectDevice(Site site, Machine machine, GuestOs guest, long interruptNs) {
    this.machine = machine;
    completions = new Completions(site, guest, interruptNs, (r, at) -> {});
    completions.line().ofOwnDevice();
  }

  @Override
  public void submit(Request r, Processor at, long nowNs) {
    r.from(at);
    machine.serve(r, served, at, nowNs);
  }

  @Override
  public void arrive(Request r, long nowNs) {
    r.from(null);
    machine.serve(r, served, null, nowNs);
  }

  private void served(Request r, long nowNs) {
    if (r.kind() == Request.Kind.SEND) {
      r.done(nowNs); // the driver looks for sent packets when it sends the next
    } else {
      completions.add(r, nowNs);
    }
  }
}
