package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * A behavioural model of ESXi's CPU scheduler, made from public facts: what it promises and what is
 * known of its ways, not its code, which is not public.
 *
 * <p>Each pCPU has a queue of worlds that wait. Who has used least of what it is {@link
 * EsxiEntitlement entitled} to runs next, for a quantum at most; who wakes preempts one that is
 * ahead of it by a bonus. Sleepers keep what they did not use, but no more than some quanta. A VM
 * below its reservation precedes all others, one too far ahead of its limit stops ({@link EsxiVm}).
 * vCPUs of a VM stop while they are too far ahead of their siblings ({@link EsxiCosched}).
 *
 * <p>Time on a thread whose sibling is busy is charged at a discount, since it is worth less; who
 * falls behind by that gets a core to itself for a while ({@link EsxiWholeCores}).
 *
 * <p>Model: pools of resources within pools are left out, so are worlds that communicate. A
 * directed yield moves the one it is for to the front of the yielder's queue.
 *
 * <p>Cost, for n worlds that wait for a pCPU: a wake-up O(n + candidates), a decision O(n), O(1)
 * without reservations; see the parts for what is done from time to time. Allocation: only in
 * {@link #admit}, and when a queue outgrows the largest that it has been.
 *
 * <p>Order: virtual time, then index.
 *
 * <p>Source: schedulers.md 15: VMware, "The CPU Scheduler in VMware vSphere 5.1" (2013) and for ESX
 * 4 (2010); options and defaults from public dumps of {@code esxcli system settings advanced}.
 */
public final class Esxi implements Scheduler {
  private static final int NONE = EsxiWorlds.NONE;

  private final Pool pool;
  private final EsxiParameters parameters;
  private final EsxiWorlds worlds = new EsxiWorlds();
  private final EsxiClock clock = new EsxiClock(worlds);
  private final EsxiEntitlement entitlement;
  private final EsxiPlacement placement;
  private final EsxiBalance balance;
  private final EsxiQueue[] queues;

  /** Who runs on each pCPU, or NONE. */
  private final int[] running;

  /** Until when, at most. Unit: ns. */
  private final long[] runEndNs;

  /** Somebody waits there who may come before who runs. */
  private final boolean[] asked;

  /** To whom the pCPU was handed over, or NONE. */
  private final int[] handedTo;

  private final EsxiWholeCores cores;
  private final EsxiVms vms;
  private EsxiCosched[] cosched = new EsxiCosched[8];
  private int waiting;

  /** A policy for the pool. */
  public Esxi(Pool pool, EsxiParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    int cpus = pool.processorCount();
    queues = new EsxiQueue[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      queues[cpu] = new EsxiQueue(worlds);
    }
    running = new int[cpus];
    Arrays.fill(running, NONE);
    handedTo = running.clone();
    runEndNs = new long[cpus];
    asked = new boolean[cpus];
    cores = new EsxiWholeCores(this, pool, worlds, clock, parameters);
    entitlement = new EsxiEntitlement(pool, worlds, clock, parameters.entitlementNs());
    vms = new EsxiVms(group -> new EsxiVm(this, group, pool, worlds, parameters), entitlement);
    placement = new EsxiPlacement(this, pool, worlds, parameters.candidates().wakeUp());
    balance = new EsxiBalance(this, pool, worlds, parameters);
  }

  // ---- who there is ----

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    EsxiVm vm = vms.of(s);
    worlds.admit(s, vm);
    cores.admit(i);
    vm.add(i);
    if (i >= cosched.length) {
      cosched = Arrays.copyOf(cosched, Math.max(i + 1, 2 * cosched.length));
    }
    cosched[i] =
        vm.count == 1
            ? new EsxiCosched(this, vm, pool, worlds, parameters)
            : cosched[vm.members[0]];
    cosched[i].admit(i);
  }

  @Override
  public void retire(Schedulable s) {
    int i = s.index();
    EsxiVm vm = worlds.vm[i];
    vm.active -= worlds.active[i] ? 1 : 0;
    cosched[i].retire(i);
    vm.remove(i);
    if (vm.count == 0) {
      vm.close();
      vms.remove(vm);
    }
    cosched[i] = null;
    worlds.retire(i);
  }

  @Override
  public void changed(Schedulable s) {
    int i = s.index();
    entitlement.changed(worlds.vm[i]);
    int at = worlds.queuedOn[i];
    if (at != NONE && !s.allows(pool.processor(at))) {
      move(i, worlds.anyAllowed(i));
    }
    if (worlds.runsOn[i] != NONE && !s.allows(pool.processor(worlds.runsOn[i]))) {
      pool.kick(pool.processor(worlds.runsOn[i]));
    }
  }

  @Override
  public void changed(Group group) {
    EsxiVm vm = vms.of(group);
    if (vm != null) {
      vm.changed();
      entitlement.fill();
    }
  }

  // ---- wake, sleep, yield ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    int target = worlds.target[s.index()];
    return target == NONE ? placement.forWaking(s.index()) : pool.processor(target);
  }

  @Override
  public void wake(Schedulable s) {
    int i = s.index();
    EsxiVm vm = worlds.vm[i];
    if (vm.awake++ == 0) {
      vm.wakes(pool.nowNs());
    }
    entitlement.wakes(i);
    long meanNs = clock.meanNs();
    long lagNs = worlds.known[i] ? parameters.boundLagQuanta() * parameters.quantumNs() : 0;
    long leastNs = meanNs - worlds.virtualNs(i, lagNs);
    worlds.vtimeNs[i] = worlds.known[i] ? Math.max(worlds.vtimeNs[i], leastNs) : leastNs;
    worlds.known[i] = true;
    worlds.awake[i] = true;
    clock.join(i);
    if (vm.holds(i)) {
      return;
    }
    int cpu = s.processor().index();
    enqueue(i, cpu);
    if (worlds.target[i] != NONE) {
      handedTo[cpu] = i;
      ask(cpu);
    } else {
      contest(i, cpu);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    int i = s.index();
    worlds.awake[i] = false;
    worlds.rested[i] = true;
    worlds.yielded[i] = false;
    worlds.vm[i].awake--;
    clock.leave(i);
    if (worlds.queuedOn[i] != NONE) {
      dequeue(i);
    }
    if (worlds.runsOn[i] != NONE) {
      running[worlds.runsOn[i]] = NONE;
      worlds.runsOn[i] = NONE;
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    int i = s.index();
    int cpu = worlds.runsOn[i];
    if (cpu == NONE) {
      return;
    }
    worlds.yielded[i] = true;
    if (to != null && worlds.queuedOn[to.index()] != NONE && to.allows(pool.processor(cpu))) {
      hand(to.index(), cpu);
    }
  }

  private void enqueue(int i, int cpu) {
    queues[cpu].add(i);
    worlds.queuedOn[i] = cpu;
    waiting++;
    worlds.vm[i].waits();
    cosched[i].waits();
    balance.waits();
  }

  private void dequeue(int i) {
    int cpu = worlds.queuedOn[i];
    queues[cpu].remove(i);
    worlds.queuedOn[i] = NONE;
    waiting--;
    worlds.vm[i].queued--;
    if (handedTo[cpu] == i) {
      handedTo[cpu] = NONE;
    }
  }

  /** One that waits is to wait for another pCPU. */
  void move(int i, int cpu) {
    dequeue(i);
    enqueue(i, cpu);
    contest(i, cpu);
  }

  /** One that waits is to run next on the pCPU, whoever else waits there. */
  void hand(int i, int cpu) {
    if (worlds.queuedOn[i] != cpu) {
      dequeue(i);
      enqueue(i, cpu);
    }
    handedTo[cpu] = i;
    ask(cpu);
  }

  /** Asks the pCPU to decide if one that waits there should run at once. */
  void contest(int i, int cpu) {
    int runs = running[cpu];
    if (runs == NONE) {
      pool.kick(pool.processor(cpu));
      return;
    }
    pool.settle(pool.processor(cpu));
    if (isBefore(i, runs, parameters.preemptionBonusNs())) {
      ask(cpu);
    }
  }

  private void ask(int cpu) {
    asked[cpu] = true;
    pool.kick(pool.processor(cpu));
  }

  // ---- order ----

  /** Whether the one should run rather than the other, which is ahead by more than the bonus. */
  boolean isBefore(int i, int other, long bonusNs) {
    boolean isBelow = worlds.vm[i].isBelowReservation(pool.nowNs());
    if (isBelow != worlds.vm[other].isBelowReservation(pool.nowNs())) {
      return isBelow;
    }
    return worlds.vtimeNs[i] + worlds.virtualNs(other, bonusNs) < worlds.vtimeNs[other];
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    int i = s.index();
    long usedNs = cores.usedNs(i, s.processor().index(), ranNs);
    worlds.vm[i].charge(usedNs, ranNs);
    long byNs = worlds.virtualNs(i, usedNs);
    worlds.vtimeNs[i] += byNs;
    if (worlds.awake[i]) {
      clock.advance(i, byNs);
    }
  }

  // ---- decisions ----

  @Override
  public Schedulable pickNext(Processor p) {
    int cpu = p.index();
    long nowNs = pool.nowNs();
    if (running[cpu] != NONE && worlds.vm[running[cpu]].isOverLimit(nowNs)) {
      worlds.vm[running[cpu]].stop();
    }
    int current = running[cpu];
    int next = choose(p, current, nowNs);
    if (next != current) {
      replace(cpu, current, next);
      runEndNs[cpu] = nowNs + parameters.quantumNs();
    }
    cores.runs(cpu, next);
    if (next == NONE) {
      return pool.idle(p);
    }
    pool.limit(p, Math.min(runEndNs[cpu] - nowNs, worlds.vm[next].sliceNs(nowNs)));
    return worlds.world[next];
  }

  private int choose(Processor p, int current, long nowNs) {
    int cpu = p.index();
    if (cores.isTaken(cpu)) {
      return NONE;
    }
    boolean isAsked = asked[cpu];
    asked[cpu] = false;
    boolean stays = current != NONE && worlds.world[current].allows(p);
    boolean isOver = stays && runEndNs[cpu] <= nowNs;
    if (stays && !isAsked && !isOver && !worlds.yielded[current]) {
      return current;
    }
    int first = handedTo[cpu] == NONE ? queues[cpu].first(nowNs) : handedTo[cpu];
    if (!stays) {
      return first == NONE ? balance.forIdle(p) : first;
    }
    boolean gives = worlds.yielded[current] || first == handedTo[cpu];
    worlds.yielded[current] = false;
    if (first != NONE && (gives || isDue(first, current, isOver))) {
      return first;
    }
    if (isOver) {
      runEndNs[cpu] = nowNs + parameters.quantumNs();
    }
    return current;
  }

  /** Whether one that waits should run now: at the end of a quantum if it is no further. */
  private boolean isDue(int first, int current, boolean isOver) {
    return isOver
        ? !isBefore(current, first, 0)
        : isBefore(first, current, parameters.preemptionBonusNs());
  }

  /** The one leaves the pCPU, if there is one, and waits; the other has it, if there is one. */
  private void replace(int cpu, int current, int next) {
    if (next != NONE) {
      dequeue(next);
      worlds.runsOn[next] = cpu;
    }
    running[cpu] = next;
    if (current != NONE) {
      worlds.runsOn[current] = NONE;
      int to = placement.forLeaving(current, cpu);
      enqueue(current, to);
      if (to != cpu) {
        contest(current, to);
      }
    }
  }

  // ---- for its parts, and for people ----

  int running(int cpu) {
    return running[cpu];
  }

  int handedTo(int cpu) {
    return handedTo[cpu];
  }

  EsxiQueue queue(int cpu) {
    return queues[cpu];
  }

  int waiting() {
    return waiting;
  }

  EsxiWorlds worlds() {
    return worlds;
  }

  EsxiWholeCores cores() {
    return cores;
  }

  EsxiCosched cosched(int i) {
    return cosched[i];
  }

  @Override
  public void describe(Consumer<String> line) {
    new EsxiListing(this, pool, entitlement, clock).print(line);
  }

  @Override
  public String toString() {
    return "esxi";
  }
}
