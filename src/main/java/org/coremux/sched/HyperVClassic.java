package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.topology.CpuMask;

/**
 * A model of Hyper-V's classic scheduler: a fair share of logical processors for virtual
 * processors, by weight, with reserves and limits. Around it {@link CoreScheduling} makes it the
 * core scheduler.
 *
 * <p>A virtual processor's time runs the slower the heavier it is. Who has least of it runs, for a
 * quantum; then whoever has less, or as much, has its turn. Each waits at the logical processor
 * where it ran; one that has nobody waiting, or only such as are further ahead, takes from another.
 * Who wakes has at least the time of those who run, and asks an idle logical processor, or preempts
 * one that is ahead of it. Those with something left of their reserve in this period go before all
 * others, first who has most of it left ({@link HyperVBudgets}).
 *
 * <p>Model: the internals are not public. What is documented is that it is a fair-share preemptive
 * round robin over logical processors, and what weight, reserve and limit mean; virtual time,
 * quantum, period and margins are ours.
 *
 * <p>Cost: O(log waiting + waiting with a reserve) per decision, and O(waiting) where the first may
 * not run; O(log waiting + logical processors) per wake-up. Allocation: only in {@link #admit}.
 *
 * <p>Order: by reserve left, then by virtual time; among equals first in first out, the current one
 * last.
 *
 * <p>Source: Microsoft, "Managing Hyper-V hypervisor scheduler types"; schedulers.md 16.
 */
public final class HyperVClassic implements Scheduler {
  /** How much time less one needs to preempt, or to be taken from afar. Unit: ns. Assumed. */
  private static final long MARGIN_NS = 1_000_000;

  /** How far one may lag behind. Unit: ns. Source: assumed, ten quanta. */
  private static final long LAG_MAX_NS = 100_000_000;

  /** The weight of which time runs as it is. Source: a guest's that asks for nothing. */
  private static final long WEIGHT = 256;

  private final Pool pool;
  private final long quantumNs;
  private final HyperVBudgets budgets;
  private final HyperVQueue waiting;

  /** Unit: ns of one of the usual weight. */
  private long[] virtualNs = new long[8];

  /** What the last charge could not divide. */
  private long[] rest = new long[8];

  private long[] leftNs = new long[8];

  /** Nobody wakes with less: the most that anybody had who was chosen. Unit: ns. */
  private long floorNs;

  /** A policy for the pool. */
  public HyperVClassic(Pool pool, HyperVParameters parameters) {
    this.pool = pool;
    quantumNs = parameters.quantumNs();
    budgets = new HyperVBudgets(pool, parameters, this::periodBegins);
    waiting = new HyperVQueue(pool, budgets, MARGIN_NS);
  }

  HyperVBudgets budgets() {
    return budgets;
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    if (i >= virtualNs.length) {
      virtualNs = Arrays.copyOf(virtualNs, 2 * i);
      rest = Arrays.copyOf(rest, 2 * i);
      leftNs = Arrays.copyOf(leftNs, 2 * i);
    }
    virtualNs[i] = floorNs;
    rest[i] = 0;
    leftNs[i] = quantumNs;
    budgets.admit(s);
    waiting.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    waiting.remove(s);
    budgets.retire(s);
  }

  @Override
  public void changed(Group group) {
    budgets.changed();
    kickAll();
  }

  @Override
  public void changed(Schedulable s) {
    Processor p = s.processor();
    if (!s.allows(p)) {
      pool.kick(p);
    }
  }

  // ---- waking and sleeping ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    Processor home = s.processor();
    boolean stays = s.allows(home);
    if (stays && pool.isIdle(home)) {
      return home;
    }
    Processor best = stays ? home : null;
    boolean isIdle = false;
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      if (s.allows(p) && (best == null || pool.isIdle(p))) {
        boolean isWhole = pool.isIdle(p) && isWholeCoreIdle(p);
        if (isWhole) {
          return p;
        }
        best = isIdle ? best : p;
        isIdle |= pool.isIdle(p);
      }
    }
    return best;
  }

  private boolean isWholeCoreIdle(Processor p) {
    CpuMask threads = pool.topology().siblings(p.index());
    for (int cpu = threads.first(); cpu != CpuMask.NONE; cpu = threads.next(cpu)) {
      if (!pool.isIdle(pool.processor(cpu))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void wake(Schedulable s) {
    int i = s.index();
    if (!budgets.wake(s)) {
      return;
    }
    raiseFloor(s);
    virtualNs[i] = Math.max(virtualNs[i], floorNs);
    leftNs[i] = quantumNs;
    waiting.add(s, virtualNs[i]);
    kickFor(s);
  }

  /** While nobody waits nobody is chosen; so the floor follows those who run. */
  private void raiseFloor(Schedulable woken) {
    long leastNs = Long.MAX_VALUE;
    for (int k = 0; k < pool.processorCount() && waiting.isEmpty(); k++) {
      Processor p = pool.processor(k);
      Schedulable current = pool.current(p);
      if (current != pool.idle(p) && current != woken) {
        pool.settle(p);
        leastNs = Math.min(leastNs, virtualNs[current.index()]);
      }
    }
    if (leastNs != Long.MAX_VALUE) {
      floorNs = Math.max(floorNs, leastNs);
    }
  }

  private void kickFor(Schedulable s) {
    Processor home = s.processor();
    if (s.allows(home) && isToTake(s, home)) {
      pool.kick(home);
      return;
    }
    Processor best = null;
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      if (s.allows(p) && isToTake(s, p) && (best == null || isAhead(p, best))) {
        best = p;
      }
    }
    if (best != null) {
      pool.kick(best);
    }
  }

  /** Whether it would run there at once. */
  private boolean isToTake(Schedulable s, Processor p) {
    Schedulable current = pool.current(p);
    if (current == pool.idle(p)) {
      return pool.isIdle(p);
    }
    pool.settle(p);
    return pool.isRunnable(current) && preempts(s, current, p);
  }

  /** Whether who runs on the one can be preempted rather than who runs on the other. */
  private boolean isAhead(Processor one, Processor other) {
    if (pool.isIdle(other) || pool.isIdle(one)) {
      return !pool.isIdle(other);
    }
    Schedulable a = pool.current(one);
    Schedulable b = pool.current(other);
    long reserved = budgets.reservedNs(a) - budgets.reservedNs(b);
    return reserved != 0 ? reserved < 0 : virtualNs[a.index()] > virtualNs[b.index()];
  }

  @Override
  public void sleep(Schedulable s) {
    waiting.remove(s);
    budgets.sleep(s);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    leftNs[s.index()] = 0;
    if (to != null && waiting.contains(to)) {
      virtualNs[s.index()] = Math.max(virtualNs[s.index()], virtualNs[to.index()]);
      waiting.reorder(s, virtualNs[s.index()]);
    }
  }

  private void periodBegins() {
    if (!waiting.isEmpty()) {
      kickAll();
    }
  }

  private void kickAll() {
    for (int k = 0; k < pool.processorCount(); k++) {
      pool.kick(pool.processor(k));
    }
  }

  // ---- running ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    int i = s.index();
    long time = ranNs * WEIGHT + rest[i];
    virtualNs[i] += time / s.weight();
    rest[i] = time % s.weight();
    leftNs[i] -= ranNs;
    budgets.charge(s, ranNs);
    waiting.reorder(s, virtualNs[i]); // one that woke again before it was switched out
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    boolean mayGoOn =
        current != pool.idle(p)
            && pool.isRunnable(current)
            && !waiting.contains(current)
            && current.allows(p)
            && budgets.mayRun(current);
    Schedulable next = firstThatMay(p);
    if (mayGoOn && (next == null || !goesBefore(next, current, p))) {
      return run(current, p);
    }
    if (mayGoOn) {
      waiting.add(current, virtualNs[current.index()]);
    }
    if (next == null) {
      return pool.idle(p);
    }
    waiting.remove(next);
    leftNs[next.index()] = quantumNs;
    floorNs = Math.max(floorNs, virtualNs[next.index()]);
    return run(next, p);
  }

  private Schedulable run(Schedulable s, Processor p) {
    int i = s.index();
    if (leftNs[i] <= 0) {
      leftNs[i] = quantumNs;
      virtualNs[i] = Math.max(virtualNs[i], floorNs - LAG_MAX_NS);
    }
    pool.limit(p, Math.min(leftNs[i], budgets.mostNs(s)));
    return s;
  }

  /** The first that waits; such as have nothing left, as others of their group ran, are parked. */
  private Schedulable firstThatMay(Processor p) {
    Schedulable next = waiting.first(p);
    while (next != null && !budgets.mayRun(next)) {
      waiting.remove(next);
      next = waiting.first(p);
    }
    return next;
  }

  /** Its virtual time as it counts there: more when it waits elsewhere. */
  private long timeNs(Schedulable s, Processor p) {
    return virtualNs[s.index()] + (s.processor() == p ? 0 : MARGIN_NS);
  }

  /** Whether one that waits has its turn now. */
  private boolean goesBefore(Schedulable s, Schedulable current, Processor p) {
    if (leftNs[current.index()] > 0) {
      return preempts(s, current, p);
    }
    long reserved = budgets.reservedNs(s) - budgets.reservedNs(current);
    return reserved != 0 ? reserved > 0 : timeNs(s, p) <= virtualNs[current.index()];
  }

  /** Whether it does so although the quantum of the current one is not over. */
  private boolean preempts(Schedulable s, Schedulable current, Processor p) {
    boolean isReserved = budgets.reservedNs(s) > 0;
    if (isReserved != budgets.reservedNs(current) > 0) {
      return isReserved;
    }
    return !isReserved && timeNs(s, p) + MARGIN_NS < virtualNs[current.index()];
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("fair share, quantum " + quantumNs + " ns, " + waiting.count() + " waiting");
    for (Schedulable s = waiting.oldest(); s != null; s = waiting.after(s)) {
      long reservedNs = budgets.reservedNs(s);
      line.accept("  " + s + ": " + virtualNs[s.index()] + " ns, " + reservedNs + " ns reserved");
    }
  }

  @Override
  public String toString() {
    return "hyper-v";
  }
}
