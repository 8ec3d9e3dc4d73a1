package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * What the checks of policies with budgets and periods have in common. Cold: for runs in which
 * every invariant is on.
 *
 * <p>Rules of who runs hold once all have decided who were asked to; rules of what is due by the
 * clock where a processor runs, as to others, which stand still, nothing happens.
 */
abstract class ServerCheck {
  final Pool pool;
  private final String policy;

  ServerCheck(Pool pool, String policy) {
    this.pool = pool;
    this.policy = policy;
  }

  /** Whether nobody is about to decide, and so nobody is about to be displaced or taken. */
  final boolean haveAllDecided() {
    for (int i = 0; i < pool.processorCount(); i++) {
      if (pool.isAsked(pool.processor(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether what is due there has happened: it runs, and has decided. */
  final boolean isUpToDate(Processor p) {
    return p.isRunning() && !pool.isAsked(p);
  }

  /** Whether the timer goes off by then, or has, and its processor does not run. */
  static boolean goesOffBy(Timer timer, long ns) {
    return timer.deadlineNs() <= ns || timer instanceof Alarm alarm && alarm.isPending();
  }

  /** For how long it has wanted to run so far. Unit: ns. */
  final long hereNs(Schedulable s) {
    return pool.timeNs(s, RunState.RUNNABLE) + pool.timeNs(s, RunState.RUNNING);
  }

  /** Whether it is on the processor where it is said to be. */
  final boolean isCurrent(Schedulable s) {
    return pool.current(s.processor()) == s;
  }

  /** A rule that does not hold: words are found only when one does not. */
  final IllegalStateException broken(String what) {
    return Broken.rule(policy, what + ", at " + pool.nowNs() + " ns");
  }
}
