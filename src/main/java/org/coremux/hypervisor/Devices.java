package org.coremux.hypervisor;

import org.coremux.guest.Device;
import org.coremux.guest.GuestOs;
import org.coremux.guest.IoSetup;
import org.coremux.platform.Features;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.PlatformCosts;

/** Gives guests their devices, as a host's platform provides them. */
final class Devices {
  private final HostSetup setup;
  private final Machine machine;
  private final PlatformCosts costs;

  /**
   * Whose devices they are.
   *
   * @param guest the guest
   * @param os what has its processors, drives its devices and takes their interrupts
   */
  record Owner(Guest guest, GuestOs os) {}

  /** Those on a machine, at the platform's prices. */
  Devices(HostSetup setup, Machine machine, PlatformCosts costs) {
    this.setup = setup;
    this.machine = machine;
    this.costs = costs;
  }

  /**
   * The devices of a guest.
   *
   * @param server whose threads serve them: the driver domain, or the host in the guest's name;
   *     null for devices of its own
   */
  IoSetup of(Owner guest, Features.Devices model, GuestOs server) {
    Platform.Io io = setup.platform().traits().io();
    machine.open();
    return new IoSetup(
        device(guest, model, server, net(io)),
        device(guest, model, server, block(io)),
        setup.devices().diskService(),
        costs.cpuNs(Operation.GUEST_RECEIVE),
        costs.cpuNs(Operation.GUEST_TRANSMIT),
        costs.cpuNs(Operation.GUEST_BLOCK));
  }

  /** Gives a system that runs on the machine itself the machine's devices. */
  void direct(Guest guest, GuestOs os) {
    os.io(() -> of(new Owner(guest, os), Features.Devices.ASSIGNED, null));
  }

  private Device device(Owner owner, Features.Devices model, GuestOs server, String thread) {
    GuestOs os = owner.os();
    Guest guest = owner.guest();
    if (model == Features.Devices.ASSIGNED) {
      long interruptNs = costs.latencyNs(Operation.DEVICE_INTERRUPT);
      return new DirectDevice(os.multiplexer().site(), machine, os, interruptNs);
    }
    boolean inDomain = setup.platform().traits().io() == Platform.Io.DRIVER_DOMAIN;
    String name = inDomain ? thread + "-" + guest.name() : thread;
    BackedDevice.ServedBy by = new BackedDevice.ServedBy(server, name, inDomain);
    boolean isEmulated = model == Features.Devices.EMULATED;
    BackedDevice device = new BackedDevice(machine, new IoCosts(costs), os, by, isEmulated);
    guest.residence().serves(device);
    return device;
  }

  /** What the thread is called that serves network devices there. */
  private static String net(Platform.Io io) {
    return switch (io) {
      case DRIVER_DOMAIN -> "netback";
      case HOST_KERNEL -> "vhost-net";
      default -> "vmm-net";
    };
  }

  /** What the thread is called that serves disks there. */
  private static String block(Platform.Io io) {
    return switch (io) {
      case DRIVER_DOMAIN -> "blkback";
      case HOST_KERNEL -> "vhost-blk";
      default -> "vmm-blk";
    };
  }
}
