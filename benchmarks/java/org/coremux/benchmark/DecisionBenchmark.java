package org.coremux.benchmark;

import java.util.concurrent.TimeUnit;
import org.coremux.engine.Simulation;
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
  /** The policy, by the name under which it is found; {@link Benchmarks} asks for all. */
  @Param({})
  public String scheduler;

  /** How many want to run. */
  @Param({"8", "64", "1024"})
  public int runnable;

  private Simulation simulation;

  /** One pCPU, and threads of which none ever blocks. */
  @Setup
  public void fill() {
    if (!Policies.takesTurns(scheduler)) {
      throw new IllegalArgumentException(
          "under "
              + scheduler
              + " whoever runs goes on until it blocks, so that there is nothing to decide here;"
              + " PolicyRun measures it");
    }
    simulation = new Hogs(scheduler, runnable).simulation();
  }

  /** The next instant. */
  @Benchmark
  public boolean decide() {
    return simulation.step();
  }
}
