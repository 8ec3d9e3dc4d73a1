package org.coremux.sched;

import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;

/** Those that are there and never do anything. */
final class TestSleepers {
  private TestSleepers() {}

  static Schedulable never(Multiplexer host, String name, int weight) {
    return TestLevel.add(host, Schedulable.thread(name, null, weight, null, now -> {}));
  }
}
