package org.coremux.benchmark;

import org.openjdk.jmh.annotations.Param;

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
public class PolicyRunBenchmark extends RunBenchmark {
  private static final int PCPUS = 64;

  /** The hosts' policy, by the name under which it is found. */
  @Param({})
  public String scheduler;

  @Override
  Steps steps() {
    return new Steps(PCPUS, scheduler);
  }
}
