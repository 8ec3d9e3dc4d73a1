package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Lottery scheduling: at the end of each quantum a ticket is drawn among those of all who want to
 * run, and its holder runs for the next one. Shares are those of the tickets, in the mean.
 *
 * <p>A client that uses only a fraction f of its quantum holds 1/f as many tickets until it next
 * wins, so that one that waits for devices gets its share as well (compensation tickets).
 *
 * <p>Bad habits: luck. After n quanta a share p is off by about the square root of p (1 - p) / n,
 * and the wait for a first win is geometric: with one of T tickets, T quanta in the mean, and now
 * and then many times that.
 *
 * <p>Model: a weight is as many tickets; there are no currencies, no transfers of tickets, and no
 * inflation; groups and caps are not looked at. On several processors there is one lottery, in
 * which those take part who do not run; the paper has one processor. A wake-up waits for the end of
 * a quantum, unless a processor is idle.
 *
 * <p>Cost: O(log clients) per wake-up and draw; with affinities O(clients) per draw. Allocation:
 * only in {@link #admit}.
 *
 * <p>Order: drawn from the policy's own stream, so that one seed gives one schedule. Nothing is
 * drawn where only one takes part.
 *
 * <p>Source: C. A. Waldspurger, W. E. Weihl, "Lottery scheduling: flexible proportional-share
 * resource management", OSDI 1994; schedulers.md, section 18.3.
 */
public final class Lottery implements Scheduler {
  private static final int CAPACITY_MIN = 8;

  /** Most tickets of one client, compensation included: a million of them fit a sum. */
  private static final long TICKETS_MAX = 1L << 42;

  private final Pool pool;
  private final LotteryParameters parameters;
  private final IdleProcessors idle;

  /** Tickets of those who wait. */
  private final TicketTree draw = new TicketTree();

  /** Those who wait, in the order in which they came. */
  private final IndexQueue waiting = new IndexQueue();

  private final LotteryCheck check;
  private Schedulable[] clients = new Schedulable[CAPACITY_MIN];
  private long[] tickets = new long[CAPACITY_MIN];
  private long[] leftNs = new long[CAPACITY_MIN];

  /** Clients that may not run everywhere. */
  private int restricted;

  private boolean[] isRestricted = new boolean[CAPACITY_MIN];

  /** A policy for the pool. */
  public Lottery(Pool pool, LotteryParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    idle = new IdleProcessors(pool);
    check = new LotteryCheck(this, pool, parameters, draw, waiting);
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    waiting.admit(s);
    draw.admit(i);
    if (i >= clients.length) {
      clients = Arrays.copyOf(clients, 2 * i);
      tickets = Arrays.copyOf(tickets, 2 * i);
      leftNs = Arrays.copyOf(leftNs, 2 * i);
      isRestricted = Arrays.copyOf(isRestricted, 2 * i);
    }
    clients[i] = s;
    leftNs[i] = 0;
    tickets[i] = s.weight();
    restrict(i, s.affinity() != null);
  }

  @Override
  public void retire(Schedulable s) {
    restrict(s.index(), false);
    clients[s.index()] = null;
  }

  @Override
  public void changed(Schedulable s) {
    int i = s.index();
    restrict(i, s.affinity() != null);
    tickets[i] = s.weight();
    if (waiting.contains(s)) {
      draw.set(i, tickets[i]);
    }
  }

  private void restrict(int i, boolean yes) {
    restricted += (yes ? 1 : 0) - (isRestricted[i] ? 1 : 0);
    isRestricted[i] = yes;
  }

  // ---- who takes part ----

  @Override
  public void wake(Schedulable s) {
    take(s);
    idle.kickFor(s, null);
  }

  private void take(Schedulable s) {
    waiting.add(s);
    draw.set(s.index(), tickets[s.index()]);
  }

  private void leave(Schedulable s) {
    waiting.remove(s);
    draw.set(s.index(), 0);
  }

  /** It blocks, or is kept from running; it has been charged. */
  @Override
  public void sleep(Schedulable s) {
    int i = s.index();
    long usedNs = parameters.quantumNs() - leftNs[i];
    if (waiting.contains(s)) {
      leave(s);
    } else if (parameters.compensates() && leftNs[i] > 0 && usedNs > 0) {
      tickets[i] = compensated(s.weight(), usedNs);
    }
    leftNs[i] = 0;
  }

  /** As many times the tickets as what it used goes into a quantum. */
  private long compensated(long weight, long usedNs) {
    double times = (double) parameters.quantumNs() / usedNs;
    return Math.min(TICKETS_MAX, (long) (weight * times));
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    leftNs[s.index()] -= ranNs;
  }

  // ---- the lottery ----

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p) && pool.isRunnable(current) && !waiting.contains(current)) {
      if (leftNs[current.index()] > 0) {
        return run(current, p);
      }
      take(current);
    }
    Schedulable winner = winner(p);
    idle.note(p, winner == null);
    if (winner == null) {
      return pool.idle(p);
    }
    leave(winner);
    tickets[winner.index()] = winner.weight(); // compensation is until it wins
    leftNs[winner.index()] = parameters.quantumNs();
    waiting.passOn(idle, p);
    return run(winner, p);
  }

  private Schedulable run(Schedulable s, Processor p) {
    pool.limit(p, leftNs[s.index()]);
    return s;
  }

  private Schedulable winner(Processor p) {
    if (restricted > 0) {
      return winnerAllowed(p);
    }
    if (waiting.count() <= 1) {
      return waiting.first();
    }
    return clients[draw.holder(pool.random().nextLong(draw.total()))];
  }

  /** The same among those who may run there, one by one. */
  private Schedulable winnerAllowed(Processor p) {
    long total = 0;
    int count = 0;
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      if (s.allows(p)) {
        total += draw.of(s.index());
        count++;
      }
    }
    Schedulable s = waiting.firstAllowed(p);
    if (count <= 1) {
      return s;
    }
    long ticket = pool.random().nextLong(total);
    while (!s.allows(p) || ticket >= draw.of(s.index())) {
      ticket -= s.allows(p) ? draw.of(s.index()) : 0;
      s = waiting.after(s);
    }
    return s;
  }

  @Override
  public void check() {
    check.look();
  }

  // ---- for people, and for what checks it ----

  @Override
  public void describe(Consumer<String> line) {
    line.accept("lottery, quantum " + parameters.quantumNs() + " ns, " + draw.total() + " tickets");
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      line.accept("  " + s + ": " + draw.of(s.index()) + " tickets");
    }
  }

  /** Its own, and those that compensate it until it wins. */
  long tickets(int i) {
    return tickets[i];
  }

  /** What it has left of its quantum. Unit: ns. */
  long leftNs(int i) {
    return leftNs[i];
  }

  @Override
  public String toString() {
    return "lottery";
  }
}
