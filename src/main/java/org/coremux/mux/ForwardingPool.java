package org.coremux.mux;

import java.util.random.RandomGenerator;
import org.coremux.engine.Timer;
import org.coremux.topology.Topology;

/**
 * Passes everything on to another pool: for those that stand between a policy and its pool, and
 * change one or two of the answers.
 */
public abstract class ForwardingPool implements Pool {
  private final Pool pool;

  /** Passes on to that pool. */
  protected ForwardingPool(Pool pool) {
    this.pool = pool;
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
  public boolean isAsked(Processor p) {
    return pool.isAsked(p);
  }

  @Override
  public boolean isPreempted(Processor p) {
    return pool.isPreempted(p);
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
  public long executedNs(Schedulable s) {
    return pool.executedNs(s);
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
    pool.kick(p);
  }

  @Override
  public void limit(Processor p, long sliceNs) {
    pool.limit(p, sliceNs);
  }

  @Override
  public void hold(Schedulable s, Hold why) {
    pool.hold(s, why);
  }

  @Override
  public void release(Schedulable s) {
    pool.release(s);
  }

  @Override
  public void forceIdle(Processor p, boolean forced) {
    pool.forceIdle(p, forced);
  }

  @Override
  public void standStill(Processor p) {
    pool.standStill(p);
  }

  @Override
  public long forcedIdleNs() {
    return pool.forcedIdleNs();
  }

  @Override
  public int width(Schedulable s) {
    return pool.width(s);
  }

  @Override
  public Timer timer(Processor at, Timer.Handler handler) {
    return pool.timer(at, handler);
  }

  @Override
  public Timer tick(Processor at, long periodNs, Timer.Handler handler) {
    return pool.tick(at, periodNs, handler);
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
