package org.coremux.mux;

/**
 * Overhead of those who share a level: what they come to owe, and when it takes hold. Who executes
 * stops at once to pay, and with it everything that it provides.
 */
final class Exits {
  private final Multiplexer mux;

  Exits(Multiplexer mux) {
    this.mux = mux;
  }

  /** A vCPU leaves guest mode: counted, and owed; false when it costs nothing here. */
  boolean leave(Schedulable vcpu, ExitReason why) {
    boolean owes = false;
    boolean executes = false;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      Cost cost = Cost.of(kind);
      long ns = mux.costs().exitNs(why, cost);
      if (ns > 0) {
        executes |= !owes && interrupt(vcpu);
        vcpu.owe(Slot.of(cost, why), ns);
        owes = true;
      }
    }
    if (owes || why != ExitReason.DEVICE) { // a device's interrupt may reach it without
      vcpu.exits[why.ordinal()]++;
    }
    if (executes) {
      vcpu.processor.execute(mux.nowNs());
    }
    return owes;
  }

  /** It owes so much work of the kind, in ns. */
  void owe(Schedulable s, Cost kind, long workNs) {
    boolean executes = interrupt(s);
    s.owe(Slot.of(kind), workNs);
    if (executes) {
      s.processor.execute(mux.nowNs());
    }
  }

  /** A vCPU handles an interrupt, which takes so much work, in ns, before anything else. */
  void handle(Schedulable vcpu, ExitReason why, long workNs) {
    boolean executes = interrupt(vcpu);
    vcpu.owe(Slot.of(Cost.EXIT, why), workNs);
    if (executes) {
      vcpu.processor.execute(mux.nowNs());
    }
  }

  /** What it owes of the kind need not be paid any more. */
  void forgive(Schedulable s, Cost kind) {
    boolean executes = interrupt(s);
    s.repay(Slot.of(kind), s.debtNs[Slot.of(kind)]);
    if (executes) {
      s.processor.execute(mux.nowNs());
    }
  }

  /**
   * A vCPU leaves guest mode so many times for this reason, at a price of its own by kind, in ns
   * for each time: what an emulated device takes for a packet.
   */
  void leave(Schedulable vcpu, ExitReason why, long[] priceNs, int times) {
    vcpu.exits[why.ordinal()] += times;
    boolean executes = interrupt(vcpu);
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      if (priceNs[kind] > 0) {
        vcpu.owe(Slot.of(Cost.of(kind), why), times * priceNs[kind]);
      }
    }
    if (executes) {
      vcpu.processor.execute(mux.nowNs());
    }
  }

  /** Settles it, and stops what it provides, if it is on a processor at all. */
  private boolean interrupt(Schedulable s) {
    boolean dispatched = s.state == RunState.RUNNING && s.processor.current() == s;
    if (dispatched) {
      s.processor.settle(mux.nowNs());
      if (s.provided != null) {
        s.provided.stop(mux.nowNs());
      }
    }
    return dispatched;
  }
}
