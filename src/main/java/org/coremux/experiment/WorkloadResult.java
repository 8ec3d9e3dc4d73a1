package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one workload of a guest got done in the measured window.
 *
 * @param kind the scenario's word, such as {@code server}
 * @param completed requests, jobs or periods that ended in the window
 * @param unfinished those still under way at its end
 * @param dropped those that found the queue full
 * @param latency {@code server}, {@code clients}: request in to answer out; {@code periodic},
 *     {@code batch}: release to end; {@code spinlock}: asking to holding; {@code shootdown}: asking
 *     to going on; {@code barrier}: a round; {@code ping-pong}: there and back; {@code pipeline}:
 *     in to out; otherwise its count is 0
 * @param extras what only some kinds have
 */
public record WorkloadResult(
    String kind, long completed, long unfinished, long dropped, Latency latency, Extras extras) {
  /**
   * Figures that only some kinds of workload have; each is printed when there is something to say.
   *
   * @param missed deadlines missed ({@code periodic} with a deadline)
   * @param redrawn draws below zero that were drawn again
   * @param demandNs work that the workload asked for, ns at nominal speed ({@code trace})
   * @param replayed what became of a recorded process ({@code replay})
   * @param locks what spin locks cost ({@code spinlock})
   * @param crossCalls what its cross calls took ({@code shootdown})
   * @param charged what its threads were charged (where the guest accounts by ticks)
   */
  public record Extras(
      OptionalLong missed,
      long redrawn,
      OptionalLong demandNs,
      Optional<Replayed> replayed,
      Optional<LockFigures> locks,
      Optional<CrossCalls> crossCalls,
      Optional<TickCharge> charged) {
    /** Nothing to say. */
    public static final Extras NONE =
        new Extras(
            OptionalLong.empty(),
            0,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Refuses negative figures. */
    public Extras {
      if (missed.orElse(0) < 0 || redrawn < 0 || demandNs.orElse(0) < 0) {
        throw new IllegalArgumentException(
            "negative: missed %s, redrawn %d, demand %s".formatted(missed, redrawn, demandNs));
      }
    }

    private Extras with(Latency runDelay) {
      return new Extras(
          missed,
          redrawn,
          demandNs,
          replayed.map(replay -> replay.withRunDelay(runDelay)),
          locks,
          crossCalls,
          charged);
    }

    private Extras plus(Extras other) {
      return new Extras(
          sum(missed, other.missed),
          Math.addExact(redrawn, other.redrawn),
          sum(demandNs, other.demandNs),
          Sums.of(replayed, other.replayed, Replayed::plus),
          Sums.of(locks, other.locks, LockFigures::plus),
          Sums.of(crossCalls, other.crossCalls, CrossCalls::plus),
          Sums.of(charged, other.charged, TickCharge::plus));
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong two) {
      if (one.isEmpty()) {
        return two;
      }
      return OptionalLong.of(Math.addExact(one.getAsLong(), two.orElse(0)));
    }
  }

  /** Refuses negative counts. */
  public WorkloadResult {
    if (kind == null || kind.isEmpty()) {
      throw new IllegalArgumentException("a workload needs a kind");
    }
    if (completed < 0 || unfinished < 0 || dropped < 0) {
      throw new IllegalArgumentException(
          "negative: completed %d, unfinished %d, dropped %d"
              .formatted(completed, unfinished, dropped));
    }
  }

  /** Completed per second of the measured window. */
  public BigDecimal throughput(long durationNs) {
    return Decimal.perSecond(completed, durationNs);
  }

  /** The same with other latencies. */
  WorkloadResult with(GroupResult.Merged merged) {
    return new WorkloadResult(
        kind, completed, unfinished, dropped, merged.latency(), extras.with(merged.runDelay()));
  }

  /** The totals of two workloads of one kind; their latencies cannot be added. */
  WorkloadResult plus(WorkloadResult other) {
    if (!kind.equals(other.kind)) {
      throw new IllegalArgumentException(
          "a " + kind + " workload cannot be added to a " + other.kind + " workload");
    }
    return new WorkloadResult(
        kind,
        Math.addExact(completed, other.completed),
        Math.addExact(unfinished, other.unfinished),
        Math.addExact(dropped, other.dropped),
        Latency.NONE,
        extras.plus(other.extras));
  }
}
