package org.coremux.sched;

import java.util.Map;
import org.coremux.mux.Group;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/** Adds up what a policy is told to charge, in ns. */
record ChargeLog(Scheduler inner, Map<Schedulable, Long> charged) implements Scheduler {
  @Override
  public void admit(Schedulable s) {
    inner.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    inner.retire(s);
  }

  @Override
  public void changed(Schedulable s) {
    inner.changed(s);
  }

  @Override
  public void changed(Group group) {
    inner.changed(group);
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    return inner.place(s, waker);
  }

  @Override
  public void wake(Schedulable s) {
    inner.wake(s);
  }

  @Override
  public void sleep(Schedulable s) {
    inner.sleep(s);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    inner.yield(s, to);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    return inner.pickNext(p);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    charged.merge(s, ranNs, Long::sum);
    inner.charge(s, ranNs);
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    inner.saved(s, p);
  }
}
