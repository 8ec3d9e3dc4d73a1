package org.coremux.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * What is around a queue of a fair policy, slow and obvious: lists, no groups, no balancing, and
 * everybody stays where it is pinned. Written from schedulers.md 9 and 10 alone.
 */
abstract class PlainFair implements Scheduler {
  static final class Task {
    final Schedulable s;
    Cpu cpu;
    long v;
    long deadline;
    long lag;
    long protection;
    long served;
    boolean isProtected;
    boolean queued;
    boolean delayed;
    boolean fresh;
    boolean relative;

    Task(Schedulable s) {
      this.s = s;
      fresh = s.isNew();
    }

    long weight() {
      return s.weight();
    }

    long virtual(long ns) {
      return ns * 1024 / weight();
    }
  }

  /** One processor: who waits, in the order of queueing, and who runs. */
  static final class Cpu {
    final List<Task> waiting = new ArrayList<>();
    Task current;
    Task next;
    Task last;
    Task skip;
    long least;
    boolean resched;
    boolean ticking;
    Timer tick;

    List<Task> all() {
      List<Task> all = new ArrayList<>(waiting);
      if (current != null) {
        all.add(current);
      }
      return all;
    }

    long wanting() {
      return all().stream().filter(t -> !t.delayed).count();
    }
  }

  final Pool pool;
  final long tickNs;
  private final Map<Schedulable, Task> tasks = new HashMap<>();
  private final List<Cpu> cpus = new ArrayList<>();

  PlainFair(Pool pool, long tickNs) {
    this.pool = pool;
    this.tickNs = tickNs;
    for (int i = 0; i < pool.processorCount(); i++) {
      Cpu cpu = new Cpu();
      Processor p = pool.processor(i);
      cpu.tick = pool.timer(p, now -> tick(cpu, p));
      cpus.add(cpu);
    }
  }

  // ---- the queue ----

  abstract void place(Task t);

  abstract void left(Task t, boolean asleep);

  /** It is about to fall asleep: whether it stays queued nevertheless. */
  abstract boolean staysQueued(Task t);

  abstract void taken(Task t);

  abstract void charged(Task t, long ranNs);

  abstract void chargedLate(Task t, long ranNs);

  abstract boolean isOverAtTick(Task t);

  abstract Task pick(Cpu cpu);

  abstract boolean preempts(Cpu cpu, Task woken, boolean fresh);

  abstract void gaveUp(Task t);

  abstract void wokenDelayed(Task t);

  final void enqueue(Task t) {
    place(t);
    t.queued = true;
    t.fresh = false;
    t.cpu.waiting.add(t);
  }

  final void remove(Task t, boolean asleep) {
    Cpu cpu = t.cpu;
    boolean wasCurrent = cpu.current == t;
    cpu.waiting.remove(t);
    cpu.current = wasCurrent ? null : cpu.current;
    t.queued = false;
    left(t, asleep);
    t.delayed = false;
  }

  final void putBack(Cpu cpu) {
    if (cpu.current != null) {
      Task t = cpu.current;
      cpu.current = null;
      t.isProtected = false;
      cpu.waiting.add(t);
    }
  }

  final void take(Task t) {
    if (t.cpu.current != t) {
      putBack(t.cpu);
      t.cpu.waiting.remove(t);
      t.cpu.current = t;
      taken(t);
    }
  }

  // ---- the policy ----

  @Override
  public void admit(Schedulable s) {
    tasks.put(s, new Task(s));
  }

  @Override
  public void retire(Schedulable s) {
    Task t = tasks.remove(s);
    if (t.queued) {
      remove(t, false);
    }
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    return pool.processor(s.affinity().firstIn(pool.topology().cpus()));
  }

  @Override
  public void wake(Schedulable s) {
    Task t = tasks.get(s);
    Processor p = s.processor();
    Cpu cpu = cpus.get(p.index());
    t.cpu = cpu;
    if (t.delayed) {
      wokenDelayed(t);
    }
    pool.settle(p);
    boolean fresh = t.fresh;
    if (!t.queued) {
      enqueue(t);
    }
    t.delayed = false;
    if (pool.current(p) == s) {
      take(t);
    } else if (cpu.current == null || preempts(cpu, t, fresh) || cpu.resched) {
      pool.kick(p);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    Task t = tasks.get(s);
    if (!t.queued || t.delayed) {
      return;
    }
    pool.settle(s.processor());
    boolean asleep = s.state() == RunState.BLOCKED;
    if (!asleep || !staysQueued(t)) {
      remove(t, asleep);
    } else if (t.cpu.current == t) {
      putBack(t.cpu);
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    Task t = tasks.get(s);
    if (!t.queued || t.cpu.current != t) {
      return;
    }
    Task wished = to == null ? null : tasks.get(to);
    if (wished != null && wished.queued && !wished.delayed) {
      wished.cpu.next = wished;
      if (wished.cpu != t.cpu) {
        pool.kick(pool.processor(cpus.indexOf(wished.cpu)));
      }
    }
    gaveUp(t);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    Task t = tasks.get(s);
    if (t.queued) {
      take(t);
      charged(t, ranNs);
    } else {
      chargedLate(t, ranNs);
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Cpu cpu = cpus.get(p.index());
    cpu.resched = false;
    Schedulable s = pool.current(p);
    Task runs = s == pool.idle(p) ? null : tasks.get(s);
    if (runs != cpu.current) {
      putBack(cpu);
      if (runs != null && runs.queued) {
        take(runs);
      }
    }
    Task next = pick(cpu);
    while (next != null && next.delayed) {
      remove(next, true);
      next = pick(cpu);
    }
    if (next == null) {
      cpu.ticking = false;
      pool.cancel(cpu.tick);
      return pool.idle(p);
    }
    take(next);
    if (!cpu.ticking) {
      cpu.ticking = true;
      armTick(cpu);
    }
    return next.s;
  }

  private void armTick(Cpu cpu) {
    pool.arm(cpu.tick, (pool.nowNs() / tickNs + 1) * tickNs);
  }

  private void tick(Cpu cpu, Processor p) {
    pool.settle(p);
    if (cpu.current != null && cpu.all().size() > 1 && isOverAtTick(cpu.current)) {
      cpu.resched = true;
    }
    if (cpu.resched) {
      pool.kick(p);
    }
    armTick(cpu);
  }
}
