package org.coremux.mux;

import org.coremux.engine.Timer;

/**
 * How a guest's processor with nothing to run goes idle: its vCPU exits for it, its host polls for
 * a while where it does that, and then the vCPU blocks.
 *
 * <p>Polling: the pCPU is burnt for at most a window in the hope that an interrupt comes, which
 * then costs no wake-up; {@link PollWindow} says how long that is. Nobody polls while another one
 * waits for the same pCPU, and a poll ends when one comes to wait there, or when the pCPU is asked
 * to decide.
 *
 * <p>Model: who waits for which pCPU is the policy's to say. Linux's have a queue for each, as the
 * kernel looks at; under one that does not tell, nobody polls while anybody of the pool waits.
 *
 * <p>Source: schedulers.md 14.2 (Linux virt/kvm/kvm_main.c, kvm_vcpu_halt).
 */
final class Halting {
  private final Processor processor;
  private final Schedulable vcpu;
  private final PollWindow window = new PollWindow();
  private boolean exited;
  private boolean polled;
  private long sinceNs = Timer.NEVER;

  Halting(Processor processor) {
    this.processor = processor;
    vcpu = processor.provider;
  }

  /** Whether there is nothing to run and nothing will change that. */
  boolean isDue() {
    return vcpu != null && processor.dispatched && processor.interrupts.areNone();
  }

  /** The next step on the way to be halted; called again when a step has been paid. */
  void step(long nowNs) {
    if (!exited) {
      exited = true;
      sinceNs = nowNs;
      if (vcpu.mux.exits().leave(vcpu, ExitReason.HALT)) {
        return;
      }
    }
    if (!polled) {
      polled = true;
      long windowNs = window.ns(vcpu.mux.costs());
      if (windowNs > 0 && !vcpu.mux.states().areWaitingFor(vcpu.processor)) {
        vcpu.mux.exits().owe(vcpu, Cost.POLL, windowNs);
        return;
      }
    }
    begin();
    vcpu.mux.block(vcpu);
  }

  /** Something came that ends the wait: the poll is over, if there is one. */
  void interrupted() {
    if (isPolling()) {
      vcpu.mux.exits().forgive(vcpu, Cost.POLL);
    }
  }

  boolean isPolling() {
    return vcpu != null && polled && vcpu.owes(Cost.POLL);
  }

  /** The processor runs something: the next halt begins from the start. */
  void begin() {
    exited = false;
    polled = false;
  }

  /** The wait is over: adapts the window to how long it was. */
  void ended(long nowNs) {
    if (vcpu == null || sinceNs == Timer.NEVER) {
      return;
    }
    window.waited(nowNs - sinceNs, vcpu.mux.costs());
    sinceNs = Timer.NEVER;
  }
}
