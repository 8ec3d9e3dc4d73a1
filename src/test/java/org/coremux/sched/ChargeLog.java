package org.coremux.sched;

import java.util.Map;
import org.coremux.mux.ForwardingScheduler;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/** Adds up what a policy is told to charge, in ns. */
record ChargeLog(Scheduler inner, Map<Schedulable, Long> charged) implements ForwardingScheduler {
  @Override
  public void charge(Schedulable s, long ranNs) {
    charged.merge(s, ranNs, Long::sum);
    inner.charge(s, ranNs);
  }
}
