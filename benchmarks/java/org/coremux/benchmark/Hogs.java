package org.coremux.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coremux.engine.Simulation;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;

/** One pCPU, and threads of which none ever blocks. */
final class Hogs {
  private static final long FOREVER_NS = 1L << 60;

  private final Simulation simulation = new Simulation(1);
  private final List<Schedulable> threads = new ArrayList<>();

  /** So many, just woken. */
  Hogs(String scheduler, int count) {
    Multiplexer host =
        new Multiplexer(
                simulation.site("host"),
                "host",
                new TraceHash(),
                LevelCosts.NONE,
                new SplittableRandom(1))
            .hardware(Topology.flat(1))
            .policy(Policies.named(scheduler));
    for (int i = 0; i < count; i++) {
      Schedulable thread = Schedulable.thread("t" + i, null, 1024, null, now -> {});
      thread.compute(FOREVER_NS);
      host.admit(thread);
      host.start(thread);
      host.wake(thread);
      threads.add(thread);
    }
    simulation.runUntil(1);
  }

  Simulation simulation() {
    return simulation;
  }

  /** Whether each has had a turn. */
  boolean allRan() {
    return threads.stream().allMatch(thread -> thread.dispatches() > 0);
  }
}
