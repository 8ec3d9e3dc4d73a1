package org.coremux.benchmark;

import org.openjdk.jmh.annotations.Param;

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
public class WholeRunBenchmark extends RunBenchmark {
  /** How many pCPUs there are in all. */
  @Param({"8", "64", "1024", "16384"})
  public int pcpus;

  /** The hosts' policy, by the name under which it is found. */
  @Param({"round-robin", "eevdf", "credit2"})
  public String policy;

  @Override
  Steps steps() {
    return new Steps(pcpus, policy);
  }
}
