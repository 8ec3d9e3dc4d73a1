package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.Device;
import org.coremux.guest.GuestOs;
import org.coremux.guest.Journey;
import org.coremux.guest.Request;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * A device that somebody else serves: paravirtual, a queue that the guest shares with a {@link
 * Backend}; or emulated, where each access of the guest exits to a model of the device, which hands
 * packets out itself, perhaps {@link SendCombiner several together}, and leaves blocks, and all
 * that comes in, to a thread of its own.
 *
 * <p>Notifications are suppressed as virtio and Xen's rings do: a backend that is awake is not
 * told, and neither is a guest that has not taken the last interrupt yet.
 */
final class BackedDevice implements Device, Backend.Owner {
  private final Site site;
  private final Machine machine;
  private final IoCosts costs;
  private final boolean isEmulated;
  private final Backend backend;
  private final Completions completions;
  private final Station model;

  /** Null where each packet is handed out at once. */
  private final SendCombiner combiner;

  private final Timer doorbell;
  private final Timer interrupt;
  private final Request.Leg modelled = this::modelled;
  private final Request.Leg served = this::fromMachine;

  /** How many requests it has that the guest has not been told of. */
  private int inFlight;

  /**
   * A device.
   *
   * @param guest whose device it is
   * @param by whose thread serves it
   * @param isEmulated whether the guest believes it to be a real one
   */
  BackedDevice(Machine machine, IoCosts costs, GuestOs guest, ServedBy by, boolean isEmulated) {
    this.machine = machine;
    this.costs = costs;
    this.isEmulated = isEmulated;
    site = guest.multiplexer().site();
    backend = new Backend(this, by.os(), by.name(), by.inDomain());
    completions = new Completions(site, guest, costs.notifyLatencyNs(), this::takes);
    model = new Station(site, 1, Journey.EMULATION, Journey.EMULATION);
    combiner =
        isEmulated && costs.combinesSends() ? new SendCombiner(site, costs, this::send) : null;
    doorbell = new Timer(now -> backend.wake(0));
    interrupt = new Timer(now -> backend.wake(costs.deviceInterruptNs()));
  }

  /**
   * Who serves a device.
   *
   * @param os whose thread it is
   * @param name of the thread
   * @param inDomain whether that is a domain's
   */
  record ServedBy(GuestOs os, String name, boolean inDomain) {}

  Backend backend() {
    return backend;
  }

  /** How many requests are on their way here. */
  int inFlight() {
    return inFlight;
  }

  // ---- from the guest ----

  @Override
  public void submit(Request r, Processor at, long nowNs) {
    inFlight++;
    r.from(at);
    Schedulable vcpu = r.from().provider();
    if (isEmulated) {
      leave(vcpu, r);
      model.accept(r, r.packets() * costs.emulationTotalNs(r.kind()), modelled, nowNs);
    } else if (backend.isAsleep() && !doorbell.isArmed()) {
      vcpu.processor().multiplexer().leave(vcpu, ExitReason.IO);
      site.arm(doorbell, nowNs + costs.doorbellLatencyNs());
      backend.add(r, doorbell.deadlineNs());
    } else {
      backend.add(r, nowNs);
    }
  }

  /** The device's model has all of it. */
  private void modelled(Request r, long nowNs) {
    if (r.kind() != Request.Kind.SEND) {
      backend.add(r, nowNs);
      backend.wake(0);
    } else if (combiner == null) {
      send(r, nowNs);
    } else {
      combiner.add(r, nowNs);
    }
  }

  private void send(Request r, long nowNs) {
    inFlight--; // what the machine has in hand goes out, wherever the guest is then
    machine.serve(r, served, r.from(), nowNs);
  }

  @Override
  public void arrive(Request r, long nowNs) {
    inFlight++;
    r.from(null);
    machine.serve(r, served, null, nowNs);
  }

  /** The guest takes packets out of an emulated device, access by access. */
  private void takes(Request r, Processor at) {
    if (isEmulated && r.kind() == Request.Kind.RECEIVE) {
      leave(at.provider(), r);
    }
  }

  private void leave(Schedulable vcpu, Request r) {
    long[] priceNs = costs.emulationNs(r.kind());
    vcpu.processor().multiplexer().leave(vcpu, ExitReason.IO, priceNs, r.packets());
  }

  // ---- from the machine ----

  private void fromMachine(Request r, long nowNs) {
    if (combiner != null) {
      combiner.interrupted(nowNs);
    }
    if (r.kind() == Request.Kind.SEND) {
      r.done(nowNs);
      return;
    }
    if (r.kind() == Request.Kind.BLOCK) {
      r.turn();
    }
    if (backend.isAsleep() && !interrupt.isArmed()) {
      site.arm(interrupt, nowNs + costs.deviceInterruptLatencyNs());
      backend.add(r, interrupt.deadlineNs());
    } else {
      backend.add(r, nowNs); // whoever is awake, or is being woken, looks for more
    }
  }

  // ---- by the backend ----

  @Override
  public long workNs(Request r) {
    boolean tells = r.kind() == Request.Kind.RECEIVE || r.kind() == Request.Kind.BLOCK_BACK;
    long toldNs = tells && completions.needInterrupt(r) ? costs.notifyNs() : 0;
    return r.packets() * costs.backendNs(r.kind()) + toldNs;
  }

  @Override
  public void served(Request r, long nowNs) {
    switch (r.kind()) {
      case SEND -> {
        inFlight--; // it has left the ring, and goes out even if the guest leaves
        machine.serve(r, served, backend.processor(), nowNs);
      }
      case BLOCK -> machine.serve(r, served, backend.processor(), nowNs);
      default -> {
        inFlight--;
        completions.add(r, nowNs);
      }
    }
  }
}
