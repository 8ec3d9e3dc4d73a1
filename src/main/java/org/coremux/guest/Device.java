package org.coremux.guest;

/** What a guest's driver talks to: one of its devices, however its platform provides it. */
public interface Device {
  /** A thread that executes hands the request to the device; {@link Request#done} comes later. */
  void submit(Request r, GuestThread by, long nowNs);

  /** Packets for the guest come in from outside; {@link Request#done} comes in the guest. */
  void arrive(Request r, long nowNs);
}
