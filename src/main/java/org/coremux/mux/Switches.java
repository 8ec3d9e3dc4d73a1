package org.coremux.mux;

import org.coremux.engine.Timer;

/** Carries out the decisions of a policy: who leaves a processor, who enters it, and the counts. */
final class Switches {
  private final Multiplexer mux;
  private final PolicyPool pool;
  private final Scheduler policy;
  private final SiblingThreads siblings;

  Switches(Multiplexer mux, PolicyPool pool, Scheduler policy, SiblingThreads siblings) {
    this.mux = mux;
    this.pool = pool;
    this.policy = policy;
    this.siblings = siblings;
  }

  /** Asks the policy who runs on the processor from now on, and for how long. */
  void decide(Processor p, long nowNs) {
    Processor before = mux.enter(p);
    p.settle(nowNs);
    pool.settle(p);
    pool.limitNs = Timer.NEVER;
    pool.deciding = p;
    Schedulable stood = pool.hasStoodStill(p) ? p.last : null;
    Schedulable next = policy.pickNext(p);
    pool.deciding = null;
    boolean another = to(next, p, stood, nowNs);
    p.sliceEndNs = pool.limitNs == Timer.NEVER ? Timer.NEVER : nowNs + pool.limitNs;
    if (another && p.outgoing != null && p.outgoing.returning) {
      p.outgoing.returning = false;
      mux.states().queue(p.outgoing, p);
    }
    mux.leave(before);
    if (another && siblings != null) {
      siblings.changed(p, nowNs);
    }
    p.execute(nowNs);
  }

  /**
   * The switch is paid: whoever left is saved, and may be loaded elsewhere. It is over when whoever
   * enters is saved, too; so two processors that exchange theirs do not wait for each other.
   */
  void finish(Processor p, long nowNs) {
    if (!p.switching || p.current.owes(Cost.SWITCH)) {
      return;
    }
    if (p.outgoing != null) {
      Schedulable saved = p.outgoing;
      p.outgoing = null;
      save(saved, p, nowNs);
    }
    if (p.switching && p.current.leaving == null) {
      p.switching = false;
      if (p.again) {
        p.again = false;
        mux.site().kick(p);
      }
    }
  }

  private void save(Schedulable s, Processor p, long nowNs) {
    Processor taker = s.state == RunState.RUNNING ? s.processor : null;
    if (taker != null) {
      taker.settle(nowNs); // up to here it has waited
    }
    s.leaving = null;
    saved(s, p);
    if (taker != null) {
      taker.execute(nowNs);
    }
  }

  /** Its state may be loaded elsewhere from now on. */
  void saved(Schedulable s, Processor p) {
    Processor before = mux.enter(p);
    policy.saved(s, p);
    if (s.retiring) {
      s.book(mux.nowNs());
      policy.retire(s);
      mux.roster().remove(s);
    }
    mux.leave(before);
  }

  /**
   * Makes it the current one, unless it is; the processor is in the middle of no other switch.
   *
   * @param stood who ran before the processor stood still, if it did not idle; null otherwise
   */
  private boolean to(Schedulable next, Processor p, Schedulable stood, long nowNs) {
    check(next, p, nowNs);
    if (p.dispatched && next == p.current) {
      return false;
    }
    if (p.dispatched && p.current != p.idle) {
      preempt(p.current, p, nowNs);
    }
    Schedulable from = p.outgoing == null ? p.idle : p.outgoing;
    p.current = next;
    p.dispatched = true;
    if (next == from) { // it blocked, and woke before it was switched out
      p.outgoing = null;
      next.leaving = null;
    } else {
      p.switching = true;
    }
    if (next != p.idle) {
      dispatch(next, p, nowNs);
    }
    Schedulable loaded = stood == null || from != p.idle || next == p.idle ? from : stood;
    long switchNs = next == loaded ? 0 : mux.costs().switchNs(loaded, next);
    if (switchNs > 0) {
      next.owe(Slot.of(Cost.SWITCH), switchNs);
    }
    refill(from, next, p);
    return true;
  }

  /** Whoever comes back reloads what others have displaced, all of its working set at most. */
  private void refill(Schedulable from, Schedulable next, Processor p) {
    if (from.footprint != null) {
      from.footprint.leave(p);
    }
    if (next.footprint == null || next == from) {
      return;
    }
    long kib = next.footprint.kib();
    long loadNs = next.footprint.enter(p, mux.costs());
    long allNs = Math.max(loadNs, mux.costs().refillNs(kib, Long.MAX_VALUE));
    long dueNs = Math.min(loadNs, allNs - next.debtNs[Slot.REFILL]);
    if (dueNs > 0) {
      next.owe(Slot.REFILL, dueNs);
    }
  }

  private void check(Schedulable next, Processor p, long nowNs) {
    if (next == p.idle) {
      return;
    }
    if (next == null
        || next.mux != mux
        || !next.isRunnable()
        || !next.allows(p)
        || next.state == RunState.RUNNING && next.processor != p) {
      String state = next == null ? "" : " (" + next.state + ", held " + next.held + ")";
      throw new IllegalStateException(
          policy
              + " picked "
              + next
              + state
              + " for "
              + p
              + " at "
              + nowNs
              + " ns (seed "
              + mux.site().seed()
              + ")");
    }
  }

  private void preempt(Schedulable s, Processor p, long nowNs) {
    if (s.provided != null) {
      s.provided.stop(nowNs);
    }
    if (s.stopping) {
      s.stopping = false;
      mux.states().change(s, RunState.OFFLINE);
    } else {
      s.preemptions++;
      mux.states().change(s, RunState.RUNNABLE);
    }
    s.leaving = p;
    p.outgoing = s;
  }

  private void dispatch(Schedulable s, Processor p, long nowNs) {
    s.processor = p;
    s.dispatches++;
    mux.states().change(s, RunState.RUNNING);
    s.clockAtNs = p.clockNs;
    s.chargedAtNs = pool.chargeClockNs(p);
    if (p.last != s) {
      p.last = s;
      s.switches++;
    }
    if (s.lastOn != p) {
      s.migrations += s.lastOn == null ? 0 : 1;
      s.lastOn = p;
    }
    if (s.wokenNs != Schedulable.NOT_WOKEN) {
      if (s.dispatchLatency != null) {
        s.dispatchLatency.record(nowNs - s.wokenNs);
      }
      s.wokenNs = Schedulable.NOT_WOKEN;
    }
  }
}
