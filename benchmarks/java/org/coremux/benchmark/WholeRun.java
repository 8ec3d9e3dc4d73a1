package org.coremux.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Quick figures for whole runs, without JMH: events per second and bytes per event once running.
 * Time is that of the processor, so that other programs disturb little.
 *
 * <p>Each batch runs every host in turn: the more events it has for each, the less it matters that
 * a host's state has left the cache meanwhile.
 *
 * <p>Command: {@code java -cp target/test-classes:target/classes:LIBRARIES
 * org.coremux.benchmark.WholeRun 64 [policy [batches [millions of events in each]]]}
 */
final class WholeRun {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MILLIONS_PER_BATCH = 2;

  private WholeRun() {}

  /** Runs batches and prints each; the last are the steady ones. */
  public static void main(String[] args) {
    int pcpus = Integer.parseInt(args[0]);
    String policy = args.length > 1 ? args[1] : "round-robin";
    int batches = args.length > 2 ? Integer.parseInt(args[2]) : 8;
    long millions = args.length > 3 ? Long.parseLong(args[3]) : MILLIONS_PER_BATCH;
    Model model = new Model(pcpus, Policies.named(policy));
    long until = 100_000_000;
    model.simulation.runUntil(until);
    long step = Math.max(1, until * 1_000_000 * millions / model.simulation.events());
    for (int batch = 0; batch < batches; batch++) {
      long events = model.simulation.events();
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime();
      until += step;
      model.simulation.runUntil(until);
      double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
      events = model.simulation.events() - events;
      bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
      System.out.printf(
          Locale.ROOT,
          "%d pCPUs, %s: %.3f M events/s, %.1f ns, %.4f bytes each, hash %016x%n",
          pcpus,
          policy,
          events / seconds / 1e6,
          seconds * 1e9 / events,
          (double) bytes / events,
          model.hash());
    }
  }
}
