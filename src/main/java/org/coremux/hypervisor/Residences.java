package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.GuestOs;
import org.coremux.guest.GuestThread;
import org.coremux.guest.IoSetup;

/** Where a guest is and where it may be, with its devices on the way between the two. */
final class Residences {
  private final GuestOs os;
  private final List<Residence> all = new ArrayList<>();
  private Residence here;

  /** What comes in while it moves waits here; null while it does not. */
  private Waiting waiting;

  /** Of a guest with that system. */
  Residences(GuestOs os) {
    this.os = os;
  }

  /** It is there from now on. */
  void at(Residence where) {
    here = where;
    mayCome(where);
  }

  void mayCome(Residence there) {
    if (!all.contains(there)) {
      all.add(there);
    }
  }

  /** Where it is. */
  Residence here() {
    return here;
  }

  /** What that host has of it; null when it has never been there, and cannot come. */
  Residence at(Host host) {
    for (Residence one : all) {
      if (one.layer().host() == host) {
        return one;
      }
    }
    return null;
  }

  // ---- who serves its devices ----

  /** Wherever they are. */
  List<GuestThread> backends() {
    List<GuestThread> threads = new ArrayList<>();
    all.forEach(one -> threads.addAll(one.backends()));
    return threads;
  }

  List<GuestThread> backends(Host at) {
    Residence there = at(at);
    return there == null ? List.of() : there.backends();
  }

  boolean isOfHost(GuestThread backend) {
    for (Residence one : all) {
      if (one.pool() == backend.multiplexer() && one.backends().contains(backend)) {
        return true;
      }
    }
    return false;
  }

  // ---- on its way ----

  boolean isMoving() {
    return waiting != null;
  }

  void holdArrivals() {
    waiting = new Waiting();
    if (os.hasDevices()) {
      IoSetup io = here.io();
      os.devices(
          new IoSetup(waiting, null, io.diskService(), io.receiveNs(), io.sendNs(), io.blockNs()));
    }
  }

  void passArrivals(long nowNs) {
    if (os.hasDevices()) {
      os.devices(here.io());
      waiting.passTo(here.io().nic(), nowNs);
    }
    waiting = null;
  }
}
