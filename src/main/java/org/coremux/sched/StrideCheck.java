package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * What must hold of all that {@link Stride} keeps. Cold: for runs in which every invariant is on.
 *
 * <p>Checked: active tickets are those of the active clients, each of which waits or runs; those
 * who wait do so by their pass; the global pass does not go back; a client that is away keeps how
 * far it was from it, and is as far from it when it joins; who was allocated a quantum had no
 * greater pass than anybody who waited for it.
 *
 * <p>Source: schedulers.md, section 18.4.
 */
final class StrideCheck {
  private final Stride policy;
  private final Pool pool;
  private final KeyHeap queue;

  // As it was when it was last looked at.

  private long atNs;
  private long globalPass;
  private Schedulable[] current = new Schedulable[0];

  // The same, by index of the client.

  private Schedulable[] client = new Schedulable[0];
  private int[] tickets = new int[0];
  private long[] pass = new long[0];
  private long[] remain = new long[0];
  private boolean[] waited = new boolean[0];
  private boolean[] active = new boolean[0];
  private boolean[] ran = new boolean[0];

  StrideCheck(Stride policy, Pool pool, KeyHeap queue) {
    this.policy = policy;
    this.pool = pool;
    this.queue = queue;
  }

  /** Throws unless it all holds now. */
  void look() {
    int length = policy.clients();
    if (client.length < length) {
      client = Arrays.copyOf(client, length);
      pass = Arrays.copyOf(pass, length);
      tickets = Arrays.copyOf(tickets, length);
      remain = Arrays.copyOf(remain, length);
      waited = Arrays.copyOf(waited, length);
      active = Arrays.copyOf(active, length);
      ran = Arrays.copyOf(ran, length);
    }
    current = Arrays.copyOf(current, pool.processorCount());
    lookAtTickets();
    if (policy.globalPass() - globalPass < 0) {
      throw broken("the global pass goes back from " + globalPass + " to " + policy.globalPass());
    }
    for (int slot = 0; slot < queue.count(); slot++) {
      Schedulable s = queue.at(slot);
      if (!policy.isActive(s.index()) || queue.keyAt(slot) != policy.pass(s.index())) {
        throw broken(s + " waits with a pass of " + queue.keyAt(slot) + ", and has " + passOf(s));
      }
    }
    for (int k = 0; k < pool.processorCount(); k++) {
      Processor p = pool.processor(k);
      Schedulable s = pool.current(p);
      if (s != pool.idle(p) && isFresh(s, k)) {
        lookAtAllocation(s, p);
      }
    }
    for (int i = 0; i < length; i++) {
      if (policy.client(i) != null
          && client[i] == policy.client(i)
          && tickets[i] == policy.tickets(i)
          && active[i] != policy.isActive(i)
          && !ran[i]) { // else it may be charged for what was before
        lookAtDistance(i);
      }
    }
    remember();
  }

  private void remember() {
    atNs = pool.nowNs();
    globalPass = policy.globalPass();
    Arrays.fill(waited, false);
    Arrays.fill(ran, false);
    for (int slot = 0; slot < queue.count(); slot++) {
      waited[queue.at(slot).index()] = true;
    }
    for (int k = 0; k < pool.processorCount(); k++) {
      current[k] = pool.current(pool.processor(k));
      if (current[k] != pool.idle(pool.processor(k))) {
        ran[current[k].index()] = true;
      }
    }
    for (int i = 0; i < client.length; i++) {
      client[i] = policy.client(i);
      tickets[i] = policy.tickets(i);
      pass[i] = policy.pass(i);
      remain[i] = policy.remain(i);
      active[i] = policy.isActive(i);
    }
  }

  private void lookAtTickets() {
    long tickets = 0;
    int active = 0;
    for (int i = 0; i < policy.clients(); i++) {
      tickets += policy.isActive(i) ? policy.tickets(i) : 0;
      active += policy.isActive(i) ? 1 : 0;
    }
    if (tickets != policy.globalTickets()) {
      throw broken("there are " + tickets + " active tickets, counted " + policy.globalTickets());
    }
    if (active - queue.count() > pool.processorCount() || active < queue.count()) {
      throw broken(active + " clients are active, of which " + queue.count() + " wait");
    }
  }

  /** Whether it has been allocated its quantum since the last look, and has not been charged. */
  private boolean isFresh(Schedulable s, int processor) {
    boolean isNew = current[processor] != s || pass[s.index()] != policy.pass(s.index());
    return isNew && policy.hasQuantum(s.index());
  }

  private void lookAtAllocation(Schedulable s, Processor p) {
    for (int slot = 0; slot < queue.count(); slot++) {
      Schedulable other = queue.at(slot);
      int i = other.index();
      boolean stayed = waited[i] && client[i] == other && pass[i] == policy.pass(i);
      if (stayed && other.allows(p) && policy.pass(i) - policy.pass(s.index()) < 0) {
        throw broken(
            s
                + " runs with a pass of "
                + passOf(s)
                + ", and "
                + other
                + " waits with "
                + passOf(other));
      }
    }
  }

  /** It has joined or left, and is as far from the global pass as it was, or has run since. */
  private void lookAtDistance(int i) {
    long before = active[i] ? pass[i] - globalPass : remain[i];
    long now = active[i] ? policy.remain(i) : policy.pass(i) - policy.globalPass();
    long wentOn = policy.globalPass() - globalPass;
    long mayHaveRun = policy.stride(i) * (pool.nowNs() - atNs);
    if (before - now > wentOn || now - before > mayHaveRun) {
      throw broken(
          policy.client(i)
              + " was "
              + before
              + " from the global pass, and has come or gone "
              + now
              + " from it");
    }
  }

  private long passOf(Schedulable s) {
    return policy.pass(s.index());
  }

  private IllegalStateException broken(String what) {
    return Broken.rule(policy, what);
  }
}
