package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * What Linux's fair policies have in common: a queue for each processor, groups that have a weight
 * and a cap, and balancing between processors. Who of a queue runs is {@link Cfs}'s and {@link
 * Eevdf}'s to say.
 *
 * <p>What happens when: who wakes is placed on a processor ({@link WakePlacement}) and queued with
 * the virtual time that it deserves ({@link FairQueue}); whether it preempts the current one at
 * once is the policy's to say. The end of a slice or of a quota ({@link Bandwidth}) is noticed at
 * ticks, at wake-ups and wherever else the processor decides, not at its exact time, unless {@code
 * hrtick} is on. A processor ticks while it is busy, at multiples of the tick; {@link Balancer}
 * works at ticks and when a processor is about to idle.
 *
 * <p>Model: {@link Schedulable#weight} is the load weight, nice 0 = 1024; {@link Group#weight} is
 * cpu.weight, default 100. No idle-time governor; real-time classes are {@link ClassStack}'s.
 *
 * <p>Cost: O(depth * log n) per wake-up and decision, O(depth) per charge. Allocation: in {@link
 * #admit} only.
 *
 * <p>Order: the queue's.
 *
 * <p>Source: schedulers.md, sections 9 to 12; replaying-schedules.md, section 2, where they differ.
 */
abstract class FairScheduler implements Scheduler {
  /** Shortest exact slice. Unit: ns. Source: assumed, as Linux refuses shorter high-res timers. */
  private static final long HRTICK_MIN_NS = 10_000;

  private final Pool pool;
  private final FairParameters parameters;
  final FairHierarchy hierarchy;
  private final WakePlacement placement;
  private final Balancer balancer;
  private final FairCpu[] cpus;
  FairEntity[] entities = new FairEntity[8];

  FairScheduler(Pool pool, FairParameters parameters, FairQueue.Maker queues) {
    this.pool = pool;
    this.parameters = parameters;
    hierarchy = new FairHierarchy(pool, parameters, queues);
    cpus = hierarchy.cpus;
    BalanceDomains domains = new BalanceDomains(pool.topology(), parameters.balancing());
    placement = new WakePlacement(pool, hierarchy, domains);
    balancer = new Balancer(pool, parameters, hierarchy, placement, domains);
    for (FairCpu cpu : cpus) {
      cpu.tick = pool.tick(cpu.processor, parameters.tickNs(), now -> tick(cpu, now));
    }
  }

  @Override
  public void admit(Schedulable s) {
    hierarchy.admit(s.group());
    if (s.index() >= entities.length) {
      entities = Arrays.copyOf(entities, 2 * s.index());
    }
    FairEntity e = FairEntity.of(s);
    e.mayPreempt = FairSettings.mayPreempt(s.group());
    e.idle = FairSettings.isIdle(s.group());
    e.weight = weight(e);
    e.queue = hierarchy.queue(s.group(), s.processor().index());
    entities[s.index()] = e;
  }

  private static long weight(FairEntity e) {
    return e.idle ? NiceWeights.IDLE : e.who.weight();
  }

  @Override
  public final void retire(Schedulable s) {
    FairEntity e = entities[s.index()];
    if (e.onQueue) {
      hierarchy.finish(e, false);
    }
    if (e.heldFor != null) {
      Bandwidth.forget(e);
    }
    hierarchy.loads.detach(e);
    entities[s.index()] = null;
  }

  // ---- waking and sleeping ----

  @Override
  public final Processor place(Schedulable s, Processor waker) {
    return placement.place(entities[s.index()], waker);
  }

  @Override
  public final void wake(Schedulable s) {
    FairEntity e = entities[s.index()];
    Processor p = s.processor();
    FairCpu cpu = cpus[p.index()];
    e.wokenAtNs = pool.nowNs();
    e.keepsPlace &= e.releasing; // it slept, or stood still, beyond what it was held for
    if (e.queue.cpu == cpu.index) {
      FairHierarchy.forfeit(e);
    }
    pool.settle(p); // its queue's virtual time must be that of now before anybody joins
    if (e.onQueue && e.queue.cpu != cpu.index) {
      hierarchy.finish(e, false);
    }
    if (!e.onQueue) {
      FairQueue next = hierarchy.queue(s.group(), cpu.index);
      if (next != e.queue) {
        e.queue.leaveFor(e, next);
        hierarchy.belong(e, next);
      }
    }
    if (heldByCap(e)) {
      return;
    }
    boolean fresh = e.fresh;
    hierarchy.enqueue(e);
    if (goOn(s, e)) {
      return;
    }
    if (cpu.running == null || parameters.hrtick()) {
      pool.kick(p);
    } else if (preempts(cpu, e, fresh) || cpu.resched) {
      preempt(cpu);
    }
  }

  /** It is queued while it still runs: it was released, or changed, before it could be stopped. */
  final boolean goOn(Schedulable s, FairEntity e) {
    if (pool.current(cpus[e.queue.cpu].processor) != s) {
      return false;
    }
    hierarchy.take(e);
    return true;
  }

  /** A member of a group without quota must not join: it is held until the refill. */
  private boolean heldByCap(FairEntity e) {
    for (FairQueue q = e.queue; q.owner != null; q = q.owner.queue) {
      Bandwidth bandwidth = q.group.bandwidth;
      if (bandwidth != null) {
        if (!q.throttled && q.count == 0 && bandwidth.isOverdrawn(q)) {
          bandwidth.throttle(q);
        }
        if (q.throttled) {
          bandwidth.hold(e, q);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether one that has just been queued runs instead of the current one of its processor, which
   * is no idle one.
   */
  abstract boolean preempts(FairCpu cpu, FairEntity woken, boolean fresh);

  /** The woken one, or the group around it, where it meets what runs. */
  static FairEntity meeting(FairEntity woken) {
    FairEntity e = woken;
    while (e.queue.current == null) {
      e = e.queue.owner;
    }
    return e;
  }

  private void preempt(FairCpu cpu) {
    if (parameters.lazy()) {
      cpu.resched = true;
    } else {
      pool.kick(cpu.processor);
    }
  }

  @Override
  public final void sleep(Schedulable s) {
    FairEntity e = entities[s.index()];
    if (!e.onQueue || e.delayed) {
      return;
    }
    pool.settle(cpus[e.queue.cpu].processor);
    hierarchy.dequeue(e, s.state() == RunState.BLOCKED);
  }

  @Override
  public final void yield(Schedulable s, Schedulable to) {
    FairEntity e = entities[s.index()];
    if (!e.onQueue || e.queue.current != e) {
      return;
    }
    if (to != null) {
      prefer(entities[to.index()], e);
    }
    e.queue.yields();
  }

  /** Makes it, and the groups around it, the one whom others would rather see run. */
  private void prefer(FairEntity wished, FairEntity yielding) {
    if (!wished.onQueue || wished.delayed) {
      return;
    }
    for (FairEntity e = wished; e != null; e = e.queue.owner) {
      e.queue.buddy = e;
    }
    if (wished.queue.cpu != yielding.queue.cpu) {
      pool.kick(cpus[wished.queue.cpu].processor);
    }
  }

  @Override
  public final void changed(Schedulable s) {
    FairEntity e = entities[s.index()];
    hierarchy.admit(s.group());
    if (e.onQueue) {
      pool.settle(cpus[e.queue.cpu].processor);
    }
    hierarchy.changed(e, weight(e));
    FairCpu cpu = cpus[e.queue.cpu];
    if (e.onQueue) {
      boolean moves = !s.allows(cpu.processor);
      if (e.delayed && (moves || e.queue != hierarchy.queue(s.group(), cpu.index))) {
        hierarchy.finish(e, false);
      } else if (e == cpu.running && moves) {
        cpu.pushTo = s.affinity().firstIn(pool.topology().cpus());
        pool.kick(cpu.processor);
      } else if (moves) {
        FairCpu target = cpus[s.affinity().firstIn(pool.topology().cpus())];
        hierarchy.migrate(e, target);
        pool.kick(target.processor);
      } else if (e.queue != hierarchy.queue(s.group(), cpu.index)) {
        hierarchy.migrate(e, cpu);
        goOn(s, e);
      }
    }
  }

  @Override
  public final void changed(Group group) {
    hierarchy.changed(group);
  }

  // ---- running ----

  @Override
  public final void charge(Schedulable s, long ranNs) {
    FairEntity e = entities[s.index()];
    e.ranAtNs = pool.nowNs();
    if (!e.onQueue) { // held, but not stopped yet
      e.queue.chargeLate(e, ranNs);
      for (FairQueue q = e.queue; q.owner != null; q = q.owner.queue) {
        q.remainingNs -= ranNs;
      }
      return;
    }
    hierarchy.take(e);
    hierarchy.charge(e, ranNs);
  }

  @Override
  public final Schedulable pickNext(Processor p) {
    FairCpu cpu = cpus[p.index()];
    cpu.resched = false;
    follow(cpu);
    if (cpu.pushTo >= 0) {
      push(cpu);
    }
    FairEntity next = hierarchy.pick(cpu);
    if (next == null && balancer.pull(cpu)) {
      next = hierarchy.pick(cpu);
    }
    if (next == null) {
      idle(cpu);
      return pool.idle(p);
    }
    hierarchy.take(next);
    busy(cpu);
    if (parameters.hrtick()) {
      limit(cpu);
    }
    return next.who;
  }

  /** Who really runs is the current one, whatever was answered last. */
  private void follow(FairCpu cpu) {
    Schedulable s = pool.current(cpu.processor);
    FairEntity runs = s == pool.idle(cpu.processor) ? null : entities[s.index()];
    if (runs == cpu.running) {
      return;
    }
    if (cpu.running != null) {
      hierarchy.putBack(cpu.root);
      cpu.running = null;
    }
    if (runs != null && runs.onQueue && runs.queue.cpu == cpu.index) {
      hierarchy.take(runs);
    }
  }

  /** The current one goes on elsewhere, as soon as it is switched out here. */
  private void push(FairCpu cpu) {
    FairEntity e = cpu.running;
    FairCpu target = cpus[cpu.pushTo];
    cpu.pushTo = -1;
    boolean must = e != null && !e.who.allows(cpu.processor);
    if (must || e != null && e.who.allows(target.processor) && placement.isIdle(target.index)) {
      hierarchy.migrate(e, target);
      pool.kick(target.processor);
    }
  }

  private void busy(FairCpu cpu) {
    if (cpu.idle) {
      hierarchy.loads.busy(cpu, true);
      placement.idles(cpu, false);
      balancer.idled(cpu, pool.nowNs() - cpu.idleSinceNs);
    }
    if (!cpu.ticking && parameters.tickNs() != FairParameters.NO_TICK) {
      cpu.ticking = true;
      pool.arm(cpu.tick, nextTick());
    }
  }

  private void idle(FairCpu cpu) {
    if (!cpu.idle) {
      hierarchy.loads.busy(cpu, false);
      placement.idles(cpu, true);
      cpu.idleSinceNs = pool.nowNs();
    }
    if (cpu.ticking) {
      cpu.ticking = false;
      pool.cancel(cpu.tick);
    }
  }

  /** The exact end of the slice, of it or of a group around it, whichever comes first. */
  private void limit(FairCpu cpu) {
    long ns = Timer.NEVER;
    for (FairEntity e = cpu.running; e != null; e = e.queue.owner) {
      if (e.queue.count > 1) {
        ns = Math.min(ns, Math.max(HRTICK_MIN_NS, e.queue.leftNs()));
      }
    }
    if (ns != Timer.NEVER) {
      pool.limit(cpu.processor, ns);
    }
  }

  @Override
  public final boolean isWaitedFor(Processor p) {
    FairCpu cpu = cpus[p.index()];
    return cpu.tasks() > (cpu.running == null ? 0 : 1);
  }

  // ---- the tick ----

  private void tick(FairCpu cpu, long nowNs) {
    pool.settle(cpu.processor);
    if (cpu.running != null) {
      hierarchy.tick(cpu);
    }
    if (cpu.resched) {
      pool.kick(cpu.processor);
    }
    balancer.tick(cpu, nowNs);
    pool.arm(cpu.tick, nextTick());
  }

  private long nextTick() {
    long tickNs = parameters.tickNs();
    long phaseNs = parameters.tickPhaseNs();
    return (Math.floorDiv(pool.nowNs() - phaseNs, tickNs) + 1) * tickNs + phaseNs;
  }

  // ---- for people and tests ----

  final FairHierarchy hierarchy() {
    return hierarchy;
  }

  final Balancer balancer() {
    return balancer;
  }

  final FairEntity entity(Schedulable s) {
    return entities[s.index()];
  }

  @Override
  public final void describe(Consumer<String> line) {
    new FairDescription(hierarchy).to(line);
  }
}
