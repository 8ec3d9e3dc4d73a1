package org.coremux.sched;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.StandIn;
import org.coremux.topology.CpuMask;

/**
 * Gives whole cores, or sockets, to one guest at a time, around any policy, which does not know it:
 * it sees a processor for each core, and for each unit of as many consecutive vCPUs of a guest as a
 * core has threads one schedulable. vCPU k is bound to thread k of whatever core its unit has.
 *
 * <p>A unit wants to run if any of its members does. When a core is asked to decide its threads
 * meet: each stands still as soon as it hears of it, and after the rendezvous time the policy says
 * who has the core. A member that wakes or blocks while its unit has the core is switched in or out
 * on its own thread, and nobody is asked; the policy is, when the last one blocks. A thread without
 * a member that wants to run idles, whoever else waits: forced idle, counted apart. A unit is
 * charged once for the time that it has the core, however many of its members run, and saved when
 * all of them are.
 *
 * <p>Model: no thread enters a core before all threads have left another unit; one that finds
 * another not there yet looks again after a rendezvous time. A thread that stands still for a
 * rendezvous after which its unit goes on is booked as preempted. Members of a unit are admitted
 * with one weight and one affinity; the cores that it may have are those of which it may use all
 * threads. A held unit is held as a whole. On a host with threads of its own they are units too
 * ({@link CoreUnits}), where Linux would pair any that share a cookie.
 *
 * <p>Cost: that of the policy on cores, and O(threads of a core) per decision and wake-up.
 * Allocation: only in {@link #admit}.
 *
 * <p>Order: threads decide in the order of their indices; the first to decide asks the policy.
 *
 * <p>Source: schedulers.md 8 (Xen's sched-gran, and Hyper-V's core scheduler after 16).
 */
public final class CoreScheduling implements Scheduler {
  private final Pool pool;
  private final CoreUnits units;
  private final Core[] cores;
  private final int threads;
  private final Scheduler inner;
  private final CoreTurns turns;

  /**
   * A policy for the pool.
   *
   * @param threads how many consecutive processors are given away together
   * @param rendezvousNs how long it takes until all of them stand still
   * @param create makes the policy within
   */
  public CoreScheduling(
      Pool pool, int threads, long rendezvousNs, Function<Pool, Scheduler> create) {
    this.pool = pool;
    this.threads = threads;
    units = new CoreUnits(threads);
    cores = new Core[pool.processorCount() / threads];
    Multiplexer level = pool.processor(0).multiplexer();
    for (int i = 0; i < cores.length; i++) {
      Processor[] of = new Processor[threads];
      for (int k = 0; k < threads; k++) {
        of[k] = pool.processor(i * threads + k);
      }
      cores[i] = new Core(StandIn.processor(level, i), of);
    }
    inner = create.apply(new CorePool(this, pool, threads));
    turns = new CoreTurns(this, pool, units, inner, rendezvousNs);
  }

  /** The policy wants to be asked who has the core. */
  void ask(Core core) {
    turns.ask(core);
  }

  Core core(int index) {
    return cores[index];
  }

  private Core core(Processor p) {
    return cores[p.index() / threads];
  }

  CoreUnit unit(Schedulable standIn) {
    return units.unit(standIn);
  }

  // ---- who there is ----

  @Override
  public void admit(Schedulable s) {
    CpuMask affinity = wholeCores(s);
    Processor home = core(s.processor()).processor;
    if (affinity != null && !affinity.contains(home.index())) {
      home = cores[affinity.first()].processor;
    }
    CoreUnit unit = units.admit(s, affinity, home);
    if (unit.memberCount == 1) {
      inner.admit(unit.who);
    }
  }

  /** The cores of which it may use all threads; null for all. */
  private CpuMask wholeCores(Schedulable s) {
    if (s.affinity() == null) {
      return null;
    }
    CpuMask allowed = CpuMask.empty();
    for (Core core : cores) {
      boolean all = true;
      for (Processor thread : core.threads) {
        all &= s.allows(thread);
      }
      if (all) {
        allowed = allowed.or(CpuMask.of(core.processor.index()));
      }
    }
    if (allowed.isEmpty()) {
      throw new IllegalArgumentException(
          s + ": its affinity " + s.affinity() + " has no group of " + threads + " whole pCPUs");
    }
    return allowed;
  }

  @Override
  public void retire(Schedulable s) {
    CoreUnit.Member member = units.member(s);
    CoreUnit unit = member.unit;
    units.retire(member);
    if (unit.memberCount == 0) {
      unit.ended = true;
      endIfFree(unit);
    }
  }

  private void endIfFree(CoreUnit unit) {
    if (unit.ended && unit.core == null && unit.left == null) {
      inner.retire(unit.who);
      units.end(unit);
    }
  }

  @Override
  public void changed(Schedulable s) {
    CoreUnit.Member member = units.member(s);
    CoreUnit unit = member.unit;
    CpuMask affinity = wholeCores(s);
    boolean stays = Objects.equals(affinity, unit.who.affinity());
    if (stays && s.weight() == unit.who.weight()) {
      return; // as a sibling has said before
    }
    settleAll();
    boolean waits = !stays && unit.awake && unit.core == null;
    boolean leaves = !stays && unit.awake && !waits && !mayHave(affinity, unit.core);
    if (waits || leaves) {
      unit.awake = false;
      inner.sleep(unit.who);
    }
    StandIn.share(unit.who, s.weight(), affinity);
    if (unit.core == null && !unit.who.allows(unit.who.processor())) {
      StandIn.move(unit.who, cores[affinity.first()].processor);
    }
    inner.changed(unit.who);
    if (waits
        && (member.awake || !pool.isRunnable(s))) { // else it is about to wake, and that tells
      tellAwake(unit, null);
    } else if (leaves) {
      unit.returning = true;
      ask(unit.core);
    }
  }

  private static boolean mayHave(CpuMask affinity, Core core) {
    return affinity == null || affinity.contains(core.processor.index());
  }

  @Override
  public void changed(Group group) {
    settleAll();
    inner.changed(group);
  }

  // ---- waking and sleeping ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    CoreUnit.Member member = units.member(s);
    CoreUnit unit = member.unit;
    if (!unit.awake && unit.held == null && !isLeaving(unit)) {
      unit.who.handedOver(s.isHandedOver());
      place(unit, waker);
    }
    Schedulable who = unit.who;
    boolean stays = who.allows(who.processor()); // else it is to leave, and is placed when it has
    return cores[stays ? who.processor().index() : who.affinity().first()].threads[member.slot];
  }

  private void place(CoreUnit unit, Processor waker) {
    Processor from = waker == null ? null : core(waker).processor;
    if (!unit.who.allows(unit.who.processor())) { // it may run elsewhere since it was there
      StandIn.move(unit.who, cores[unit.who.affinity().first()].processor);
    }
    StandIn.move(unit.who, inner.place(unit.who, from));
  }

  /** It is to let its core go, although it wants to run: it wakes when it has. */
  private static boolean isLeaving(CoreUnit unit) {
    return unit.core != null && !unit.awake && unit.who.state() == RunState.RUNNING;
  }

  @Override
  public void wake(Schedulable s) {
    CoreUnit.Member member = units.member(s);
    CoreUnit unit = member.unit;
    member.awake = true;
    unit.awakeCount++;
    if (unit.held != null) {
      pool.hold(s, unit.held);
    } else if (unit.awake) {
      if (unit.core != null) {
        pool.kick(unit.core.threads[member.slot]);
      }
    } else if (isLeaving(unit)) {
      unit.returning = true;
    } else {
      StandIn.become(unit.who, RunState.RUNNABLE, pool.nowNs());
      unit.awake = true;
      inner.wake(unit.who);
    }
  }

  /** The policy is to know that it wants to run. */
  void tellAwake(CoreUnit unit, Processor waker) {
    place(unit, waker);
    unit.awake = true;
    inner.wake(unit.who);
  }

  @Override
  public void sleep(Schedulable s) {
    CoreUnit.Member member = units.member(s);
    CoreUnit unit = member.unit;
    member.awake = false;
    unit.awakeCount--;
    if (unit.awakeCount > 0) {
      return;
    }
    unit.returning = false;
    if (unit.core != null) {
      settle(unit.core);
    }
    if (s.state() == RunState.BLOCKED || s.state() == RunState.OFFLINE) {
      StandIn.become(unit.who, s.state(), pool.nowNs());
    }
    if (unit.awake) {
      unit.awake = false;
      inner.sleep(unit.who);
    }
    if (unit.core != null && !turns.isDeciding(unit.core)) {
      unit.core.asked = true;
      if (member.on == null) { // else its own thread decides now
        pool.kick(unit.core.threads[member.slot]);
      }
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    CoreUnit unit = units.member(s).unit;
    if (unit.core == null || !unit.awake) {
      return;
    }
    CoreUnit other = to == null ? null : units.member(to).unit;
    settle(unit.core);
    inner.yield(unit.who, other == null || other == unit ? null : other.who);
    unit.core.asked = true; // and its thread decides now
  }

  // ---- charging ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    // a unit is charged for the time that it has its core, and not for each member
  }

  /** Charges whoever has the core up to now. */
  void settle(Core core) {
    CoreUnit unit = core.unit;
    long ranNs = pool.nowNs() - core.sinceNs;
    if (unit != null && ranNs > 0 && unit.who.state() == RunState.RUNNING) {
      core.sinceNs = pool.nowNs();
      inner.charge(unit.who, ranNs);
    }
  }

  private void settleAll() {
    for (Core core : cores) {
      settle(core);
    }
  }

  // ---- deciding ----

  @Override
  public Schedulable pickNext(Processor p) {
    return turns.pickNext(core(p), p);
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    CoreUnit.Member member = units.member(s);
    CoreUnit unit = member.unit;
    if (member.on != p) {
      return;
    }
    member.on = null;
    unit.onCount--;
    if (unit.left != null && unit.onCount == 0) {
      saved(unit);
    }
    if (unit.core != null && member.awake && unit.core != core(p)) {
      pool.kick(unit.core.threads[member.slot]);
    }
  }

  /** All its members are saved where it was. */
  void saved(CoreUnit unit) {
    Processor from = unit.left.processor;
    unit.left = null;
    inner.saved(unit.who, from);
    endIfFree(unit);
  }

  /** Who waits for a core waits for each of its threads. */
  @Override
  public boolean isWaitedFor(Processor p) {
    return inner.isWaitedFor(core(p).processor);
  }

  @Override
  public void check() {
    inner.check();
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("cores of " + threads + " threads, each of one guest at a time");
    for (Core core : cores) {
      line.accept(
          "  core " + core.processor.index() + ": " + (core.unit == null ? "-" : core.unit));
    }
    inner.describe(line);
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
