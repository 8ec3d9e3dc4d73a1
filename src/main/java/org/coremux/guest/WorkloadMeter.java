package org.coremux.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.coremux.engine.Sampler;
import org.coremux.metric.LatencyHistogram;
import org.coremux.metric.SplitHistogram;

/**
 * Counts what a workload was asked to do and what it did. Percentiles are of what was completed
 * since the last {@link #reset}; what is under way stays under way across it.
 */
public final class WorkloadMeter {
  private final String kind;
  private final boolean finite;
  private final LatencyHistogram latency;
  private final List<Sampler> samplers = new ArrayList<>();
  private long unfinished;
  private long completed;
  private long dropped;
  private long missed;
  private long redrawnBefore;
  private boolean finished;
  private boolean deadlines;
  private Runnable onFinished = () -> {};
  private LongUnaryOperator pending = now -> 0;
  private LongUnaryOperator demand;
  private long demandBeforeNs;
  private ReplayMeter replay;
  private SplitHistogram causes;
  private LockMeter locks;
  private CrossCallMeter crossCalls;

  /**
   * @param finite whether its work ends by itself
   * @param longestNs the longest latency that can occur: the length of the run, in ns
   */
  public WorkloadMeter(String kind, boolean finite, long longestNs) {
    this.kind = kind;
    this.finite = finite;
    latency = new LatencyHistogram(longestNs);
  }

  /** Kind of the workload, as in scenario files. */
  public String kind() {
    return kind;
  }

  /** Whether its work ends by itself. */
  public boolean isFinite() {
    return finite;
  }

  void counts(Sampler sampler) {
    samplers.add(sampler);
  }

  /** Something was asked for. */
  public void begun() {
    unfinished++;
  }

  /** Something that was asked for is done, after so long. */
  public void completed(long latencyNs) {
    unfinished--;
    completed++;
    latency.record(latencyNs);
  }

  /** The same, and where the time went if that is known. */
  void completed(long latencyNs, Journey journey) {
    completed(latencyNs);
    if (causes != null) {
      causes.record(latencyNs, journey.all());
    }
  }

  /** From now on it is kept where the time of each went, which takes memory. */
  public void splitTime() {
    causes = new SplitHistogram(Journey.COUNT);
  }

  /** Whether that is kept. */
  boolean isSplit() {
    return causes != null;
  }

  /** Where the time of everything that was done went; null unless that is kept. */
  public SplitHistogram causes() {
    return causes;
  }

  /** Something that was asked for is done, and how long that took is of no interest. */
  public void completed() {
    unfinished--;
    completed++;
  }

  /** Says that this was recorded, and what it got then. */
  ReplayMeter recorded(String process, ReplayMeter.Recorded then) {
    replay = new ReplayMeter(process, then, latency.longestNs());
    return replay;
  }

  /** What it got when it was recorded, and gets now; empty when it was not recorded. */
  public Optional<ReplayMeter> replay() {
    return Optional.ofNullable(replay);
  }

  /** Something was asked for and turned away. */
  public void dropped() {
    dropped++;
  }

  /** All the work of the workload is done; said once. */
  public void finished() {
    finished = true;
    onFinished.run();
  }

  /** Whether all the work is done; never for a workload without an end. */
  public boolean isFinished() {
    return finished;
  }

  /** Who is told when all the work is done. */
  public void onFinished(Runnable listener) {
    onFinished = listener;
  }

  /** Says that what is asked for has deadlines, so that none missed is a figure. */
  public void withDeadlines() {
    deadlines = true;
  }

  /** Whether what is asked for has deadlines. */
  public boolean hasDeadlines() {
    return deadlines;
  }

  /** A deadline was missed. */
  public void missed() {
    missed++;
  }

  /** Who knows how much was asked for by an instant and not begun, where nobody is told of it. */
  void pending(LongUnaryOperator count) {
    pending = count;
  }

  /** Who knows how much work was asked for by an instant, in ns, where that is known. */
  void demand(LongUnaryOperator workNs) {
    demand = workNs;
  }

  /** How much was asked for and is not done at the instant, which is the end of the run so far. */
  public long unfinishedCount(long nowNs) {
    return unfinished + pending.applyAsLong(nowNs);
  }

  /** Work that was asked for up to the instant, in ns at nominal speed; empty when not known. */
  public OptionalLong demandNs(long nowNs) {
    return demand == null
        ? OptionalLong.empty()
        : OptionalLong.of(demand.applyAsLong(nowNs) - demandBeforeNs);
  }

  /** How much was done. */
  public long completedCount() {
    return completed;
  }

  /** How much was turned away. */
  public long droppedCount() {
    return dropped;
  }

  /** How many deadlines were missed. */
  public long missedCount() {
    return missed;
  }

  /** Says that it uses spin locks, and who counts what that costs. */
  LockMeter withLocks() {
    locks = new LockMeter();
    return locks;
  }

  /** What its spin locks cost; empty for a workload that has none. */
  public Optional<LockMeter> locks() {
    return Optional.ofNullable(locks);
  }

  /** Says that it makes cross calls, and who counts what those take. */
  CrossCallMeter withCrossCalls() {
    crossCalls = new CrossCallMeter();
    return crossCalls;
  }

  /** What its cross calls took; empty for a workload that makes none. */
  public Optional<CrossCallMeter> crossCalls() {
    return Optional.ofNullable(crossCalls);
  }

  /** Draws below zero that were drawn again. */
  public long redrawnCount() {
    return redrawn() - redrawnBefore;
  }

  /** How long it took, of everything that was done. */
  public LatencyHistogram latency() {
    return latency;
  }

  /** Begins to count anew, at the instant. */
  public void reset(long nowNs) {
    demandBeforeNs = demand == null ? 0 : demand.applyAsLong(nowNs);
    completed = 0;
    dropped = 0;
    missed = 0;
    redrawnBefore = redrawn();
    latency.reset();
    if (causes != null) {
      causes.reset();
    }
    if (locks != null) {
      locks.reset();
    }
    if (replay != null) {
      replay.reset();
    }
    if (crossCalls != null) {
      crossCalls.reset();
    }
  }

  private long redrawn() {
    long sum = 0;
    for (Sampler sampler : samplers) {
      sum += sampler.redrawn();
    }
    return sum;
  }
}
