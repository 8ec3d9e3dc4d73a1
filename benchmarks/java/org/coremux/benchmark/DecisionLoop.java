package org.coremux.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.coremux.engine.Simulation;

/**
 * Quick figures for {@link DecisionBenchmark}, without JMH: ns for each instant, the best of twelve
 * times a quarter of a second. Time is that of the processor, so that other programs disturb
 * little.
 *
 * <p>Command: {@code java -cp target/test-classes:target/classes:LIBRARIES
 * org.coremux.benchmark.DecisionLoop 64 policy}; one policy for each JVM, as in JMH.
 */
final class DecisionLoop {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCHES = 12;
  private static final long BATCH_NS = 250_000_000;
  private static final int STEPS = 10_000;

  private DecisionLoop() {}

  /** Prints the best batch. */
  public static void main(String[] args) {
    int runnable = Integer.parseInt(args[0]);
    Simulation simulation = new Hogs(args[1], runnable).simulation();
    double best = Double.MAX_VALUE;
    for (int batch = 0; batch < BATCHES; batch++) {
      best = Math.min(best, batchNs(simulation));
    }
    System.out.printf(Locale.ROOT, "%s, %d waiting: %.0f ns%n", args[1], runnable, best);
  }

  private static double batchNs(Simulation simulation) {
    long start = THREADS.getCurrentThreadCpuTime();
    long steps = 0;
    long spentNs = 0;
    while (spentNs < BATCH_NS) {
      for (int i = 0; i < STEPS; i++) {
        simulation.step();
      }
      steps += STEPS;
      spentNs = THREADS.getCurrentThreadCpuTime() - start;
    }
    return (double) spentNs / steps;
  }
}
