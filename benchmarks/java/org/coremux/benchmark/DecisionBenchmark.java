package org.coremux.benchmark;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one decision of a policy cost, with so many waiting for one processor?
 *
 * <p>An operation is the next instant of a pCPU that is never idle: mostly the end of a slice, its
 * charge, the decision, the switch and the books.
 *
 * <p>Command: {@code benchmarks/run Decision}
 *
 * <p>What would make it lie: instants in which nothing is decided, such as a policy's own timers;
 * compare policies with that in mind.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBenchmark {
  private static final long FOREVER_NS = 1L << 60;

  /** The policy, by the name under which it is found. */
  @Param({"round-robin", "eevdf", "credit2", "arinc653", "sedf"})
  public String policy;

  /** How many want to run. */
  @Param({"8", "64", "1024"})
  public int runnable;

  private final Simulation simulation = new Simulation(1);

  /** One pCPU, and threads of which none ever blocks. */
  @Setup
  public void fill() {
    Site site = simulation.site("host");
    Multiplexer host =
        new Multiplexer(site, "host", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
            .hardware(Topology.flat(1))
            .policy(Policies.named(policy));
    for (int i = 0; i < runnable; i++) {
      Schedulable thread = Schedulable.thread("t" + i, null, 1024, null, now -> {});
      thread.compute(FOREVER_NS);
      host.admit(thread);
      host.start(thread);
      host.wake(thread);
    }
    simulation.runUntil(1);
  }

  /** The next instant. */
  @Benchmark
  public boolean decide() {
    return simulation.step();
  }
}
