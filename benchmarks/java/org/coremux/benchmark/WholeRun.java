package org.coremux.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Quick figures for whole runs, without JMH: events per second and bytes per event once running.
 * Time is that of the processor, so that other programs disturb little.
 *
 * <p>Command: {@code java -cp target/test-classes:target/classes:LIBRARIES
 * org.coremux.benchmark.WholeRun 64 [policy]}
 */
final class WholeRun {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long EVENTS_PER_BATCH = 2_000_000;

  private WholeRun() {}

  /** Runs batches of about two million events and prints each; the last are the steady ones. */
  public static void main(String[] args) {
    int pcpus = Integer.parseInt(args[0]);
    String policy = args.length > 1 ? args[1] : "round-robin";
    int batches = args.length > 2 ? Integer.parseInt(args[2]) : 8;
    Model model = new Model(pcpus, Policies.named(policy));
    long until = 100_000_000;
    model.simulation.runUntil(until);
    long step = Math.max(1, until * EVENTS_PER_BATCH / model.simulation.events());
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
