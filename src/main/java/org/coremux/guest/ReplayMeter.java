package org.coremux.guest;

import java.util.ArrayList;
import java.util.List;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/** What a recorded process got when it was recorded, and what its threads get now. */
public final class ReplayMeter {
  /**
   * What threads got, counted alike in recordings and runs.
   *
   * @param runningNs time on a processor. Unit: ns
   * @param runnableNs wanted to run and did not: the run delay. Unit: ns
   * @param switches how often one was switched in
   * @param preemptions how often one lost its processor while it wanted to go on
   */
  public record Figures(long runningNs, long runnableNs, long switches, long preemptions) {
    /** Nothing. */
    public static final Figures NONE = new Figures(0, 0, 0, 0);

    /** Both together. */
    public Figures plus(Figures other) {
      return new Figures(
          runningNs + other.runningNs,
          runnableNs + other.runnableNs,
          switches + other.switches,
          preemptions + other.preemptions);
    }

    private Figures minus(Figures before) {
      return new Figures(
          runningNs - before.runningNs,
          runnableNs - before.runnableNs,
          switches - before.switches,
          preemptions - before.preemptions);
    }

    private static Figures of(Schedulable s) {
      s.settleBooks();
      return new Figures(
          s.timeNs(RunState.RUNNING), s.timeNs(RunState.RUNNABLE), s.dispatches(), s.preemptions());
    }
  }

  /**
   * Time runnable and not running, in each stretch from a wake-up to a block. Unit: ns.
   *
   * @param count how many stretches
   */
  public record Delays(long count, long meanNs, long p50Ns, long p95Ns, long p99Ns, long maxNs) {
    /** Of no stretch. */
    public static final Delays NONE = new Delays(0, 0, 0, 0, 0, 0);
  }

  /** What a process got when it was recorded. */
  public record Recorded(Figures figures, Delays delays) {
    /** Nothing. */
    public static final Recorded NOTHING = new Recorded(Figures.NONE, Delays.NONE);
  }

  private final String process;
  private final Recorded recorded;
  private final LatencyHistogram runDelay;
  private final List<GuestThread> threads = new ArrayList<>();
  private Figures before = Figures.NONE;

  /**
   * A meter for a process without threads yet.
   *
   * @param longestNs the longest delay that can occur: the length of the run, in ns
   */
  ReplayMeter(String process, Recorded recorded, long longestNs) {
    this.process = process;
    this.recorded = recorded;
    runDelay = new LatencyHistogram(longestNs);
  }

  void counts(GuestThread thread) {
    threads.add(thread);
  }

  /** A stretch from a wake-up to a block is over, in which it was runnable for so long. */
  void delayed(long runnableNs) {
    runDelay.record(runnableNs);
  }

  void reset() {
    before = sinceTheStart();
    runDelay.reset();
  }

  /** As the recording names it. */
  public String process() {
    return process;
  }

  /** What it got when it was recorded. */
  public Recorded recorded() {
    return recorded;
  }

  /** What its threads have got since the last reset, up to now. */
  public Figures now() {
    return sinceTheStart().minus(before);
  }

  private Figures sinceTheStart() {
    Figures sum = Figures.NONE;
    for (GuestThread thread : threads) {
      sum = sum.plus(Figures.of(thread.schedulable()));
    }
    return sum;
  }

  /** Time runnable and not running, in each stretch from a wake-up to a block. */
  public LatencyHistogram runDelay() {
    return runDelay;
  }
}
