package org.coremux.mux;

/**
 * Overhead of those who share a level: what they come to owe, and when it takes hold. Who executes
 * stops at once to pay, and with it everything that it provides.
 */
final class Exits {
  private final Multiplexer mux;
  private final LevelCosts costs;

  Exits(Multiplexer mux, LevelCosts costs) {
    this.mux = mux;
    this.costs = costs;
  }

  /** A vCPU leaves guest mode: counted, and owed; false when it costs nothing here. */
  boolean leave(Schedulable vcpu, ExitReason why) {
    vcpu.exits[why.ordinal()]++;
    boolean owes = false;
    boolean executes = false;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      long ns = costs.exitNs(why, Cost.of(kind));
      if (ns > 0) {
        executes |= !owes && interrupt(vcpu);
        vcpu.owe(Cost.of(kind), ns);
        owes = true;
      }
    }
    if (executes) {
      vcpu.processor.execute(mux.nowNs());
    }
    return owes;
  }

  /** It owes so much work of the kind, in ns. */
  void owe(Schedulable s, Cost kind, long workNs) {
    boolean executes = interrupt(s);
    s.owe(kind, workNs);
    if (executes) {
      s.processor.execute(mux.nowNs());
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
