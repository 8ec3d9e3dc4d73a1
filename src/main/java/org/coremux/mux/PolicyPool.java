package org.coremux.mux;

import java.util.random.RandomGenerator;
import org.coremux.engine.Timer;
import org.coremux.topology.Topology;

/** What a policy may see of its {@link Multiplexer}, and ask of it. */
final class PolicyPool implements Pool {
  private final Multiplexer mux;

  /** For how long the decision that is being made holds. Unit: ns. */
  long limitNs = Timer.NEVER;

  PolicyPool(Multiplexer mux) {
    this.mux = mux;
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
    return p.dispatched && p.current == p.idle && !p.asked;
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
  public int speed(Processor p) {
    return p.speed();
  }

  @Override
  public void settle(Processor p) {
    mux.settle(p);
  }

  @Override
  public void kick(Processor p) {
    mux.kick(p);
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
    mux.hold(s, why);
  }

  @Override
  public void release(Schedulable s) {
    mux.release(s);
  }

  @Override
  public Timer timer(Processor at, Timer.Handler handler) {
    return mux.alarm(at, handler);
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
