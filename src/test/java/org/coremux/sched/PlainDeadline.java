package org.coremux.sched;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.coremux.engine.Timer;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** SCHED_DEADLINE, slow and obvious. Written from schedulers.md 13 alone. */
final class PlainDeadline implements UpperClass {
  private static final class Task {
    Schedulable s;
    long runtime;
    long relative;
    long period;
    long budget;
    long deadline;
    Timer timer;
  }

  private final Pool pool;
  private final long tick;
  private final Map<Schedulable, Task> tasks = new HashMap<>();
  private final List<Task> queue = new ArrayList<>();
  private Task own;

  PlainDeadline(Pool pool, long tick) {
    this.pool = pool;
    this.tick = tick;
  }

  @Override
  public boolean has(Schedulable s) {
    return tasks.containsKey(s);
  }

  @Override
  public boolean admit(Schedulable s) {
    if (s.group() == null) {
      return false;
    }
    DeadlineParameters.Reserved reserved = DeadlineParameters.Reserved.of(s.group().settings());
    Task t = new Task();
    t.s = s;
    t.runtime = reserved.runtimeNs();
    t.relative = reserved.deadlineNs();
    t.period = reserved.periodNs();
    t.timer = pool.timer(s.processor(), now -> replenished(t));
    tasks.put(s, t);
    return true;
  }

  @Override
  public void retire(Schedulable s) {
    Task t = tasks.remove(s);
    queue.remove(t);
    pool.cancel(t.timer);
  }

  @Override
  public Processor place(Schedulable s) {
    return s.processor();
  }

  @Override
  public void wake(Schedulable s) {
    Task t = tasks.get(s);
    long now = pool.nowNs();
    if (t != own) {
      boolean constrained = t.relative != t.period;
      long next = t.deadline - t.relative + t.period;
      boolean exhausted = t.budget <= 0;
      if (t.deadline > 0 && now < next && (exhausted || constrained && t.deadline < now)) {
        t.budget = Math.min(0, t.budget);
        throttle(t);
        return;
      }
      if (t.deadline > 0 && exhausted) {
        replenish(t, next);
      }
      boolean dense =
          product(t.budget / 1024, t.relative / 1024)
                  .compareTo(product((t.deadline - now) / 1024, t.runtime / 1024))
              > 0;
      if (now >= t.deadline || dense && !constrained) {
        t.deadline = now + t.relative;
        t.budget = t.runtime;
      } else if (dense) {
        long density = t.runtime * (1 << 20) / t.relative;
        t.budget = product(density, t.deadline - now).shiftRight(20).longValueExact();
      }
    }
    queue.add(t);
    find(t, null);
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  @Override
  public void sleep(Schedulable s) {
    queue.remove(tasks.get(s));
  }

  @Override
  public void yield(Schedulable s) {
    Task t = tasks.get(s);
    t.budget = Math.min(0, t.budget);
  }

  private long deadlineOn(Processor p) {
    Task t = tasks.get(pool.current(p));
    return t == null ? Long.MAX_VALUE : t.deadline;
  }

  /** Kicks where its owner ran last if that is less urgent, else the least urgent. */
  private boolean find(Task t, Processor except) {
    Processor found = null;
    Processor home = t.s.processor();
    if (home != except && t.s.allows(home) && deadlineOn(home) > t.deadline) {
      found = home;
    } else {
      for (int i = 0; i < pool.processorCount(); i++) {
        Processor p = pool.processor(i);
        long least = found == null ? t.deadline : deadlineOn(found);
        if (p != except && t.s.allows(p) && deadlineOn(p) > least) {
          found = p;
        }
      }
    }
    if (found != null) {
      pool.kick(found);
    }
    return found != null;
  }

  @Override
  public void charge(Schedulable s, long ran) {
    tasks.get(s).budget -= ran;
  }

  private void throttle(Task t) {
    own = t;
    pool.hold(t.s, Hold.CAP);
    own = null;
    pool.arm(t.timer, t.deadline - t.relative + t.period);
  }

  private void replenish(Task t, long now) {
    while (t.budget <= 0) {
      t.budget += t.runtime;
      t.deadline += t.period;
    }
    if (t.deadline < now) {
      t.deadline = now + t.relative;
      t.budget = t.runtime;
    }
  }

  private void replenished(Task t) {
    replenish(t, pool.nowNs());
    own = t;
    pool.release(t.s);
    own = null;
  }

  /** Of those with the earliest deadline the one that was queued first. */
  private Task earliest(Processor p) {
    Task best = null;
    for (Task t : queue) {
      if (t.s.allows(p) && (best == null || t.deadline < best.deadline)) {
        best = t;
      }
    }
    return best;
  }

  @Override
  public Schedulable pick(Processor p) {
    Task current = tasks.get(pool.current(p));
    if (current != null && !pool.isRunnable(current.s)) {
      current = null;
    }
    if (current != null && current.budget <= 0) {
      if (current.deadline - current.relative + current.period <= pool.nowNs()) {
        replenish(current, pool.nowNs());
      } else {
        throttle(current);
        current = null;
      }
    }
    Task next = earliest(p);
    if (next == null || current != null && current.deadline <= next.deadline) {
      next = current;
    }
    if (next == null) {
      return null;
    }
    if (next != current) {
      queue.remove(next);
      if (current != null) {
        queue.add(current);
      }
      List<Task> waiting = new ArrayList<>(queue);
      waiting.sort((a, b) -> Long.compare(a.deadline, b.deadline));
      for (Task t : waiting) {
        if (find(t, p)) {
          break;
        }
      }
    }
    long end = pool.nowNs() + Math.max(1, next.budget);
    while (tick > 0 && end % tick != 0) {
      end += tick - end % tick;
    }
    pool.limit(p, end - pool.nowNs());
    return next.s;
  }

  @Override
  public boolean isWaitedFor(Processor p) {
    return earliest(p) != null;
  }

  @Override
  public void describe(Consumer<String> line) {}
}
