package org.coremux.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Counts the events of whole runs, whatever it is that is varied between them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public abstract class RunBenchmark {
  private Steps steps;

  /** The exact count of events, per second like the score. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Exact {
    /** Events of the iteration. */
    public long events;
  }

  /** The run of this trial, settled. */
  abstract Steps steps();

  /** Builds the model and lets it settle. */
  @Setup(Level.Trial)
  public void build() {
    steps = steps();
  }

  /**
   * As long a step of a host as half a million events take on average: an operation is one event.
   */
  @Benchmark
  @OperationsPerInvocation(Steps.EVENTS_PER_STEP)
  public long step(Exact exact) {
    long events = steps.step();
    exact.events += events;
    return events;
  }
}
