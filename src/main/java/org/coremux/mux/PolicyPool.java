package org.coremux.mux;

import java.util.random.RandomGenerator;
import org.coremux.engine.Timer;
import org.coremux.topology.Topology;

/** What a policy may see of its {@link Multiplexer}, and ask of it. */
final class PolicyPool implements Pool {
  private final Multiplexer mux;
  private final ForcedIdle forcedIdle;

  /** Which processors stand still since they last decided, by index. */
  private final boolean[] still;

  /** For how long the decision that is being made holds. Unit: ns. */
  long limitNs = Timer.NEVER;

  /** Which processor the policy decides about now; null for none. */
  Processor deciding;

  PolicyPool(Multiplexer mux) {
    this.mux = mux;
    forcedIdle = new ForcedIdle(mux);
    still = new boolean[mux.processorCount()];
  }

  @Override
  public long nowNs() {
    return mux.nowNs();
  }

  @Override
  public int processorCount() {
    return mux.processorCount();
  }

  @Override
  public Processor processor(int index) {
    return mux.processor(index);
  }

  @Override
  public Topology topology() {
    return mux.topology();
  }

  @Override
  public Schedulable current(Processor p) {
    return p.current();
  }

  @Override
  public Schedulable idle(Processor p) {
    return p.idle;
  }

  @Override
  public boolean isIdle(Processor p) {
    return p.current == p.idle && !isAsked(p);
  }

  @Override
  public boolean isAsked(Processor p) {
    return !p.dispatched || p.interrupts.isAsked();
  }

  @Override
  public boolean isPreempted(Processor p) {
    boolean isTold = p.provider != null && mux.timekeeping().hasStealClock();
    return isTold && p.provider.state == RunState.RUNNABLE;
  }

  @Override
  public boolean isRunnable(Schedulable s) {
    return s.isRunnable();
  }

  @Override
  public long timeNs(Schedulable s, RunState state) {
    s.book(mux.nowNs());
    return s.timeNs(state);
  }

  @Override
  public long executedNs(Schedulable s) {
    s.book(mux.nowNs());
    return s.executedNs;
  }

  @Override
  public int speed(Processor p) {
    return p.speed();
  }

  @Override
  public void settle(Processor p) {
    Schedulable s = p.current();
    if (s == p.idle) {
      return;
    }
    long clockNs = chargeClockNs(p);
    long ranNs = clockNs - s.chargedAtNs;
    if (ranNs > 0) {
      s.chargedAtNs = clockNs;
      mux.policy().charge(s, ranNs);
    }
  }

  /** What {@link Scheduler#charge} is told is measured on this clock; nothing is settled for it. */
  long chargeClockNs(Processor p) {
    boolean ownClock = mux.timekeeping().hasStealClock();
    if (ownClock && !p.running) {
      return p.clockNs;
    }
    return ownClock ? p.clockNs + mux.nowNs() - p.lastNs : mux.nowNs();
  }

  @Override
  public void kick(Processor p) {
    Processor from = mux.acting();
    if (p == from) {
      kickItself(p);
      return;
    }
    if (p.interrupts.isAsked()) {
      return; // it will decide, and see what this kick is about
    }
    if (from != null && from.provider != null) {
      from.provider.mux.exits().leave(from.provider, ExitReason.IPI);
    }
    long latencyNs = mux.costs().kickNs(from, p);
    if (p.current() == p.idle) {
      latencyNs += mux.costs().leaveIdleNs(p);
    }
    p.interrupts.kickAfter(latencyNs);
  }

  /** An interrupt of its own has to bring an idle one back, too. */
  private void kickItself(Processor p) {
    long leaveIdleNs = isIdle(p) ? mux.costs().leaveIdleNs(p) : 0;
    if (leaveIdleNs > 0) {
      p.interrupts.kickAfter(leaveIdleNs);
    } else {
      p.interrupts.kick();
    }
  }

  @Override
  public void limit(Processor p, long sliceNs) {
    if (sliceNs <= 0) {
      throw new IllegalArgumentException(
          p + ": a limit of " + sliceNs + " ns at " + mux.nowNs() + " ns; allowed: over 0");
    }
    limitNs = sliceNs;
  }

  @Override
  public void hold(Schedulable s, Hold why) {
    if (s.held != null) {
      return;
    }
    s.book(mux.nowNs());
    boolean queued = s.isRunnable();
    s.held = why;
    s.returning = false;
    mux.trace.held(mux.nowNs(), s, why);
    if (queued) {
      mux.policy().sleep(s);
    }
    if (s.state == RunState.RUNNING && s.processor != deciding) {
      kick(s.processor);
    }
  }

  @Override
  public void release(Schedulable s) {
    if (s.held == null) {
      return;
    }
    s.book(mux.nowNs());
    s.held = null;
    mux.trace.held(mux.nowNs(), s, null);
    s.returning = s.wants() && s.state == RunState.RUNNING;
    if (s.isRunnable()) {
      mux.states().queue(s, mux.acting());
    }
  }

  @Override
  public void forceIdle(Processor p, boolean forced) {
    forcedIdle.force(p, forced);
  }

  @Override
  public void standStill(Processor p) {
    still[p.index()] = true;
  }

  /** Whether it has stood still, and not idled, up to now; it decides anew. */
  boolean hasStoodStill(Processor p) {
    boolean stood = still[p.index()];
    still[p.index()] = false;
    return stood;
  }

  @Override
  public long forcedIdleNs() {
    return forcedIdle.totalNs();
  }

  @Override
  public Timer timer(Processor at, Timer.Handler handler) {
    return mux.alarm(at, handler);
  }

  @Override
  public Timer tick(Processor at, long periodNs, Timer.Handler handler) {
    return new Ticker(at, periodNs, handler);
  }

  @Override
  public void arm(Timer timer, long deadlineNs) {
    Alarm alarm = (Alarm) timer;
    mux.arm(alarm, alarm.at, deadlineNs);
  }

  @Override
  public void cancel(Timer timer) {
    mux.cancel((Alarm) timer);
  }

  @Override
  public RandomGenerator random() {
    return mux.random();
  }
}
