package org.coremux.experiment;

import java.util.Optional;
import org.coremux.mux.Timekeeping;

/**
 * What became of a guest's timer ticks in the measured window: those that were due, by whether they
 * were delivered, were part of another one, or were lost.
 *
 * @param delivered how many reached the guest
 * @param late those of them that came late, because the vCPU had no pCPU when they were due
 * @param collapsed how many were due and had one in common with others
 * @param dropped how many never came
 * @param lagNs by how much a clock that counts ticks has fallen behind, of the vCPU that lost most;
 *     ns
 * @param stolenNs what accounting by ticks has charged to nobody, as the steal clock says; ns
 */
public record TickFigures(
    long delivered, Late late, long collapsed, long dropped, long lagNs, long stolenNs) {
  /**
   * How late they were.
   *
   * @param count how many
   * @param ns by how much in all
   * @param maxNs by how much the latest
   */
  public record Late(long count, long ns, long maxNs) {
    /** Refuses negative figures. */
    public Late {
      if (count < 0 || ns < 0 || maxNs < 0) {
        throw new IllegalArgumentException(
            "negative: %d late, %d ns, at most %d ns".formatted(count, ns, maxNs));
      }
    }

    /** By how much one of them; 0 when none was late. Unit: ns. */
    public long meanNs() {
      return count == 0 ? 0 : ns / count;
    }

    private Late plus(Late other) {
      return new Late(
          Math.addExact(count, other.count),
          Math.addExact(ns, other.ns),
          Math.max(maxNs, other.maxNs));
    }
  }

  /** Refuses negative figures. */
  public TickFigures {
    if (delivered < 0 || collapsed < 0 || dropped < 0 || lagNs < 0 || stolenNs < 0) {
      throw new IllegalArgumentException(
          "negative: delivered %d, collapsed %d, dropped %d, lag %d ns, stolen %d ns"
              .formatted(delivered, collapsed, dropped, lagNs, stolenNs));
    }
  }

  /** How many were not there in time. */
  public long notInTime() {
    return late.count + dropped;
  }

  /** How many were due. */
  public long due() {
    return delivered + collapsed + dropped;
  }

  /** What has been counted so far; empty where nothing ticks. */
  static Optional<TickFigures> of(Timekeeping ticks) {
    return ticks.due() == 0
        ? Optional.empty()
        : Optional.of(
            new TickFigures(
                ticks.delivered(),
                new Late(ticks.late(), ticks.lateNs(), ticks.latestNs()),
                ticks.collapsed(),
                ticks.dropped(),
                ticks.lagNs(),
                ticks.stolenNs()));
  }

  /** Two guests' together. */
  TickFigures plus(TickFigures other) {
    return new TickFigures(
        Math.addExact(delivered, other.delivered),
        late.plus(other.late),
        Math.addExact(collapsed, other.collapsed),
        Math.addExact(dropped, other.dropped),
        Math.max(lagNs, other.lagNs),
        Math.addExact(stolenNs, other.stolenNs));
  }
}
