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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many events per second does a whole run simulate under each installed policy, on 64 pCPUs?
 *
 * <p>The same as {@link WholeRunBenchmark}, for every policy there is: {@link Benchmarks} asks for
 * all of them, those of jars included.
 *
 * <p>Command: {@code benchmarks/run PolicyRun}
 *
 * <p>What would make it lie: as there; and that policies do not make the same events: one that
 * switches more often has more of the cheap ones.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class PolicyRunBenchmark {
  private static final int PCPUS = 64;

  /** The hosts' policy, by the name under which it is found. */
  @Param({})
  public String scheduler;

  private Steps steps;

  /** The exact count of events, per second like the score. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Exact {
    /** Events of the iteration. */
    public long events;
  }

  /** Builds the model and lets it settle. */
  @Setup(Level.Trial)
  public void build() {
    steps = new Steps(PCPUS, scheduler);
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
