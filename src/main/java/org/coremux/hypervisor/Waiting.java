package org.coremux.hypervisor;

import org.coremux.guest.Device;
import org.coremux.guest.Request;
import org.coremux.guest.RequestQueue;
import org.coremux.mux.Processor;

/**
 * Stands for a device of a guest that is between two hosts: what comes in waits until it is there.
 */
final class Waiting implements Device {
  private final RequestQueue arrived = new RequestQueue();

  /** The guest stands still: nothing of it gets here. */
  @Override
  public void submit(Request r, Processor at, long nowNs) {
    throw new IllegalStateException("a guest that stands still asks a device at " + nowNs + " ns");
  }

  @Override
  public void arrive(Request r, long nowNs) {
    arrived.add(r);
  }

  /** What has come in goes to the device. */
  void passTo(Device nic, long nowNs) {
    while (!arrived.isEmpty()) {
      nic.arrive(arrived.poll(), nowNs);
    }
  }
}
