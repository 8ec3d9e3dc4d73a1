package org.coremux.benchmark;

import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.coremux.engine.RandomStreams;
import org.coremux.engine.Timer;
import org.coremux.engine.TimerQueue;
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
 * What does an event cost that fires and arms its timer anew, at a steady number of pending timers?
 *
 * <p>The hold model: the earliest timer is taken and armed again at a random distance. The
 * distances are drawn before, so that the generator is not measured; there are more of them than
 * the largest number of timers, and theirs is the order in which the heap sees them.
 *
 * <p>It would lie if all deadlines rose by one constant (the heap then is a queue), or if the
 * timers were made one after the other and never moved apart in memory; in a run they lie in the
 * things that they wake, which is worse than here.
 *
 * <p>Source: D. W. Jones, "An empirical comparison of priority-queue and event-set
 * implementations", 1986 (the hold model).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TimerQueueBenchmark {
  private static final int DISTANCES = 1 << 21;
  private static final int DISTANCE_NS_MAX = 20_000_000;

  /** How many timers are pending. */
  @Param({"16", "1024", "65536", "1048576"})
  private int timers;

  private final int[] distancesNs = new int[DISTANCES];
  private TimerQueue queue;
  private long nowNs;
  private int next;

  @Setup
  public void fill() {
    UniformRandomProvider random = new RandomStreams(1, 0).stream("benchmark/distances");
    for (int i = 0; i < DISTANCES; i++) {
      distancesNs[i] = 1 + random.nextInt(DISTANCE_NS_MAX);
    }
    queue = new TimerQueue();
    nowNs = 0;
    for (int i = 0; i < timers; i++) {
      queue.arm(new Timer(expiredNs -> nowNs = expiredNs), distancesNs[i]);
    }
  }

  @Benchmark
  public long hold() {
    nowNs = queue.nextDeadlineNs();
    Timer timer = queue.poll();
    next = (next + 1) & (DISTANCES - 1);
    queue.arm(timer, nowNs + distancesNs[next]);
    return nowNs;
  }
}
