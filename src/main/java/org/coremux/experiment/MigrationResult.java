package org.coremux.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of a live migration. Instants are since the start of the run, the warm-up included.
 *
 * @param guest that moved
 * @param from the host where it was
 * @param to the host to which it was to go
 * @param by pre-copy, post-copy or stop-and-copy
 * @param span when what happened
 * @param rounds those that were sent while the guest ran, in their order
 * @param pages what was sent beside them, and in all
 * @param outcome converged, forced, aborted or unfinished
 * @param why there were no more rounds, in words
 * @param felt what the guest's first workload did meanwhile; empty when it has none
 */
public record MigrationResult(
    String guest,
    String from,
    String to,
    String by,
    Span span,
    List<Round> rounds,
    Pages pages,
    String outcome,
    String why,
    Optional<Felt> felt) {
  /** Copies the list. */
  public MigrationResult {
    rounds = List.copyOf(rounds);
  }

  /**
   * When what happened. Unit: ns.
   *
   * @param startNs it began
   * @param stoppedNs the guest was stopped for its move; empty when it was not
   * @param resumedNs it ran at the target; empty when it did not
   * @param endNs all of it was there, or it was given up; empty when neither
   */
  public record Span(
      long startNs, OptionalLong stoppedNs, OptionalLong resumedNs, OptionalLong endNs) {}

  /**
   * One round.
   *
   * @param startNs when it began. Unit: ns
   * @param ns how long it took
   * @param sentBytes of pages
   * @param dirtiedBytes that the guest has written meanwhile
   * @param bitsPerSecond the rate that was meant
   */
  public record Round(
      long startNs, long ns, long sentBytes, long dirtiedBytes, long bitsPerSecond) {}

  /**
   * What was sent, and how hard that was for the guest.
   *
   * @param sentBytes in all
   * @param slowedPercent how much of its time it was stopped to slow it, in the end
   * @param faults pages that it had to ask for when it ran at the target
   * @param faultNs for how long it stood still for them. Unit: ns
   */
  public record Pages(long sentBytes, int slowedPercent, long faults, long faultNs) {}

  /**
   * What a workload did over the measured window, bucket by bucket.
   *
   * @param kind of the workload
   * @param startNs of the window. Unit: ns
   * @param bucketNs length of a bucket; the last may be shorter. Unit: ns
   * @param completed in each bucket
   * @param totalNs latencies of those together. Unit: ns
   */
  public record Felt(
      String kind, long startNs, long bucketNs, List<Long> completed, List<Long> totalNs) {
    /** Copies the lists. */
    public Felt {
      completed = List.copyOf(completed);
      totalNs = List.copyOf(totalNs);
    }
  }

  /** For how long the guest stood still to change hosts; empty when it has not. Unit: ns. */
  public OptionalLong downtimeNs() {
    return span.stoppedNs.isPresent() && span.resumedNs.isPresent()
        ? OptionalLong.of(span.resumedNs.getAsLong() - span.stoppedNs.getAsLong())
        : OptionalLong.empty();
  }

  /** From its begin to its end; empty when it has not ended. Unit: ns. */
  public OptionalLong totalNs() {
    return span.endNs.isPresent()
        ? OptionalLong.of(span.endNs.getAsLong() - span.startNs)
        : OptionalLong.empty();
  }

  /** What was sent in no round: while the guest stood still, and after it. Unit: bytes. */
  public long lastBytes() {
    return pages.sentBytes() - rounds.stream().mapToLong(Round::sentBytes).sum();
  }
}
