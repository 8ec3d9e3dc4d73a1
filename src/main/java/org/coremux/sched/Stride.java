package org.coremux.sched;

import static org.coremux.sched.StrideParameters.STRIDE_ONE;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Stride scheduling: a client has tickets, and a stride that is inversely proportional to them. The
 * client with the least pass is allocated the next quantum, and its pass advances by its stride;
 * one that uses a part of its quantum is charged that part of its stride. So over any time two
 * clients get what their tickets say, to within one quantum.
 *
 * <p>A client that leaves remembers how far its pass was from the global pass, which advances by
 * the stride of all active tickets together; when it joins again it is as far from it as before. So
 * nobody earns by sleeping, and nobody forfeits what it has paid for.
 *
 * <p>Bad habits: a wake-up waits for the end of a quantum; where one has many tickets and many have
 * one, the many run in bursts between which it runs alone.
 *
 * <p>Model: a weight is as many tickets; groups and caps are not looked at. Passes are kept times
 * the quantum, which then need not divide anything. On several processors there is one queue, as in
 * the paper's only one; the global pass advances with what all of them have allocated.
 *
 * <p>Cost: O(log clients) per wake-up and decision; with affinities O(clients) per decision in the
 * worst case. Allocation: only in {@link #admit}.
 *
 * <p>Order: of equal passes the client with the lower index.
 *
 * <p>Source: C. A. Waldspurger, W. E. Weihl, "Stride scheduling: deterministic proportional-share
 * resource management", MIT/LCS/TM-528, 1995; schedulers.md, section 18.4.
 */
public final class Stride implements Scheduler {
  private static final int CAPACITY_MIN = 8;

  private final Pool pool;
  private final long quantumNs;
  private final IdleProcessors idle;

  /** Clients that wait, by pass. */
  private final KeyHeap queue = new KeyHeap();

  // By index of the client. A pass is in strides times ns, and may wrap around.

  private Schedulable[] clients = new Schedulable[CAPACITY_MIN];
  private int[] tickets = new int[CAPACITY_MIN];
  private long[] stride = new long[CAPACITY_MIN];
  private long[] pass = new long[CAPACITY_MIN];

  /** Of one that has left: how far its pass was from the global one. */
  private long[] remain = new long[CAPACITY_MIN];

  private long[] leftNs = new long[CAPACITY_MIN];
  private boolean[] active = new boolean[CAPACITY_MIN];

  private final StrideCheck check;
  private long globalTickets;
  private long globalPass;

  /** A policy for the pool. */
  public Stride(Pool pool, StrideParameters parameters) {
    this.pool = pool;
    quantumNs = parameters.quantumNs();
    idle = new IdleProcessors(pool);
    check = new StrideCheck(this, pool, queue);
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    queue.admit(s);
    if (i >= pass.length) {
      clients = Arrays.copyOf(clients, 2 * i);
      tickets = Arrays.copyOf(tickets, 2 * i);
      stride = Arrays.copyOf(stride, 2 * i);
      pass = Arrays.copyOf(pass, 2 * i);
      remain = Arrays.copyOf(remain, 2 * i);
      leftNs = Arrays.copyOf(leftNs, 2 * i);
      active = Arrays.copyOf(active, 2 * i);
    }
    clients[i] = s;
    hold(i, s.weight());
    remain[i] = stride[i] * quantumNs;
    active[i] = false;
  }

  @Override
  public void retire(Schedulable s) {
    queue.remove(s);
    clients[s.index()] = null;
  }

  private void hold(int i, int count) {
    tickets[i] = count;
    stride[i] = Math.max(1, STRIDE_ONE / count);
  }

  // ---- join, leave, another allocation ----

  /** Joins. */
  @Override
  public void wake(Schedulable s) {
    int i = s.index();
    pass[i] = globalPass + remain[i];
    globalTickets += tickets[i];
    active[i] = true;
    leftNs[i] = 0;
    queue.add(s, pass[i], i);
    idle.kickFor(s, null);
  }

  /** Leaves; it has been charged. */
  @Override
  public void sleep(Schedulable s) {
    int i = s.index();
    remain[i] = pass[i] - globalPass;
    globalTickets -= tickets[i];
    active[i] = false;
    queue.remove(s);
  }

  /** Has other tickets: as many quanta from the global pass as before, of another stride. */
  @Override
  public void changed(Schedulable s) {
    int i = s.index();
    if (tickets[i] == s.weight()) {
      return;
    }
    boolean waits = queue.contains(s);
    boolean joined = active[i];
    if (joined) {
      remain[i] = pass[i] - globalPass;
      globalTickets += s.weight() - tickets[i];
    }
    long quantaNs = remain[i] / stride[i];
    hold(i, s.weight());
    remain[i] = quantaNs * stride[i];
    if (joined) {
      pass[i] = globalPass + remain[i];
    }
    if (waits) {
      queue.remove(s);
      queue.add(s, pass[i], i);
    }
  }

  // ---- allocate ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    int i = s.index();
    leftNs[i] -= ranNs;
    pass[i] += stride[i] * ranNs;
    if (!active[i]) {
      remain[i] += stride[i] * ranNs; // it had left before it was charged
    }
    globalPass += STRIDE_ONE * ranNs / Math.max(1, globalTickets);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current) && !queue.contains(current)) {
      if (leftNs[current.index()] > 0) {
        return allocate(current, p);
      }
      queue.add(current, pass[current.index()], current.index());
    }
    Schedulable next = queue.firstAllowed(p);
    idle.note(p, next == null);
    if (next == null) {
      return pool.idle(p);
    }
    queue.remove(next);
    leftNs[next.index()] = quantumNs;
    queue.passOn(idle, p);
    return allocate(next, p);
  }

  private Schedulable allocate(Schedulable s, Processor p) {
    pool.limit(p, leftNs[s.index()]);
    return s;
  }

  @Override
  public void check() {
    check.look();
  }

  // ---- for people, and for what checks it ----

  @Override
  public void describe(Consumer<String> line) {
    line.accept("stride, quantum " + quantumNs + " ns, global pass " + globalPass / quantumNs);
    for (int slot = 0; slot < queue.count(); slot++) {
      int i = queue.at(slot).index();
      line.accept(
          "  " + queue.at(slot) + ": stride " + stride[i] + ", pass " + pass[i] / quantumNs);
    }
  }

  /** How many indices of clients are in use; some may be of nobody. */
  int clients() {
    return pass.length;
  }

  /** Null for nobody. */
  Schedulable client(int i) {
    return clients[i];
  }

  boolean isActive(int i) {
    return active[i];
  }

  int tickets(int i) {
    return tickets[i];
  }

  long stride(int i) {
    return stride[i];
  }

  long pass(int i) {
    return pass[i];
  }

  /** Of one that is away: how far its pass was from the global one. */
  long remain(int i) {
    return remain[i];
  }

  /** Whether it has all of its quantum left. */
  boolean hasQuantum(int i) {
    return leftNs[i] == quantumNs;
  }

  long globalTickets() {
    return globalTickets;
  }

  long globalPass() {
    return globalPass;
  }

  @Override
  public String toString() {
    return "stride";
  }
}
