package org.coremux.experiment;

import org.coremux.engine.Timer;
import org.coremux.mux.ForwardingPool;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** A pool as a policy sees it, while a {@link DecisionLog} takes down what it asks for. */
final class ObservedPool extends ForwardingPool {
  private final DecisionLog log;

  ObservedPool(Pool pool, DecisionLog log) {
    super(pool);
    this.log = log;
  }

  @Override
  public void kick(Processor p) {
    log.asks(p);
    super.kick(p);
  }

  @Override
  public void limit(Processor p, long sliceNs) {
    log.limits(sliceNs);
    super.limit(p, sliceNs);
  }

  @Override
  public void hold(Schedulable s, Hold why) {
    boolean isNew = s.held() == null;
    super.hold(s, why);
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
  public Timer tick(Processor at, long periodNs, Timer.Handler handler) {
    return log.tick(at, periodNs, handler);
  }
}
