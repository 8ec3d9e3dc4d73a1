package org.coremux.mux;

import org.coremux.engine.Timer;

/**
 * The periodic timer tick of one processor: due at fixed instants of the wall clock, delivered as
 * any {@link Alarm}, at the next dispatch where its vCPU has no processor then. {@link Timekeeping}
 * says what becomes of those whose instants pass until that.
 *
 * <p>A tick is late when the vCPU, or one below it, was off its processor at some time between the
 * instant and the delivery; that an exit takes its time does not make it late.
 *
 * <p>Accounting: where it is by ticks, whoever a tick finds is charged a whole one, less what the
 * steal clock has counted since the last, which is charged to nobody; of that a tick covers no more
 * than itself where each lost one follows, and all where one stands for all.
 *
 * <p>Model: a tick of the backlog costs the exit of an interrupt, and no programming of a timer;
 * the next one is injected as soon as the one before has been handled, without a limit to the rate
 * and before the guest decides anything.
 *
 * <p>Cost: O(1) per tick that is delivered, and none for others. Source: schedulers.md 19.6, 19.7.
 */
final class Ticker extends Alarm {
  private final long periodNs;
  private final Timekeeping keeping;

  /** When the tick was due that is delivered next. Unit: ns since the start of the run. */
  private long dueNs;

  /** When the last one of a backlog followed another; {@link Timer#NEVER} when none has. */
  private long againNs = NEVER;

  /** Whether its vCPU, or one below it, had no processor when the tick was due. */
  private boolean stood;

  /** {@link #dispatches()} when the tick was due. */
  private long dispatches;

  /** Dropped since the last reset. */
  private long dropped;

  /** What the steal clock has counted, and what of that a tick has still to cover. Unit: ns. */
  private long stealNs;

  private long uncoveredNs;

  Ticker(Processor at, long periodNs, Handler handler) {
    super(at, handler);
    this.periodNs = periodNs;
    keeping = at.mux.timekeeping();
    keeping.add(this);
  }

  @Override
  protected void expire(long nowNs) {
    if (nowNs != againNs) {
      dueNs = nowNs;
      stood = !runs();
      dispatches = dispatches();
    }
    super.expire(nowNs);
  }

  @Override
  void deliver(long nowNs) {
    long passed = (nowNs - dueNs) / periodNs;
    boolean catchesUp = keeping.lost() == Timekeeping.Lost.CATCH_UP;
    if (keeping.lost() == Timekeeping.Lost.COLLAPSE) {
      keeping.collapse(passed);
    } else if (!catchesUp) {
      drop(stood ? passed + 1 : passed);
      if (stood) {
        at.mux.site().arm(this, dueNs + (passed + 1) * periodNs);
        return;
      }
    }
    keeping.deliver(nowNs - dueNs, stood || dispatches != dispatches());
    if (keeping.areCharged()) {
      charge(nowNs, catchesUp);
    }
    super.deliver(nowNs);
    if (catchesUp && passed > 0 && isArmed()) { // else it has gone idle
      dueNs += periodNs;
      stood = true;
      againNs = nowNs;
      at.mux.site().arm(this, nowNs);
    }
  }

  private void drop(long count) {
    dropped += count;
    keeping.drop(count);
  }

  private void charge(long nowNs, boolean keepsRest) {
    uncoveredNs += stolenNs(nowNs);
    Schedulable found = at.current();
    found.tickedNs += Math.max(0, periodNs - uncoveredNs);
    uncoveredNs = keepsRest ? Math.max(0, uncoveredNs - periodNs) : 0;
  }

  /** What the steal clock has counted since the last tick. */
  private long stolenNs(long nowNs) {
    if (at.provider == null || !keeping.hasStealClock()) {
      return 0;
    }
    at.provider.book(nowNs);
    long sinceNs = at.provider.timeNs(RunState.RUNNABLE) - stealNs;
    stealNs += sinceNs;
    keeping.steal(sinceNs);
    return sinceNs;
  }

  /** Whether nobody below has taken the processor away. */
  private boolean runs() {
    for (Schedulable v = at.provider; v != null; v = v.processor.provider) {
      if (v.state != RunState.RUNNING) {
        return false;
      }
    }
    return true;
  }

  /** How often those below it were dispatched: another number when one was off in between. */
  private long dispatches() {
    long sum = 0;
    for (Schedulable v = at.provider; v != null; v = v.processor.provider) {
      sum += v.dispatches;
    }
    return sum;
  }

  long lagNs() {
    return dropped * periodNs;
  }

  void reset() {
    dropped = 0;
  }
}
