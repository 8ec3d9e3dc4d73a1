package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.StandIn;

/**
 * Who has a core, which the policy within {@link CoreScheduling} says when its threads have met,
 * and who runs on each of them, which their own decisions say.
 *
 * <p>Cost: O(threads of a core) per decision, beside the policy's.
 */
final class CoreTurns {
  private final CoreScheduling policy;
  private final Pool pool;
  private final CoreUnits units;
  private final int threads;
  private final long rendezvousNs;
  private final Scheduler inner;

  /** Of which the policy is being asked who has it; null for none. */
  private Core deciding;

  CoreTurns(CoreScheduling policy, Pool pool, CoreUnits units, Scheduler inner, long rendezvousNs) {
    this.policy = policy;
    this.pool = pool;
    this.units = units;
    this.inner = inner;
    this.rendezvousNs = rendezvousNs;
    threads = units.threads();
  }

  /** Whether the policy is being asked who has it. */
  boolean isDeciding(Core core) {
    return core == deciding;
  }

  /** The policy wants to be asked who has the core. */
  void ask(Core core) {
    core.asked = true;
    if (!core.isGathering()) {
      pool.kick(core.threads[0]);
    }
  }

  /** Who runs on the thread of the core, which decides now. */
  Schedulable pickNext(Core core, Processor p) {
    int slot = core.slot(p);
    long nowNs = pool.nowNs();
    core.arrived[slot] = false;
    if (!core.isGathering() && (core.asked || nowNs >= core.endNs)) {
      gather(core, slot, nowNs);
    }
    boolean stands = core.isGathering() && nowNs < core.gatheredNs;
    if (core.isGathering() && !stands) {
      core.gatheredNs = Timer.NEVER;
      decide(core, slot, nowNs);
    }
    CoreUnit.Member next = stands ? null : local(core, slot, nowNs);
    if (stands) {
      core.arrived[slot] = true;
      pool.standStill(p);
      pool.limit(p, core.gatheredNs - nowNs);
    }
    core.idle[slot] = next == null;
    bookIdle(core);
    if (next == null) {
      return pool.idle(p);
    }
    if (next.on == null) {
      next.on = p;
      next.unit.onCount++;
    }
    return next.who;
  }

  /** All threads are to stand still. */
  private void gather(Core core, int slot, long nowNs) {
    core.gatheredNs = nowNs + rendezvousNs;
    for (int k = 0; rendezvousNs > 0 && k < threads; k++) {
      if (k != slot) {
        pool.kick(core.threads[k]);
      }
    }
  }

  /** The policy says who has the core from now on. */
  private void decide(Core core, int slot, long nowNs) {
    policy.settle(core);
    core.asked = false;
    core.endNs = Timer.NEVER;
    CoreUnit before = core.unit;
    deciding = core;
    Schedulable next = inner.pickNext(core.processor);
    deciding = null;
    core.sinceNs = nowNs;
    CoreUnit unit = next.index() < 0 ? null : units.unit(next);
    core.unit = unit;
    if (unit != null) {
      enter(unit, core, nowNs);
    }
    if (before != null && before != unit) {
      leave(before, core, nowNs);
    }
    for (int k = 0; k < threads; k++) {
      if (k != slot && !core.arrived[k] && concerns(core, k)) {
        pool.kick(core.threads[k]);
      }
    }
  }

  /** The first thread ends slices; others have somebody to take, or to let go. */
  private boolean concerns(Core core, int slot) {
    return slot == 0
        || hasOther(core, slot)
        || core.idle[slot] && core.unit != null && core.unit.isAwake(slot);
  }

  private void leave(CoreUnit unit, Core core, long nowNs) {
    unit.core = null;
    unit.left = core;
    if (unit.who.state() == RunState.RUNNING) {
      StandIn.become(unit.who, RunState.RUNNABLE, nowNs);
    }
    if (unit.returning) {
      unit.returning = false;
      policy.tellAwake(unit, null);
    }
    if (unit.onCount == 0) {
      policy.saved(unit);
    }
  }

  private void enter(CoreUnit unit, Core core, long nowNs) {
    if (unit.core != null && unit.core != core) { // it blocked there, and woke here
      unit.core.unit = null;
      ask(unit.core);
    }
    unit.core = core;
    unit.left = null;
    StandIn.move(unit.who, core.processor);
    StandIn.become(unit.who, RunState.RUNNING, nowNs);
  }

  /** Who runs on the thread: a member of the unit that has the core, or nobody. */
  private CoreUnit.Member local(Core core, int slot, long nowNs) {
    CoreUnit unit = core.unit;
    Processor p = core.threads[slot];
    long limitNs = slot == 0 && core.endNs != Timer.NEVER ? core.endNs - nowNs : Timer.NEVER;
    letIn(core, slot);
    CoreUnit.Member member = null;
    if (unit != null && unit.isAwake(slot)) {
      member = unit.members[slot];
      if (!member.who.allows(p) || member.on != null && member.on != p) {
        member = null;
      } else if (isShared(core, slot)) {
        member = null;
        core.waits = true;
        pool.standStill(p);
        limitNs = rendezvousNs > 0 ? Math.min(limitNs, rendezvousNs) : limitNs;
      }
    }
    if (limitNs != Timer.NEVER) {
      pool.limit(p, limitNs);
    }
    return member;
  }

  /** The thread has let another unit go: those that wait for that are told, or look again. */
  private void letIn(Core core, int slot) {
    if (core.waits && rendezvousNs == 0 && hasOther(core, slot)) {
      core.waits = false;
      for (int k = 0; k < threads; k++) {
        if (k != slot && core.idle[k]) {
          pool.kick(core.threads[k]);
        }
      }
    }
  }

  /** Somebody of another unit is still on another thread of the core. */
  private boolean isShared(Core core, int slot) {
    for (int k = 0; k < threads; k++) {
      if (k != slot && hasOther(core, k)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasOther(Core core, int slot) {
    Schedulable s = pool.current(core.threads[slot]);
    return s.index() >= 0 && units.member(s).unit != core.unit;
  }

  /** Threads idle because they must while the core is somebody's, or its threads meet. */
  private void bookIdle(Core core) {
    boolean isKept = core.unit != null || core.isGathering();
    for (int k = 0; k < threads; k++) {
      pool.forceIdle(core.threads[k], isKept && core.idle[k]);
    }
  }
}
