package org.coremux.guest;

import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * What a host does about vCPUs of one guest that spin for a lock: hardware lets a vCPU exit that
 * has been in a pause loop for a window, and its hypervisor then takes the pCPU from it. The window
 * doubles with each exit, and is the first one again when the vCPU is scheduled in.
 *
 * <p>Directed, as KVM does it: the vCPU yields to a sibling that waits for a pCPU and may be the
 * one that holds the lock. Siblings are looked at in turn, after the one that was helped last: not
 * those that run or sleep, not those that were preempted outside their kernel, and of those that
 * have yielded in a pause loop themselves only every other time. If there is none it goes on
 * spinning. Otherwise, as Xen and Hyper-V do it, the vCPU just yields.
 *
 * <p>Model: a thread is in the kernel from when it asks for a lock to when it gives it back. That a
 * yield is refused (KVM tries three times) does not happen: whoever waits for a pCPU waits beside
 * another one. A spinner that its own guest has preempted is looked for again after {@link
 * #AGAIN_NS}. The exit is one of a hypercall, and counted with those.
 *
 * <p>Order: vCPUs by number, cyclically.
 *
 * <p>Source: schedulers.md 14.3 (Linux virt/kvm/kvm_main.c, kvm_vcpu_on_spin; vmx.c, ple_window;
 * Xen vmcs.c); Hyper-V Top-Level Functional Specification, HvCallNotifyLongSpinWait.
 */
public final class PauseLoops {
  /** The longest window. Unit: cycles. Source: Linux, ple_window_max: 2^32 - 1. */
  private static final long WINDOW_CYCLES_MAX = (1L << 32) - 1;

  /** What a window grows by. Source: Linux, ple_window_grow. */
  private static final int GROW = 2;

  /** A spinner that does not execute is looked for again. Unit: ns. Source: assumed. */
  private static final long AGAIN_NS = 1_000_000;

  private static final long NS_PER_SECOND = 1_000_000_000;

  private final Multiplexer guest;
  private final boolean directed;
  private final long windowNs;
  private final long windowMaxNs;
  private final Loop[] loops;
  private int lastBoosted;

  /**
   * For the guest of this level.
   *
   * @param windowCycles the first window. Unit: cycles
   * @param directed whether a vCPU that spins yields to a sibling that it waits for
   */
  public PauseLoops(Multiplexer guest, long clockHz, long windowCycles, boolean directed) {
    this.guest = guest;
    this.directed = directed;
    windowNs = Math.max(1, windowCycles * NS_PER_SECOND / clockHz);
    windowMaxNs = WINDOW_CYCLES_MAX / clockHz * NS_PER_SECOND + NS_PER_SECOND;
    loops = new Loop[guest.processorCount()];
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new Loop(guest.processor(i));
    }
  }

  /** The thread asks for a lock: it is in the kernel. */
  void enters(GuestThread thread) {
    loopOf(thread).inKernel = thread.schedulable();
  }

  /** The thread, which executes, begins to spin. */
  void begins(GuestThread thread) {
    Loop loop = loopOf(thread);
    loop.spinner = thread.schedulable();
    loop.begin(windowNs);
  }

  /** The thread has the lock. */
  void ends(GuestThread thread) {
    for (Loop loop : loops) {
      if (loop.spinner == thread.schedulable()) {
        loop.end();
      }
    }
  }

  /** The thread has given the lock back. */
  void leaves(GuestThread thread) {
    for (Loop loop : loops) {
      if (loop.inKernel == thread.schedulable()) {
        loop.inKernel = null;
      }
    }
  }

  private Loop loopOf(GuestThread thread) {
    return loops[thread.schedulable().processor().index()];
  }

  private void exited(Loop loop) {
    loop.spinning = true;
    if (!directed) {
      loop.yieldTo(null);
      return;
    }
    int candidate = candidate(loop);
    if (candidate >= 0) {
      lastBoosted = candidate;
      loop.yieldTo(loops[candidate].vcpu());
    } else {
      loop.hasYielded();
    }
  }

  /** To whom it should yield; -1 for nobody. */
  private int candidate(Loop me) {
    for (int step = 1; step <= loops.length; step++) {
      int index = (lastBoosted + step) % loops.length;
      Loop other = loops[index];
      boolean isReady = other.vcpu().state() == RunState.RUNNABLE && other.vcpu().held() == null;
      if (other != me && isReady && other.isInKernel() && other.isEligible()) {
        return index;
      }
    }
    return -1;
  }

  /** A vCPU on which somebody may spin. */
  private final class Loop {
    private final Processor processor;
    private final Timer window = new Timer(this::windowEnds);
    private final Alarm exit;
    private Schedulable spinner;
    private Schedulable inKernel;
    private long nowWindowNs;
    private long dispatches;
    private boolean exits;
    private boolean spinning;
    private boolean eligible;

    Loop(Processor processor) {
      this.processor = processor;
      exit = guest.alarm(processor, this::delivered).why(ExitReason.HYPERCALL);
    }

    Schedulable vcpu() {
      return processor.provider();
    }

    /** Its host is another one after a migration. */
    void yieldTo(Schedulable sibling) {
      vcpu().processor().multiplexer().yield(vcpu(), sibling);
    }

    void begin(long forNs) {
      nowWindowNs = forNs;
      dispatches = vcpu().dispatches();
      guest.site().arm(window, guest.site().nowNs() + forNs);
    }

    void end() {
      spinner = null;
      guest.site().cancel(window);
      guest.cancel(exit);
      hasYielded();
    }

    /** It is not in the handler of its exit any more. */
    void hasYielded() {
      spinning = false;
      eligible = false;
    }

    private void windowEnds(long nowNs) {
      exits = processor.isRunning() && processor.current() == spinner;
      if (exits || !processor.isRunning()) {
        guest.raise(exit, processor); // at once, or when it is scheduled in
      } else {
        guest.site().arm(window, nowNs + AGAIN_NS);
      }
    }

    private void delivered(long nowNs) {
      if (spinner == null) {
        return;
      }
      boolean wasThere = dispatches == vcpu().dispatches();
      if (spinning) {
        hasYielded();
      }
      if (exits && wasThere) {
        begin(Math.min(windowMaxNs, GROW * nowWindowNs));
        exited(this);
      } else {
        begin(windowNs);
      }
    }

    boolean isInKernel() {
      return inKernel != null && processor.current() == inKernel;
    }

    boolean isEligible() {
      boolean may = !spinning || eligible;
      eligible = spinning && !eligible; // turns with each look at one that spins
      return may;
    }
  }
}
