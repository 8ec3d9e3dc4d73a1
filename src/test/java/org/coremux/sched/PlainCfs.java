package org.coremux.sched;

import org.coremux.mux.Pool;

/** CFS on pinned tasks, slow and obvious. */
final class PlainCfs extends PlainFair {
  private final long factor;
  private final boolean modern;

  PlainCfs(Pool pool, long tickNs, boolean modern) {
    super(pool, tickNs);
    this.modern = modern;
    long floorLog = 0;
    while (2L << floorLog <= Math.min(8, pool.processorCount())) {
      floorLog++;
    }
    factor = 1 + floorLog;
  }

  private long slice(Task t) {
    long members = t.cpu.all().size() + (t.queued ? 0 : 1);
    long weights = t.cpu.all().stream().mapToLong(Task::weight).sum() + (t.queued ? 0 : t.weight());
    long period = members > 8 ? members * 750_000 * factor : 6_000_000 * factor;
    long part = period * t.weight() / weights;
    return modern ? Math.max(part, 750_000 * factor) : part;
  }

  private static Task leftmost(Cpu cpu, Task but) {
    Task best = null;
    for (Task t : cpu.waiting) {
      if (t != but && (best == null || t.v < best.v)) {
        best = t;
      }
    }
    return best;
  }

  private static void advance(Cpu cpu) {
    long v = Long.MAX_VALUE;
    for (Task t : cpu.all()) {
      v = Math.min(v, t.v);
    }
    cpu.least = v == Long.MAX_VALUE ? cpu.least : Math.max(cpu.least, v);
  }

  private static void forget(Task t) {
    t.cpu.next = t.cpu.next == t ? null : t.cpu.next;
    t.cpu.last = t.cpu.last == t ? null : t.cpu.last;
    t.cpu.skip = t.cpu.skip == t ? null : t.cpu.skip;
  }

  @Override
  void place(Task t) {
    Cpu cpu = t.cpu;
    if (t.fresh) {
      t.v = cpu.least + t.virtual(slice(t));
      t.v = cpu.current == null ? t.v : Math.max(t.v, cpu.current.v);
    } else if (t.relative) {
      t.v += cpu.least;
    } else {
      t.v = Math.max(t.v, cpu.least - 6_000_000 * factor / 2);
    }
    t.relative = false;
  }

  @Override
  void left(Task t, boolean asleep) {
    forget(t);
    if (!asleep) {
      t.v -= t.cpu.least;
      t.relative = true;
    }
    advance(t.cpu);
  }

  @Override
  boolean staysQueued(Task t) {
    return false;
  }

  @Override
  void taken(Task t) {
    forget(t);
    t.served = 0;
  }

  @Override
  void charged(Task t, long ranNs) {
    t.v += t.virtual(ranNs);
    t.served += ranNs;
    advance(t.cpu);
  }

  @Override
  void chargedLate(Task t, long ranNs) {
    t.v += t.virtual(ranNs);
  }

  @Override
  boolean isOverAtTick(Task t) {
    long slice = slice(t);
    if (t.served > slice) {
      forget(t);
      return true;
    }
    return t.served >= 750_000 * factor && t.v - leftmost(t.cpu, null).v > slice;
  }

  private boolean isFair(Task t, Task instead) {
    return t.v - instead.v <= instead.virtual(1_000_000 * factor);
  }

  private static Task earlier(Task current, Task other) {
    return other == null || current != null && current.v < other.v ? current : other;
  }

  @Override
  Task pick(Cpu cpu) {
    Task first = earlier(cpu.current, leftmost(cpu, null));
    Task chosen = first;
    if (first != null && cpu.skip == first) {
      Task second =
          first == cpu.current ? leftmost(cpu, null) : earlier(cpu.current, leftmost(cpu, first));
      chosen = second != null && isFair(second, first) ? second : first;
    }
    if (cpu.last != null && isFair(cpu.last, first)) {
      chosen = cpu.last;
    }
    if (cpu.next != null && isFair(cpu.next, first)) {
      chosen = cpu.next;
    }
    return chosen;
  }

  @Override
  boolean preempts(Cpu cpu, Task woken, boolean fresh) {
    if (cpu.resched || isFair(cpu.current, woken)) {
      return false;
    }
    cpu.next = woken;
    cpu.resched = true;
    cpu.last = cpu.all().size() >= 8 ? cpu.current : cpu.last;
    return true;
  }

  @Override
  void gaveUp(Task t) {
    if (t.cpu.all().size() > 1) {
      forget(t);
      t.cpu.skip = t;
    }
  }

  @Override
  void wokenDelayed(Task t) {
    throw new IllegalStateException("nobody is ever delayed");
  }
}
