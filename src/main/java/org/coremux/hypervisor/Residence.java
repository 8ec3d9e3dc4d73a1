package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.coremux.guest.GuestOs;
import org.coremux.guest.GuestThread;
import org.coremux.guest.IoSetup;
import org.coremux.mux.Changes;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;

/** What a host has of a guest that is there, or may come: where it is scheduled, and who serves. */
final class Residence {
  private final Layer layer;
  private final Multiplexer pool;
  private final Group group;
  private final GuestOs server;
  private final List<GuestThread> backends = new ArrayList<>();
  private final List<BackedDevice> devices = new ArrayList<>();
  private IoSetup io;

  /**
   * @param layer the platform that takes it in
   * @param pool where its vCPUs are, or its threads where there are none
   * @param group what it is there; null where each thread competes alone
   * @param server the threads of the host itself in its name; null where a driver domain has them
   */
  Residence(Layer layer, Multiplexer pool, Group group, GuestOs server) {
    this.layer = layer;
    this.pool = pool;
    this.group = group;
    this.server = server;
  }

  Layer layer() {
    return layer;
  }

  Multiplexer pool() {
    return pool;
  }

  Group group() {
    return group;
  }

  GuestOs server() {
    return server;
  }

  // ---- devices ----

  /** Who serves its devices here. */
  List<GuestThread> backends() {
    return Collections.unmodifiableList(backends);
  }

  void serves(BackedDevice device) {
    devices.add(device);
    backends.add(device.backend().thread());
  }

  /** Its devices here; null before they are made. */
  IoSetup io() {
    return io;
  }

  void io(IoSetup made) {
    io = made;
  }

  /** Whether no processor, and no device here, has anything of these vCPUs. */
  boolean isQuiet(List<Schedulable> vcpus) {
    for (Schedulable vcpu : vcpus) {
      if (!Changes.isAway(vcpu)) {
        return false;
      }
    }
    for (BackedDevice device : devices) {
      if (device.inFlight() > 0) {
        return false;
      }
    }
    return true;
  }
}
