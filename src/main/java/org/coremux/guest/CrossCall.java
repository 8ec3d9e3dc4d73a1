package org.coremux.guest;

import org.coremux.mux.ExitReason;
import org.coremux.mux.Ipi;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * A synchronous cross call of one thread's: it interrupts other processors of its guest, and spins
 * until each of them has done what it was asked. So it takes as long as the slowest of them: one
 * whose vCPU waits for a pCPU answers when it has got one.
 *
 * <p>On hardware, and where it looks like it, each interrupt is one of its own, an exit each in a
 * guest. A paravirtual guest sends all by one hypercall, and then yields its pCPU to the first of
 * its targets that waits for one and would not idle.
 *
 * <p>Model: its answer takes no time to reach the caller. A caller that its own guest's scheduler
 * preempts notices when it runs again, though kernels do not let that happen.
 *
 * <p>Cost: O(processors). Allocation: none after it was made.
 *
 * <p>Order: by processor.
 *
 * <p>Source: schedulers.md 19.3 (Linux kernel/smp.c, smp_call_function_many_cond;
 * arch/x86/kernel/kvm.c, kvm_send_ipi_mask and kvm_smp_send_call_func_ipi).
 */
final class CrossCall {
  private final Multiplexer level;
  private final Paravirtual help;
  private final Ipi[] interrupts;
  private final boolean[] asked;
  private int missing;
  private int late;
  private GuestThread caller;

  /** For one thread of the guest, calls of which are under way one at a time. */
  CrossCall(GuestOs guest) {
    level = guest.multiplexer();
    help = guest.paravirtual();
    interrupts = new Ipi[level.processorCount()];
    asked = new boolean[interrupts.length];
    for (int i = 0; i < interrupts.length; i++) {
      interrupts[i] = new Ipi(level.processor(i), now -> answered());
    }
  }

  /** The next call asks that processor, too. */
  void ask(Processor target) {
    if (!asked[target.index()]) {
      asked[target.index()] = true;
      missing++;
    }
  }

  /** How many have not answered, or will be asked. */
  int missing() {
    return missing;
  }

  /** How many of those asked by the last call had no pCPU when it began. */
  int late() {
    return late;
  }

  /**
   * Asks them, and lets the thread spin until they have answered; there is at least one.
   *
   * @param handlerNs work that each of them does first. Unit: ns at nominal speed
   */
  void begin(GuestThread thread, long handlerNs) {
    caller = thread;
    Processor from = thread.schedulable().processor();
    late = 0;
    Processor yieldTo = null;
    for (Ipi interrupt : interrupts) {
      Processor to = interrupt.to();
      if (asked[to.index()] && waitsForPcpu(to)) {
        late++;
        yieldTo = yieldTo == null && isKnownToWait(to) ? to : yieldTo;
      }
    }
    thread.spin();
    exit(from.provider());
    for (Ipi interrupt : interrupts) {
      if (asked[interrupt.to().index()]) {
        asked[interrupt.to().index()] = false;
        interrupt.send(from, handlerNs);
      }
    }
    if (help.yields() && yieldTo != null && missing > 0) {
      yieldTo(from.provider(), yieldTo.provider());
    }
  }

  /** The sender's part: one exit, or one for each. */
  private void exit(Schedulable vcpu) {
    if (vcpu == null) {
      return;
    }
    int times = help.sendsIpis() ? 1 : missing;
    ExitReason why = help.sendsIpis() ? ExitReason.HYPERCALL : ExitReason.IPI;
    for (int i = 0; i < times; i++) {
      hostOf(vcpu).leave(vcpu, why);
    }
  }

  private static void yieldTo(Schedulable vcpu, Schedulable to) {
    hostOf(vcpu).leave(vcpu, ExitReason.HYPERCALL);
    hostOf(vcpu).yield(vcpu, to);
  }

  private static Multiplexer hostOf(Schedulable vcpu) {
    return vcpu.processor().multiplexer();
  }

  private static boolean waitsForPcpu(Processor p) {
    return p.provider() != null && p.provider().state() == RunState.RUNNABLE;
  }

  /** The guest's kernel knows it, and that there is something to run. */
  private boolean isKnownToWait(Processor p) {
    return level.pool().isPreempted(p) && p.current().index() >= 0;
  }

  private void answered() {
    missing--;
    if (missing == 0) {
      caller.endSpin();
    }
  }
}
