package org.coremux.experiment;

import java.util.random.RandomGenerator;
import org.coremux.engine.Timer;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Topology;

/** A pool as a policy sees it, while a {@link DecisionLog} takes down what it asks for. */
final class ObservedPool implements Pool {
  private final Pool pool;
  private final DecisionLog log;

  ObservedPool(Pool pool, DecisionLog log) {
    this.pool = pool;
    this.log = log;
  }

  @Override
  public long nowNs() {
    return pool.nowNs();
  }

  @Override
  public int processorCount() {
    return pool.processorCount();
  }

  @Override
  public Processor processor(int index) {
    return pool.processor(index);
  }

  @Override
  public Topology topology() {
    return pool.topology();
  }

  @Override
  public Schedulable current(Processor p) {
    return pool.current(p);
  }

  @Override
  public Schedulable idle(Processor p) {
    return pool.idle(p);
  }

  @Override
  public boolean isIdle(Processor p) {
    return pool.isIdle(p);
  }

  @Override
  public boolean isRunnable(Schedulable s) {
    return pool.isRunnable(s);
  }

  @Override
  public long timeNs(Schedulable s, RunState state) {
    return pool.timeNs(s, state);
  }

  @Override
  public int speed(Processor p) {
    return pool.speed(p);
  }

  @Override
  public void settle(Processor p) {
    pool.settle(p);
  }

  @Override
  public void kick(Processor p) {
    log.asks(p);
    pool.kick(p);
  }

  @Override
  public void limit(Processor p, long sliceNs) {
    log.limits(sliceNs);
    pool.limit(p, sliceNs);
  }

  @Override
  public void hold(Schedulable s, Hold why) {
    boolean isNew = s.held() == null;
    pool.hold(s, why);
    if (isNew) {
      log.holds(s);
    }
  }

  @Override
  public void release(Schedulable s) {
    log.releases(s);
  }

  @Override
  public Timer timer(Processor at, Timer.Handler handler) {
    return log.timer(at, handler);
  }

  @Override
  public void arm(Timer timer, long deadlineNs) {
    pool.arm(timer, deadlineNs);
  }

  @Override
  public void cancel(Timer timer) {
    pool.cancel(timer);
  }

  @Override
  public RandomGenerator random() {
    return pool.random();
  }
}
