package org.coremux.sched;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Stride scheduling as the paper has it, slow and obvious: passes and strides are numbers of any
 * size, those who wait are a list that is searched each time, and nothing is kept that can be
 * counted. What Stride has in strides times ns is here in strides times ns as well.
 */
final class PlainStride implements Scheduler {
  private static final BigInteger STRIDE_ONE = BigInteger.valueOf(1 << 20);

  private final Pool pool;
  private final long quantumNs;

  /** By index, so that of equal passes the lower index is found first. */
  private final Map<Integer, Client> clients = new TreeMap<>();

  private BigInteger globalPass = BigInteger.ZERO;

  private static final class Client {
    final Schedulable s;
    int tickets;
    BigInteger pass = BigInteger.ZERO;
    BigInteger remain;
    boolean isActive;
    boolean waits;
    long leftNs;

    Client(Schedulable s) {
      this.s = s;
    }

    BigInteger stride() {
      return STRIDE_ONE.divide(BigInteger.valueOf(tickets));
    }
  }

  PlainStride(Pool pool, long quantumNs) {
    this.pool = pool;
    this.quantumNs = quantumNs;
  }

  private long globalTickets() {
    return clients.values().stream().filter(c -> c.isActive).mapToLong(c -> c.tickets).sum();
  }

  @Override
  public void admit(Schedulable s) {
    Client client = new Client(s);
    client.tickets = s.weight();
    client.remain = client.stride().multiply(BigInteger.valueOf(quantumNs));
    clients.put(s.index(), client);
  }

  @Override
  public void retire(Schedulable s) {
    clients.remove(s.index());
  }

  @Override
  public void wake(Schedulable s) {
    Client client = clients.get(s.index());
    client.pass = globalPass.add(client.remain);
    client.isActive = true;
    client.waits = true;
    client.leftNs = 0;
    kickIdle(s, null);
  }

  @Override
  public void sleep(Schedulable s) {
    Client client = clients.get(s.index());
    client.remain = client.pass.subtract(globalPass);
    client.isActive = false;
    client.waits = false;
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    Client client = clients.get(s.index());
    BigInteger ran = BigInteger.valueOf(ranNs);
    client.leftNs -= ranNs;
    client.pass = client.pass.add(client.stride().multiply(ran));
    client.remain =
        client.remain.add(client.isActive ? BigInteger.ZERO : client.stride().multiply(ran));
    BigInteger all = BigInteger.valueOf(Math.max(1, globalTickets()));
    globalPass = globalPass.add(STRIDE_ONE.multiply(ran).divide(all));
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    Client running = current == pool.idle(p) ? null : clients.get(current.index());
    if (running != null && pool.isRunnable(current) && !running.waits) {
      if (running.leftNs > 0) {
        pool.limit(p, running.leftNs);
        return current;
      }
      running.waits = true;
    }
    Client next = least(p);
    if (next == null) {
      return pool.idle(p);
    }
    next.waits = false;
    next.leftNs = quantumNs;
    for (Client other : waiting()) {
      kickIdle(other.s, p);
    }
    pool.limit(p, quantumNs);
    return next.s;
  }

  private List<Client> waiting() {
    List<Client> all = new ArrayList<>();
    clients.values().stream().filter(c -> c.waits).forEach(all::add);
    return all;
  }

  private Client least(Processor p) {
    Client least = null;
    for (Client client : waiting()) {
      if (client.s.allows(p) && (least == null || client.pass.compareTo(least.pass) < 0)) {
        least = client;
      }
    }
    return least;
  }

  /** Where it ran last, else the first one. */
  private void kickIdle(Schedulable s, Processor except) {
    for (int i = -1; i < pool.processorCount(); i++) {
      Processor p = i < 0 ? s.processor() : pool.processor(i);
      if (p != except && pool.isIdle(p) && s.allows(p)) {
        pool.kick(p);
        return;
      }
    }
  }

  @Override
  public String toString() {
    return "plain stride";
  }
}
