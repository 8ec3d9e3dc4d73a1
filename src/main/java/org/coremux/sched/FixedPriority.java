package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Fixed priorities, preemptive, on all processors together: whoever runs has a level that is not
 * below that of anybody who waits. Within a level by turns, or first come, first served.
 *
 * <p>A guest says its level as {@code scheduling: {priority: {level: 3}}}, from 1 to 99, the higher
 * the more urgent; one that says nothing has level 1.
 *
 * <p>Rules: who is preempted by one more urgent goes to the head of its level, with what is left of
 * its turn; whose turn is over, who yields, and who wakes go to its end.
 *
 * <p>Bad habits: one that computes for ever starves all levels below; one of a low level that holds
 * a lock keeps those above waiting while levels between run (priority inversion).
 *
 * <p>Model: no ceilings, no inheritance, no throttling of real-time work. Weights, groups and caps
 * are not looked at.
 *
 * <p>Cost: O(processors) per wake-up and decision; with affinities O(waiting x processors) in the
 * worst case. Allocation: only in {@link #admit}.
 *
 * <p>Order: by level, then by place in its queue.
 *
 * <p>Source: POSIX.1-2017, SCHED_FIFO and SCHED_RR, section 2.8.4; C. L. Liu, J. W. Layland,
 * "Scheduling algorithms for multiprogramming in a hard-real-time environment", JACM 20(1), 1973,
 * on which levels to give.
 */
public final class FixedPriority implements Scheduler {
  private static final int LEVELS = FixedPriorityParameters.LEVEL_MAX + 1;
  private static final int IDLE_LEVEL = 0;

  /** Of a processor that has been asked already: nobody else asks it. */
  private static final int ASKED_LEVEL = LEVELS;

  private final Pool pool;
  private final FixedPriorityParameters parameters;

  /** Those who wait, by level; null for a level that nobody has. */
  private final IndexQueue[] queues = new IndexQueue[LEVELS];

  private int[] levels = new int[8];
  private long[] leftNs = new long[8];
  private boolean[] yielded = new boolean[8];
  private int waiting;

  /** A policy for the pool. */
  public FixedPriority(Pool pool, FixedPriorityParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    if (i >= levels.length) {
      levels = Arrays.copyOf(levels, 2 * i);
      leftNs = Arrays.copyOf(leftNs, 2 * i);
      yielded = Arrays.copyOf(yielded, 2 * i);
    }
    yielded[i] = false;
    levels[i] = level(s);
    if (queues[levels[i]] == null) {
      queues[levels[i]] = new IndexQueue();
    }
    queues[levels[i]].admit(s);
  }

  private static int level(Schedulable s) {
    for (Group group = s.group(); group != null; group = group.parent()) {
      Parameters said = group.settings();
      if (said != null) {
        return said.intCount("level");
      }
    }
    return FixedPriorityParameters.LEVEL_MIN;
  }

  @Override
  public void retire(Schedulable s) {
    leave(s);
  }

  // ---- queues ----

  private IndexQueue queueOf(Schedulable s) {
    return queues[levels[s.index()]];
  }

  private void leave(Schedulable s) {
    waiting -= queueOf(s).contains(s) ? 1 : 0;
    queueOf(s).remove(s);
  }

  private void toEnd(Schedulable s) {
    leftNs[s.index()] = parameters.quantumNs();
    queueOf(s).add(s);
    waiting++;
  }

  private void toHead(Schedulable s) {
    queueOf(s).addFirst(s);
    waiting++;
  }

  /** Of those who may run there, the first of the highest level above that; null for none. */
  private Schedulable mostUrgent(Processor p, int above) {
    for (int level = LEVELS - 1; level > above && waiting > 0; level--) {
      Schedulable s = queues[level] == null ? null : queues[level].firstAllowed(p);
      if (s != null) {
        return s;
      }
    }
    return null;
  }

  // ---- wake, sleep, yield ----

  @Override
  public void wake(Schedulable s) {
    toEnd(s);
    kickFor(s, null);
  }

  @Override
  public void sleep(Schedulable s) {
    leave(s);
    yielded[s.index()] = false;
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    yielded[s.index()] = true;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    leftNs[s.index()] -= ranNs;
  }

  /** Asks the processor that does the least urgent, if that is less urgent; at home if as good. */
  private boolean kickFor(Schedulable s, Processor except) {
    Processor lowest = null;
    int level = levels[s.index()];
    for (int i = -1; i < pool.processorCount(); i++) {
      Processor p = i < 0 ? s.processor() : pool.processor(i);
      if (p != except && s.allows(p) && levelOn(p) < level) {
        lowest = p;
        level = levelOn(p);
      }
    }
    if (lowest != null) {
      pool.kick(lowest);
    }
    return lowest != null;
  }

  private int levelOn(Processor p) {
    Schedulable s = pool.current(p);
    if (s == pool.idle(p)) {
      return pool.isIdle(p) ? IDLE_LEVEL : ASKED_LEVEL;
    }
    return pool.isRunnable(s) ? levels[s.index()] : IDLE_LEVEL;
  }

  // ---- decide ----

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current == pool.idle(p)
        || !pool.isRunnable(current)
        || queueOf(current).contains(current)) {
      return take(mostUrgent(p, IDLE_LEVEL), p);
    }
    int i = current.index();
    boolean isOver = yielded[i] || parameters.byTurns() && leftNs[i] <= 0;
    if (isOver) {
      yielded[i] = false;
      toEnd(current);
      return take(mostUrgent(p, IDLE_LEVEL), p);
    }
    Schedulable next = mostUrgent(p, levels[i]);
    if (next == null) {
      return run(current, p);
    }
    toHead(current);
    return take(next, p);
  }

  private Schedulable take(Schedulable next, Processor p) {
    if (next == null) {
      return pool.idle(p);
    }
    leave(next);
    push(p);
    return run(next, p);
  }

  private Schedulable run(Schedulable s, Processor p) {
    if (parameters.byTurns()) {
      pool.limit(p, leftNs[s.index()]);
    }
    return s;
  }

  /** Whoever still waits may be more urgent than what is done elsewhere, or have asked here. */
  private void push(Processor here) {
    for (int level = LEVELS - 1; level > IDLE_LEVEL && waiting > 0; level--) {
      IndexQueue queue = queues[level];
      Schedulable s = queue == null ? null : queue.first();
      if (s != null && level <= lowestBut(here)) {
        return;
      }
      while (s != null) {
        kickFor(s, here);
        s = queue.after(s);
      }
    }
  }

  /** The lowest level that is run elsewhere. */
  private int lowestBut(Processor here) {
    int lowest = ASKED_LEVEL;
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      lowest = p == here ? lowest : Math.min(lowest, levelOn(p));
    }
    return lowest;
  }

  @Override
  public void describe(Consumer<String> line) {
    String within = parameters.byTurns() ? "by turns of " + parameters.quantumNs() + " ns" : "fifo";
    line.accept("fixed priorities, within a level " + within);
    for (int level = LEVELS - 1; level > 0; level--) {
      IndexQueue queue = queues[level];
      for (Schedulable s = queue == null ? null : queue.first(); s != null; s = queue.after(s)) {
        line.accept("  level " + level + ": " + s);
      }
    }
  }

  @Override
  public String toString() {
    return "priority";
  }
}
