package org.coremux.guest;

import org.coremux.engine.Timer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * A thread that asks for spin locks, one after the other: what it does while it waits, and what it
 * cost that it, or the one that it waited for, lost its processor meanwhile.
 *
 * <p>Model: a kernel lets nobody else onto a vCPU that spins or holds a lock; here the guest's
 * scheduler may, where a guest has more threads than vCPUs, and that counts as a preemption too.
 *
 * <p>Allocation: none after it was made.
 */
final class Contender {
  private final GuestThread thread;
  private final LockMeter meter;
  private final PauseLoops pauses;
  private final LockCalls calls;
  private KernelLock lock;
  private boolean waits;

  /** Whether the host may notice that it spins. */
  private boolean loops;

  /** Since when it has a lock, unused as its vCPU did not run; {@link Timer#NEVER} otherwise. */
  private long grantedNs = Timer.NEVER;

  /** For how long it has spun before it asked, and what it had executed then. Unit: ns. */
  private long spunNs;

  private long executedNs;

  /** When it got the lock: how often it had lost a processor, and for how long. Unit: ns. */
  private long preemptions;

  private long runnableNs;

  Contender(GuestThread thread, LockMeter meter, GuestOs guest) {
    this.thread = thread;
    this.meter = meter;
    pauses = guest.pauseLoops();
    calls = guest.lockCalls();
    meter.counts(this);
  }

  // ---- what its thread does ----

  /** Whether it has the lock at once; else it waits from now on. */
  boolean ask(KernelLock wanted) {
    lock = wanted;
    if (pauses != null) {
      pauses.enters(thread);
    }
    if (wanted.take(this)) {
      holds();
      return true;
    }
    waits = true;
    executedNs = executedNs();
    wanted.begins(this);
    return false;
  }

  /** Whether it waits, so that it should {@link #look} when its thread is asked what comes next. */
  boolean waits() {
    return waits;
  }

  /** Whether it has the lock now; else it goes on waiting. */
  boolean look() {
    if (!lock.look(this)) {
      return false;
    }
    endLoop();
    spunNs = spunNs();
    waits = false;
    if (grantedNs != Timer.NEVER) {
      meter.waiterPreempted(thread.nowNs() - grantedNs);
      grantedNs = Timer.NEVER;
    }
    holds();
    return true;
  }

  private void holds() {
    preemptions = preemptions();
    runnableNs = thread.timeNs(RunState.RUNNABLE);
  }

  /** It has done what it wanted the lock for. */
  void giveBack() {
    long lost = preemptions() - preemptions;
    long stallNs = lost > 0 ? thread.timeNs(RunState.RUNNABLE) - runnableNs : 0;
    if (stallNs > 0) { // else its guest has moved it to another vCPU without a pause
      meter.holderPreempted(lost, stallNs);
    }
    lock.release(this);
    if (pauses != null) {
      pauses.leaves(thread);
    }
  }

  /** How often it has lost a processor that it wanted, at any level. */
  private long preemptions() {
    long sum = 0;
    Schedulable s = thread.schedulable();
    while (s != null) {
      sum += s.preemptions();
      s = s.processor().provider();
    }
    return sum;
  }

  // ---- for locks ----

  /** Next: spin until somebody tells it to look again. */
  void spin() {
    thread.spin();
    beginLoop();
  }

  /** Next: spin for at most so long, in ns of work at nominal speed. */
  void spin(long atMostNs) {
    thread.spin(atMostNs);
    beginLoop();
  }

  /** Next: its vCPU halts until it is kicked or interrupted; then it looks again. */
  void halt() {
    endLoop();
    thread.spin();
    calls.halt(thread, meter);
  }

  /** Wakes another one's vCPU out of its halt, by a call of its own. */
  void kick(Contender other) {
    meter.kicked();
    calls.kick(thread, other.thread);
  }

  /** It has been given the lock, and uses it as soon as it executes. */
  void given() {
    if (!isDispatched()) {
      grantedNs = thread.nowNs();
    }
    lookAgain();
  }

  /** It looks again, now or as soon as it executes. */
  void lookAgain() {
    thread.endSpin();
  }

  /** Whether it executes, so that it sees what is written. */
  boolean isExecuting() {
    Schedulable s = thread.schedulable();
    Processor p = s.processor();
    return s.state() == RunState.RUNNING && p.isRunning() && p.current() == s;
  }

  /** Whether it is on a pCPU, be it that an exit is under way there. */
  private boolean isDispatched() {
    Schedulable s = thread.schedulable();
    while (s != null) {
      Processor p = s.processor();
      if (s.state() != RunState.RUNNING || p.current() != s) {
        return false;
      }
      s = p.provider();
    }
    return true;
  }

  private void beginLoop() {
    if (pauses != null && !loops) {
      loops = true;
      pauses.begins(thread);
    }
  }

  private void endLoop() {
    if (loops) {
      loops = false;
      pauses.ends(thread);
    }
  }

  // ---- books ----

  /** For how long it has spun, up to now. Unit: ns of processor time. */
  long spunNs() {
    return waits ? spunNs + executedNs() - executedNs : spunNs;
  }

  private long executedNs() {
    thread.schedulable().settleBooks();
    return thread.schedulable().executedNs();
  }
}
