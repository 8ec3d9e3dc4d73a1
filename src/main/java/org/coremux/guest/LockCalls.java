package org.coremux.guest;

import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * What a guest's kernel may ask of its hypervisor about locks: that a vCPU be halted until another
 * one kicks it. The halt is an exit as any halt is; a kick is a call, and then reaches the vCPU as
 * an inter-processor interrupt does. It is the whole vCPU that halts; an interrupt wakes it too. A
 * kick that comes before the vCPU is halted is kept, and ends the next halt at once.
 *
 * <p>Model: platforms that have no such calls (ESXi) are taken to have them where a scenario asks
 * for paravirtual locks. The host does not poll before such a halt. Where its guest has put another
 * thread onto the vCPU meanwhile it does not halt.
 *
 * <p>Source: schedulers.md 19.2; Linux arch/x86/kernel/kvm.c (kvm_wait, kvm_kick_cpu), Xen
 * arch/x86/xen/spinlock.c (SCHEDOP_poll).
 */
public final class LockCalls {
  private static final long NS_PER_SECOND = 1_000_000_000;

  private final Multiplexer guest;
  private final long clockHz;
  private final long kickNs;
  private final Call[] calls;

  /**
   * For the guest of this level.
   *
   * @param clockHz the clock of the machine
   * @param kickNs from a kick to the wake-up of the vCPU
   */
  public LockCalls(Multiplexer guest, long clockHz, long kickNs) {
    this.guest = guest;
    this.clockHz = clockHz;
    this.kickNs = kickNs;
    calls = new Call[guest.processorCount()];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = new Call(guest.processor(i));
    }
  }

  /** How long so many cycles take; at least 1 ns. */
  long ns(long cycles) {
    return Math.max(1, cycles * NS_PER_SECOND / clockHz);
  }

  /** The thread, which executes, has its vCPU halted; it is told to look when that runs again. */
  void halt(GuestThread thread, LockMeter meter) {
    Call call = callOf(thread);
    call.sleeper = thread;
    call.meter = meter;
    guest.raise(call.exit, call.processor);
  }

  /** The thread, which executes, has the vCPU of the other one woken. */
  void kick(GuestThread by, GuestThread other) {
    Schedulable caller = callOf(by).vcpu();
    hostOf(caller).leave(caller, ExitReason.HYPERCALL);
    Call call = callOf(other);
    if (kickNs == 0) {
      call.arrives(guest.site().nowNs());
    } else if (!call.flight.isArmed()) {
      guest.site().arm(call.flight, guest.site().nowNs() + kickNs);
    }
  }

  private Call callOf(GuestThread thread) {
    return calls[thread.schedulable().processor().index()];
  }

  /** Where it is scheduled; elsewhere after a migration. */
  private static Multiplexer hostOf(Schedulable vcpu) {
    return vcpu.processor().multiplexer();
  }

  /** A vCPU that may halt so. */
  private final class Call {
    private final Processor processor;
    private final Alarm exit;
    private final Timer flight = new Timer(this::arrives);
    private GuestThread sleeper;
    private LockMeter meter;
    private boolean kicked;

    Call(Processor processor) {
      this.processor = processor;
      exit = guest.alarm(processor, this::exited).why(ExitReason.HALT);
    }

    Schedulable vcpu() {
      return processor.provider();
    }

    private void exited(long nowNs) {
      boolean halts = !kicked && processor.current() == sleeper.schedulable();
      kicked = false;
      if (halts) {
        meter.halted();
        hostOf(vcpu()).block(vcpu());
      }
      sleeper.endSpin(); // so that it looks again whoever wakes the vCPU
    }

    private void arrives(long nowNs) {
      if (vcpu().state() == RunState.BLOCKED) {
        hostOf(vcpu()).wake(vcpu(), vcpu().processor());
      } else {
        kicked = true;
      }
    }
  }
}
