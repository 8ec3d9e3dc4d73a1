package org.coremux.mux;

/** Where a schedulable's run state changes, and nowhere else; who asks is the multiplexer. */
final class RunStates {
  private final Multiplexer mux;
  private final PolicyPool pool;
  private final Scheduler policy;

  /** How many are runnable and not dispatched. */
  private int waiting;

  RunStates(Multiplexer mux, PolicyPool pool, Scheduler policy) {
    this.mux = mux;
    this.pool = pool;
    this.policy = policy;
  }

  /** Whether somebody waits for the processor, as far as the policy can tell. */
  boolean areWaitingFor(Processor p) {
    return waiting > 0 && policy.isWaitedFor(p);
  }

  /**
   * Brings it from OFFLINE to BLOCKED; a wake-up that came meanwhile takes effect.
   *
   * @throws IllegalStateException when it has ended
   */
  void start(Schedulable s) {
    if (s.retiring) {
      throw new IllegalStateException(
          s + " has ended, and cannot start" + " on " + mux.name() + " at " + mux.nowNs() + " ns");
    }
    if (s.stopping) { // it has not stopped yet
      s.stopping = false;
      s.returning = s.held == null;
    }
    if (s.state != RunState.OFFLINE) {
      return;
    }
    change(s, RunState.BLOCKED);
    if (s.wakeWanted || s.provided != null && s.provided.interrupts.arePending()) {
      s.wakeWanted = false;
      wake(s, mux.acting());
    }
  }

  /** Takes it OFFLINE, at the next decision where it runs; {@link #start} brings it back. */
  void stop(Schedulable s) {
    if (s.state == RunState.OFFLINE || s.stopping) {
      return;
    }
    boolean queued = s.isRunnable();
    s.wakeWanted = s.wants();
    s.returning = false;
    s.stopping = s.state == RunState.RUNNING;
    if (queued) {
      policy.sleep(s);
    }
    if (!s.stopping) {
      change(s, RunState.OFFLINE);
    } else if (!isGone(s.processor)) {
      pool.kick(s.processor);
    } else {
      stopStanding(s.processor);
    }
  }

  /** Whether the vCPU that provides it is not there, and so it will not decide. */
  private static boolean isGone(Processor p) {
    return p.provider != null && p.provider.state == RunState.OFFLINE;
  }

  /**
   * Who is to stop on a processor that stands still for good has stopped. Its state is with the
   * vCPU, which is put away as a whole, so nobody waits for it to be saved.
   */
  private static void stopStanding(Processor p) {
    Schedulable s = p.current;
    if (!p.dispatched || !s.stopping || p.switching) {
      return;
    }
    s.mux.states().pool.settle(p);
    s.stopping = false;
    p.dispatched = false;
    p.interrupts.missed(); // it decides if it ever runs again
    s.mux.states().change(s, RunState.OFFLINE);
    s.mux.switches().saved(s, p);
  }

  // ---- what keeps one from going on ----

  /** It has paid what it owed, and cannot go on: it blocks in the middle of what it does. */
  void stall(Schedulable s) {
    Stall then = s.stalling;
    s.stalling = null;
    s.stalled = true;
    pause(s, RunState.BLOCKED);
    then.begins(s, mux.nowNs());
  }

  /** It can go on. */
  void resume(Schedulable s) {
    if (!s.stalled) {
      return;
    }
    s.book(mux.nowNs());
    s.stalled = false;
    wake(s, s.processor);
  }

  /** Wakes it, by something on the processor, or from outside when that is null. */
  void wake(Schedulable s, Processor waker) {
    if (s.state != RunState.BLOCKED || s.stalled) {
      s.wakeWanted |= s.state == RunState.OFFLINE || s.stopping;
      return;
    }
    change(s, RunState.RUNNABLE);
    s.wokenNs = mux.nowNs();
    if (s.held == null) {
      queue(s, waker);
    }
  }

  void queue(Schedulable s, Processor waker) {
    Processor before = mux.enter(waker);
    if (!s.allows(s.processor)) { // it may run elsewhere since it was there
      s.processor = mux.homeOf(s);
    }
    s.processor = policy.place(s, waker);
    if (s.split != null) {
      s.split.moved();
    }
    policy.wake(s);
    if (mux.polls()) {
      s.processor.endPoll();
    }
    mux.leave(before);
  }

  /** Blocks the one that executes, or ends it; its processor decides in this instant. */
  void pause(Schedulable s, RunState next) {
    Processor p = s.processor;
    if (s.state != RunState.RUNNING || p.current() != s || p.switching) {
      throw new IllegalStateException(
          s
              + " cannot block while "
              + s.state
              + " on "
              + mux.name()
              + " at "
              + mux.nowNs()
              + " ns");
    }
    pool.settle(p);
    boolean queued = s.isRunnable();
    s.returning = false;
    change(s, s.stopping ? RunState.OFFLINE : next);
    s.stopping = false;
    s.wakeWanted = false; // it had nothing more to do when it was stopped
    p.dispatched = false;
    p.outgoing = s;
    s.leaving = p;
    if (s.provided != null) {
      s.provided.stop(mux.nowNs());
    }
    if (queued) {
      policy.sleep(s);
    }
    p.interrupts.kick();
  }

  /** The only place where a run state changes. */
  void change(Schedulable s, RunState next) {
    RunState before = s.state;
    waiting += next == RunState.RUNNABLE ? 1 : 0;
    waiting -= before == RunState.RUNNABLE ? 1 : 0;
    long nowNs = mux.nowNs();
    s.book(nowNs);
    s.state = next;
    mux.hash().add(nowNs, s.processor == null ? -1 : s.processor.traceId, s.traceId, next);
    mux.trace.changed(nowNs, s.processor, s, before, next);
    if (next == RunState.OFFLINE && s.provided != null) {
      stopStanding(s.provided);
    }
  }
}
