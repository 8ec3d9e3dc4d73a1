package org.coremux.experiment;

import java.math.BigDecimal;

/**
 * Where the vCPUs of a guest spent the measured window, summed over them. Unit: ns.
 *
 * <p>The four states add up to vCPUs x duration, exactly; the three kinds of runnable time to
 * {@code runnableNs}, exactly.
 *
 * @param runningNs dispatched, from the decision on
 * @param runnableNs wanted to run and did not: steal time
 * @param blockedNs had nothing to do
 * @param offlineNs not started, paused, stopped or ended
 * @param waitingNs of the runnable time: in a queue
 * @param cappedNs of the runnable time: held by its cap
 * @param costoppedNs of the runnable time: held for its siblings
 */
public record GuestTime(
    long runningNs,
    long runnableNs,
    long blockedNs,
    long offlineNs,
    long waitingNs,
    long cappedNs,
    long costoppedNs) {
  /** Refuses a negative time. */
  public GuestTime {
    if (runningNs < 0
        || runnableNs < 0
        || blockedNs < 0
        || offlineNs < 0
        || waitingNs < 0
        || cappedNs < 0
        || costoppedNs < 0) {
      throw new IllegalArgumentException(
          "negative time: running %d, runnable %d (waiting %d, capped %d, costopped %d),"
                  .formatted(runningNs, runnableNs, waitingNs, cappedNs, costoppedNs)
              + " blocked %d, offline %d ns".formatted(blockedNs, offlineNs));
    }
  }

  /** Running, runnable, blocked and offline together. */
  public long totalNs() {
    return Math.addExact(Math.addExact(runningNs, runnableNs), Math.addExact(blockedNs, offlineNs));
  }

  /** Runnable / (running + runnable): of the time it wanted to run, how much it did not get. */
  public BigDecimal steal() {
    return Decimal.ratio(runnableNs, Math.addExact(runningNs, runnableNs));
  }

  /** The sum of two guests' times. */
  public GuestTime plus(GuestTime other) {
    return new GuestTime(
        Math.addExact(runningNs, other.runningNs),
        Math.addExact(runnableNs, other.runnableNs),
        Math.addExact(blockedNs, other.blockedNs),
        Math.addExact(offlineNs, other.offlineNs),
        Math.addExact(waitingNs, other.waitingNs),
        Math.addExact(cappedNs, other.cappedNs),
        Math.addExact(costoppedNs, other.costoppedNs));
  }
}
