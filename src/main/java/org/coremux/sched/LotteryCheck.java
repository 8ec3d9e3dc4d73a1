package org.coremux.sched;

import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * What must hold of all that {@link Lottery} keeps. Cold: for runs in which every invariant is on.
 *
 * <p>Checked: those take part who wait, with all their tickets, and nobody else; sums of tickets
 * are right at each node; a client has its tickets, or more in compensation until it wins, by no
 * more than it left of a quantum of which it used a ns; nobody has more than a quantum left.
 *
 * <p>Source: schedulers.md, section 18.3.
 */
final class LotteryCheck {
  private final Lottery policy;
  private final Pool pool;
  private final LotteryParameters parameters;
  private final TicketTree draw;
  private final IndexQueue waiting;

  LotteryCheck(
      Lottery policy,
      Pool pool,
      LotteryParameters parameters,
      TicketTree draw,
      IndexQueue waiting) {
    this.policy = policy;
    this.pool = pool;
    this.parameters = parameters;
    this.draw = draw;
    this.waiting = waiting;
  }

  /** Throws unless it all holds now. */
  void look() {
    if (!draw.addsUp()) {
      throw broken("the sums of tickets do not add up to " + draw.total());
    }
    long total = 0;
    for (Schedulable s = waiting.first(); s != null; s = waiting.after(s)) {
      long tickets = policy.tickets(s.index());
      total += tickets;
      if (draw.of(s.index()) != tickets || !pool.isRunnable(s)) {
        throw broken(s + " takes part with " + draw.of(s.index()) + " tickets, and has " + tickets);
      }
      if (tickets < s.weight() || tickets > most(s.weight())) {
        throw broken(s + " of weight " + s.weight() + " has " + tickets + " tickets");
      }
    }
    if (total != draw.total()) {
      throw broken("those who wait have " + total + " tickets, drawn are " + draw.total());
    }
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      if (pool.current(p) != pool.idle(p)) {
        lookAtWinner(pool.current(p));
      }
    }
  }

  private long most(long weight) {
    return parameters.compensates() ? weight * parameters.quantumNs() : weight;
  }

  private void lookAtWinner(Schedulable s) {
    int i = s.index();
    if (pool.isRunnable(s) && !waiting.contains(s) && policy.tickets(i) != s.weight()) {
      throw broken(s + " has won, and still has " + policy.tickets(i) + " of " + s.weight());
    }
    if (policy.leftNs(i) > parameters.quantumNs()) {
      throw broken(s + " has " + policy.leftNs(i) + " ns left of a quantum");
    }
  }

  private IllegalStateException broken(String what) {
    return Broken.rule(policy, what);
  }
}
