package org.coremux.hypervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.coremux.engine.Distribution;
import org.coremux.engine.RandomStreams;
import org.coremux.engine.Sampler;
import org.coremux.engine.Timer;
import org.coremux.guest.IoSetup;
import org.coremux.guest.PageTransfer;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Stall;
import org.coremux.mux.WorkAlarm;

/**
 * What a guest waits for because pages of it are missing.
 *
 * <p>Its vCPUs refer to active pages so often in a second of work, each with equal chances. One
 * that the host has swapped out is a fault of the host's: the vCPU leaves guest mode and is blocked
 * until the page has been read, and with it whoever runs there; its pCPU is free for others. One
 * that the guest has put on its own disk is a fault of the guest's: the thread is blocked, and
 * reads it through the guest's device. To make room the guest gives another page away, at random;
 * if the host has swapped that one out, it first has to bring it back: double paging.
 *
 * <p>Model: when the next missing page is met is drawn by work, from a stream of each vCPU. Pages
 * that are given away are clean. Asynchronous page faults, by which a host tells a paravirtual
 * guest to run another thread meanwhile, are not modelled.
 *
 * <p>Source: double paging: Goldberg, Hassinger, "The double paging anomaly", AFIPS 1974.
 */
final class PageFaults {
  /**
   * One fault, as the exponential distribution draws it. Unit: ns of work at one fault a second.
   */
  private static final double ONE = 1e9;

  private final Guest guest;
  private final GuestMemory memory;
  private final Reclaimer reclaimer;
  private final List<Vcpu> vcpus = new ArrayList<>();

  /** The guest's own disk; null where it never puts pages there. */
  private final IoSetup io;

  private final Sampler diskService;
  private final Stall readsBack = this::threadBlocked;
  private final ArrayDeque<PageTransfer> free = new ArrayDeque<>();
  private long workedNs;

  PageFaults(Guest guest, GuestMemory memory, Reclaimer reclaimer, RandomStreams streams) {
    this.guest = guest;
    this.memory = memory;
    this.reclaimer = reclaimer;
    String stream = guest.name() + "/pages";
    io = reclaimer.hasBalloon() ? guest.os().io() : null;
    diskService =
        io == null ? null : new Sampler(io.diskService(), streams.stream(stream + "/disk"));
    for (int i = 0; i < guest.scheduled().size(); i++) {
      Sampler gaps = new Sampler(Distribution.exponential(ONE), streams.stream(stream + "/" + i));
      UniformRandomProvider which = streams.stream(stream + "/which/" + i);
      vcpus.add(new Vcpu(guest.scheduled().get(i), gaps, which));
    }
  }

  /** The guest is gone: all that it had is free. */
  void leave() {
    reclaimer.memory().release(memory);
  }

  Guest guest() {
    return guest;
  }

  GuestMemory memory() {
    return memory;
  }

  /** For how long its vCPUs have executed since the last call. Unit: ns. */
  long workedNs() {
    long before = workedNs;
    workedNs = 0;
    for (int i = 0; i < vcpus.size(); i++) {
      Schedulable vcpu = vcpus.get(i).vcpu;
      vcpu.settleBooks();
      workedNs += vcpu.executedNs();
    }
    return workedNs - before;
  }

  /** Pages have come or gone: faults are more or less frequent from now on. */
  void refresh() {
    for (int i = 0; i < vcpus.size(); i++) {
      vcpus.get(i).refresh();
    }
  }

  private double hostRate() {
    return memory.use().referencesPerSecond() * memory.swappedShare();
  }

  private double guestRate() {
    return memory.use().referencesPerSecond() * memory.pagedOutShare();
  }

  /** One of its vCPUs. */
  final class Vcpu {
    private final Schedulable vcpu;
    private final Multiplexer level;
    private final Sampler gaps;
    private final UniformRandomProvider which;
    private final WorkAlarm alarm;
    private final Stall waits = this::blocked;
    private final PageTransfer read = new PageTransfer(this::done);

    /** What is left until the next fault, at one in a second of work. Unit: ns. */
    private double left;

    /** Faults in a second of work, as they were when this was looked at last. */
    private double rate;

    Vcpu(Schedulable vcpu, Sampler gaps, UniformRandomProvider which) {
      this.vcpu = vcpu;
      this.gaps = gaps;
      this.which = which;
      level = guest.level();
      alarm = new WorkAlarm(vcpu.provided(), this::fault);
      left = gaps.drawNs();
    }

    void refresh() {
      double now = hostRate() + guestRate();
      if (now == rate) {
        return;
      }
      if (rate > 0) {
        left = alarm.leftNs() * rate;
      }
      rate = now;
      alarm.set(workNs());
    }

    private long workNs() {
      return rate == 0 ? Timer.NEVER : Math.max(1, (long) (left / rate));
    }

    /** A reference that was to be to a missing page; fewer may be missing by now. */
    private void fault(long nowNs) {
      double chance = which.nextDouble() * rate;
      double host = hostRate();
      double both = host + guestRate();
      rate = both;
      left = gaps.drawNs();
      alarm.set(workNs());
      if (chance < host) {
        level.fault(vcpu, waits);
      } else if (chance < both) {
        guestFault();
      }
    }

    // ---- the host brings a page back ----

    private void blocked(Schedulable s, long nowNs) {
      reclaimer.frame(this, nowNs);
    }

    /** Whether there is a frame for it, or it needs none any more. */
    boolean mayGoOn() {
      return !memory.hasSwapped() || reclaimer.memory().maySpare(memory);
    }

    /** It has a frame. */
    void goOn(long nowNs) {
      if (memory.hasSwapped()) {
        reclaimer.memory().swapIn(memory);
        reclaimer.swap().carry(read.of(1, vcpu), nowNs);
      } else {
        level.resume(vcpu);
      }
    }

    private void done(PageTransfer transfer, long nowNs) {
      level.resume(vcpu);
    }

    // ---- the guest reads a page back ----

    private void guestFault() {
      memory.faultInGuest();
      Schedulable thread = vcpu.provided().current();
      if (thread.burstNs() != Schedulable.SPIN) {
        thread.compute(thread.burstNs() + io.blockNs());
      }
      if (memory.hasRoom() && reclaimer.memory().maySpare(memory)) {
        reclaimer.memory().readBack(memory);
      } else if (which.nextDouble() < memory.swappedAmongPresent()) {
        level.fault(vcpu, waits);
      }
      guest.above().stall(thread, readsBack);
    }
  }

  private void threadBlocked(Schedulable thread, long nowNs) {
    PageTransfer read = free.isEmpty() ? new PageTransfer(this::hasRead) : free.poll();
    read.of(1, thread).through(io.disk(), diskService.drawNs(), thread.processor(), nowNs);
  }

  private void hasRead(PageTransfer read, long nowNs) {
    free.add(read);
    guest.above().resume(read.waiting());
  }
}
