package org.coremux.hypervisor;

import org.coremux.engine.Sampler;
import org.coremux.guest.PageTransfer;

/** Where a host puts pages for which it has no frame: its own disk, or a device apart. */
final class SwapDevice {
  private final Machine machine;

  /** A device apart; null for the machine's disk. */
  private final Station station;

  private final Sampler service;

  /**
   * @param station a device apart; null for the disk of the machine
   * @param service how long a request takes
   */
  SwapDevice(Machine machine, Station station, Sampler service) {
    this.machine = machine;
    this.station = station;
    this.service = service;
  }

  /** Reads or writes them; whoever made the transfer is told when that is done. */
  void carry(PageTransfer transfer, long nowNs) {
    long serviceNs = service.drawNs();
    if (station == null) {
      machine.serve(transfer.block(serviceNs), transfer.arrived(), null, nowNs);
    } else {
      station.accept(transfer.block(serviceNs), serviceNs, transfer.arrived(), nowNs);
    }
  }
}
