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
 * How many events per second does a whole run simulate, with so many pCPUs in all?
 *
 * <p>{@link Model} says what runs: hosts of 64 pCPUs, two levels of scheduling, all books kept. An
 * event is a timer that fired; kicks and decisions are not counted. Hosts run one after another, as
 * {@code Simulation.runUntil} runs hosts that no link joins: a step is one host's, the next step
 * the next host's.
 *
 * <p>Command: {@code benchmarks/run WholeRun}
 *
 * <p>What would make it lie: a run that has not settled (the set-up simulates 100 ms first); steps
 * so short that beginning and ending them counts, or that the host's state, which has left the
 * cache since its last step, is not used for long (half a million events are 4 s of a host of 64
 * pCPUs); a step whose events are not half a million (their exact rate is the second figure).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class WholeRunBenchmark {
  /** How many pCPUs there are in all. */
  @Param({"8", "64", "1024", "16384"})
  public int pcpus;

  /** The hosts' policy, by the name under which it is found. */
  @Param({"round-robin", "eevdf", "credit2"})
  public String policy;

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
    steps = new Steps(pcpus, policy);
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
