package org.coremux.mux;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.coremux.engine.Timer;

/**
 * Core scheduling as a decorator: the policy inside sees a processor per core, its first thread,
 * and a schedulable per unit, its first member; a unit's members are those of one group. Nobody
 * enters a core before all of another unit have left it. Walk-through 5.
 */
final class CoreUnits implements Scheduler {
  private final Pool pool;
  private final int threads;
  private final Scheduler inner;
  private final List<Unit> units = new ArrayList<>();
  private final Core[] cores;

  private static final class Unit {
    final List<Schedulable> members = new ArrayList<>();
    Core on;
    boolean awake;

    Schedulable leader() {
      return members.get(0);
    }
  }

  private static final class Core {
    final int index;
    Unit unit;
    long sinceNs;
    long endNs = Timer.NEVER;
    boolean mustDecide;

    Core(int index) {
      this.index = index;
    }
  }

  CoreUnits(Pool pool, int threads, Function<Pool, Scheduler> create) {
    this.pool = pool;
    this.threads = threads;
    cores = new Core[pool.processorCount() / threads];
    for (int i = 0; i < cores.length; i++) {
      cores[i] = new Core(i);
    }
    inner = create.apply(new CorePool());
  }

  private Core core(Processor p) {
    return cores[p.index() / threads];
  }

  private Processor thread(Core core, int k) {
    return pool.processor(core.index * threads + k);
  }

  private Unit unit(Schedulable s) {
    return units.stream().filter(unit -> unit.members.contains(s)).findFirst().orElse(null);
  }

  private boolean isRunnable(Unit unit) {
    return unit.members.stream().anyMatch(pool::isRunnable);
  }

  @Override
  public void admit(Schedulable s) {
    for (Unit unit : units) {
      if (unit.leader().group() == s.group() && unit.members.size() < threads) {
        unit.members.add(s);
        return;
      }
    }
    Unit unit = new Unit();
    unit.members.add(s);
    units.add(unit);
    inner.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    throw new UnsupportedOperationException("units do not end here");
  }

  @Override
  public void wake(Schedulable s) {
    Unit unit = unit(s);
    if (!unit.awake) {
      unit.awake = true;
      inner.wake(unit.leader());
    } else if (unit.on != null) {
      pool.kick(thread(unit.on, unit.members.indexOf(s)));
    }
  }

  @Override
  public void sleep(Schedulable s) {
    Unit unit = unit(s);
    if (!isRunnable(unit)) {
      unit.awake = false;
      inner.sleep(unit.leader());
      if (unit.on != null) {
        unit.on.mustDecide = true;
      }
    }
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    // a unit is charged the time of its core, once, when the core decides
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Core core = core(p);
    boolean over = pool.nowNs() >= core.endNs;
    if (core.mustDecide || over || core.unit == null || !isRunnable(core.unit)) {
      decide(core);
    }
    if (core.unit == null || isShared(core, p)) {
      return pool.idle(p);
    }
    List<Schedulable> members = core.unit.members;
    for (int k = 0; k < members.size(); k++) {
      Processor other = thread(core, k);
      boolean idle = pool.current(other) == pool.idle(other);
      if (other != p && idle && pool.isRunnable(members.get(k))) {
        pool.kick(other);
      }
    }
    int own = p.index() % threads;
    if (own >= members.size() || !pool.isRunnable(members.get(own))) {
      return pool.idle(p); // forced idle
    }
    if (core.endNs != Timer.NEVER) {
      pool.limit(p, core.endNs - pool.nowNs());
    }
    return members.get(own);
  }

  /** Somebody of another unit is still on a thread of the core. */
  private boolean isShared(Core core, Processor p) {
    for (int k = 0; k < threads; k++) {
      Processor other = thread(core, k);
      Schedulable current = pool.current(other);
      boolean runs = other != p && current != pool.idle(other) && pool.isRunnable(current);
      if (runs && unit(current) != core.unit) {
        return true;
      }
    }
    return false;
  }

  private void decide(Core core) {
    core.mustDecide = false;
    Unit before = core.unit;
    long ranNs = pool.nowNs() - core.sinceNs;
    if (before != null && ranNs > 0) {
      inner.charge(before.leader(), ranNs);
    }
    core.sinceNs = pool.nowNs();
    core.endNs = Timer.NEVER;
    Schedulable leader = inner.pickNext(thread(core, 0));
    core.unit = leader == pool.idle(thread(core, 0)) ? null : unit(leader);
    if (before == core.unit) {
      return;
    }
    if (before != null) {
      before.on = null;
    }
    if (core.unit != null) {
      core.unit.on = core;
    }
    for (int k = 0; k < threads; k++) {
      pool.kick(thread(core, k));
    }
  }

  /** Cores and units, for the policy inside. */
  private final class CorePool extends ForwardingPool {
    CorePool() {
      super(pool);
    }

    @Override
    public int processorCount() {
      return cores.length;
    }

    @Override
    public Processor processor(int index) {
      return thread(cores[index], 0);
    }

    @Override
    public Schedulable current(Processor p) {
      Unit unit = core(p).unit;
      return unit == null ? pool.idle(p) : unit.leader();
    }

    @Override
    public boolean isIdle(Processor p) {
      return core(p).unit == null && !core(p).mustDecide;
    }

    @Override
    public boolean isRunnable(Schedulable s) {
      return CoreUnits.this.isRunnable(unit(s));
    }

    @Override
    public void kick(Processor p) {
      core(p).mustDecide = true;
      pool.kick(p);
    }

    @Override
    public void limit(Processor p, long sliceNs) {
      core(p).endNs = nowNs() + sliceNs;
    }

    @Override
    public void hold(Schedulable s, Hold why) {
      unit(s).members.forEach(member -> pool.hold(member, why));
    }

    @Override
    public void release(Schedulable s) {
      unit(s).members.forEach(pool::release);
    }
  }
}
