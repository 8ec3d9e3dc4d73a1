package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Round robin: first in first out, a fixed quantum, no priorities, and one queue for all processors
 * or one for each. Who wakes goes to the end with a full quantum; who was preempted by the end of
 * its quantum too. A processor with nobody else to run goes on with its current one.
 *
 * <p>With a queue for each processor, who wakes joins that of an idle one, the one where it ran
 * last if that is idle, and where none is that of the one where it ran last; whose quantum ends
 * stays where it is. A processor whose own queue has nobody for it steals from the longest.
 *
 * <p>Model: weights, groups and caps are not looked at. A wake-up kicks an idle processor, the one
 * where it ran last if that is idle, but never preempts. Lengths of queues are evened out by
 * stealing alone: where nobody idles, two wait here and five there for as long as that lasts.
 *
 * <p>Cost: O(1) per wake-up and decision; with affinities O(queue) per decision in the worst case.
 * To steal is O(processors), with affinities O(waiting).
 *
 * <p>Order: first in first out; a quantum that ends sends its owner behind whoever woke before. Of
 * queues that are equally long the one with the lowest index is stolen from.
 *
 * <p>Source: L. Kleinrock, "Analysis of a time-shared processor", 1964; the usual baseline. Queues
 * with stealing: R. D. Blumofe, C. E. Leiserson, "Scheduling multithreaded computations by work
 * stealing", JACM 46(5), 1999; from the longest, where theirs takes any: schedulers.md 18.6 says no
 * more than that one steals, so that this is assumed.
 */
public final class RoundRobin implements Scheduler {
  private final Pool pool;
  private final RoundRobinParameters parameters;

  /** One for each processor, by its index; or one for all. */
  private final IndexQueue[] queues;

  /** Which of the queues one waits in, or waited in last. */
  private int[] queueOf = new int[8];

  private long[] leftNs = new long[8];
  private final IdleProcessors idle;

  /** A policy for the pool. */
  public RoundRobin(Pool pool, RoundRobinParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    int indices = 1;
    for (int i = 0; i < pool.processorCount(); i++) {
      indices = Math.max(indices, indexOf(pool.processor(i)) + 1);
    }
    queues = new IndexQueue[indices];
    Arrays.setAll(queues, i -> new IndexQueue());
    idle = new IdleProcessors(pool);
  }

  private int indexOf(Processor p) {
    return parameters.perCpu() ? p.index() : 0;
  }

  @Override
  public void admit(Schedulable s) {
    for (IndexQueue queue : queues) {
      queue.admit(s);
    }
    if (s.index() >= leftNs.length) {
      leftNs = Arrays.copyOf(leftNs, 2 * s.index());
      queueOf = Arrays.copyOf(queueOf, 2 * s.index());
    }
    queueOf[s.index()] = 0;
  }

  @Override
  public void retire(Schedulable s) {
    leave(s);
  }

  // ---- queues ----

  private boolean waits(Schedulable s) {
    return queues[queueOf[s.index()]].contains(s);
  }

  private void leave(Schedulable s) {
    queues[queueOf[s.index()]].remove(s);
  }

  /** To the end of the processor's queue, with a full quantum. */
  private void join(Schedulable s, Processor p) {
    leftNs[s.index()] = parameters.quantumNs();
    queueOf[s.index()] = indexOf(p);
    queues[indexOf(p)].add(s);
  }

  /** The first that may run there, of the longest queue that has one; null for none. */
  private Schedulable stolen(Processor p) {
    Schedulable best = null;
    int most = 0;
    for (IndexQueue queue : queues) {
      if (queue.count() > most) {
        Schedulable first = queue.firstAllowed(p);
        most = first == null ? most : queue.count();
        best = first == null ? best : first;
      }
    }
    return best;
  }

  // ---- waking and sleeping ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    Processor free = parameters.perCpu() ? idle.find(s, null) : null;
    return free == null ? s.processor() : free;
  }

  @Override
  public void wake(Schedulable s) {
    join(s, s.processor());
    idle.kickFor(s, null);
  }

  @Override
  public void sleep(Schedulable s) {
    leave(s);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    leftNs[s.index()] -= ranNs;
  }

  // ---- running ----

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current) && !waits(current)) {
      if (leftNs[current.index()] > 0) {
        return run(current, p);
      }
      join(current, p);
    }
    IndexQueue own = queues[indexOf(p)];
    Schedulable next = own.firstAllowed(p);
    if (next == null && parameters.perCpu()) {
      next = stolen(p);
    }
    idle.note(p, next == null);
    if (next == null) {
      return pool.idle(p);
    }
    leave(next);
    own.passOn(idle, p);
    return run(next, p);
  }

  private Schedulable run(Schedulable s, Processor p) {
    pool.limit(p, leftNs[s.index()]);
    return s;
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("round robin, quantum " + parameters.quantumNs() + " ns");
    for (int i = 0; i < queues.length; i++) {
      String whose = parameters.perCpu() ? "queue " + i : "one queue";
      line.accept("  " + whose + ": " + queues[i].count() + " waiting");
      for (Schedulable s = queues[i].first(); s != null; s = queues[i].after(s)) {
        line.accept("    " + s + ": " + leftNs[s.index()] + " ns of its quantum left");
      }
    }
  }

  @Override
  public String toString() {
    return "round-robin";
  }
}
