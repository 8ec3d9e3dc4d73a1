package org.coremux.guest;

import org.coremux.mux.Processor;

/** What a guest's driver talks to: one of its devices, however its platform provides it. */
public interface Device {
  /**
   * Whoever executes on that processor of the guest hands the request to the device; {@link
   * Request#done} comes later.
   */
  void submit(Request r, Processor at, long nowNs);

  /** Packets for the guest come in from outside; {@link Request#done} comes in the guest. */
  void arrive(Request r, long nowNs);
}
