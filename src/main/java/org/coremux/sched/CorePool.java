package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.ForwardingPool;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.StandIn;
import org.coremux.topology.Topology;

/** What the policy within {@link CoreScheduling} sees: a processor for each core, and units. */
final class CorePool extends ForwardingPool {
  private final CoreScheduling cores;
  private final Pool pool;
  private final Topology topology;

  CorePool(CoreScheduling cores, Pool pool, int threads) {
    super(pool);
    this.cores = cores;
    this.pool = pool;
    topology = Granularity.seen(pool.topology(), threads);
  }

  @Override
  public int processorCount() {
    return topology.cpuCount();
  }

  @Override
  public Processor processor(int index) {
    return cores.core(index).processor;
  }

  @Override
  public Topology topology() {
    return topology;
  }

  @Override
  public Schedulable current(Processor p) {
    Core core = cores.core(p.index());
    return core.unit != null && core.unit.who.state() == RunState.RUNNING
        ? core.unit.who
        : p.current();
  }

  @Override
  public Schedulable idle(Processor p) {
    return p.current(); // nobody is ever dispatched on a stand-in
  }

  @Override
  public boolean isIdle(Processor p) {
    Core core = cores.core(p.index());
    return core.unit == null && !core.asked && !core.isGathering();
  }

  @Override
  public boolean isAsked(Processor p) {
    Core core = cores.core(p.index());
    boolean isAsked = core.asked || core.isGathering();
    for (Processor thread : core.threads) {
      isAsked |= pool.isAsked(thread);
    }
    return isAsked;
  }

  @Override
  public boolean isRunnable(Schedulable s) {
    return cores.unit(s).awake;
  }

  @Override
  public long timeNs(Schedulable s, RunState state) {
    return StandIn.timeNs(s, state, nowNs());
  }

  @Override
  public int speed(Processor p) {
    return pool.speed(cores.core(p.index()).threads[0]);
  }

  @Override
  public void settle(Processor p) {
    cores.settle(cores.core(p.index()));
  }

  @Override
  public void kick(Processor p) {
    cores.ask(cores.core(p.index()));
  }

  @Override
  public void limit(Processor p, long sliceNs) {
    if (sliceNs <= 0) {
      throw new IllegalArgumentException(
          p + ": a limit of " + sliceNs + " ns at " + nowNs() + " ns; allowed: over 0");
    }
    cores.core(p.index()).endNs = nowNs() + sliceNs;
  }

  @Override
  public void hold(Schedulable s, Hold why) {
    CoreUnit unit = cores.unit(s);
    if (unit.held != null) {
      return;
    }
    unit.held = why;
    unit.returning = false;
    StandIn.hold(s, why);
    for (CoreUnit.Member member : unit.members) {
      if (member != null) {
        pool.hold(member.who, why);
      }
    }
  }

  @Override
  public void release(Schedulable s) {
    CoreUnit unit = cores.unit(s);
    if (unit.held == null) {
      return;
    }
    unit.held = null;
    StandIn.hold(s, null);
    for (CoreUnit.Member member : unit.members) {
      if (member != null) {
        pool.release(member.who);
      }
    }
  }

  @Override
  public int width(Schedulable s) {
    return cores.unit(s).memberCount;
  }

  @Override
  public Timer timer(Processor at, Timer.Handler handler) {
    return pool.timer(cores.core(at.index()).threads[0], handler);
  }

  @Override
  public Timer tick(Processor at, long periodNs, Timer.Handler handler) {
    return pool.tick(cores.core(at.index()).threads[0], periodNs, handler);
  }
}
