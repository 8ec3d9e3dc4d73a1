package org.coremux.hypervisor;

import org.coremux.guest.Request;
import org.coremux.mux.Processor;

/** What does in the end what guests ask of their devices: a physical machine, or a guest below. */
interface Machine {
  /** Makes what it needs for that, before the run. */
  default void open() {}

  /**
   * Does for the request what it is about: on the disk, or on the wire.
   *
   * @param then who goes on with it when that is done
   * @param by on whose processor it is asked for; null for what comes in from outside
   */
  void serve(Request r, Request.Leg then, Processor by, long nowNs);
}
