package org.coremux.experiment;

import org.coremux.guest.ReplayMeter.Figures;

/**
 * What became of a recorded process: what its threads got when they were recorded, and what they
 * got now, counted alike.
 *
 * @param process as the recording names it
 * @param recorded when it was recorded
 * @param now in the run
 * @param runDelay time runnable and not running in each stretch from a wake-up to a block, now
 * @param recordedDelay the same when it was recorded
 */
public record Replayed(
    String process, Figures recorded, Figures now, Latency runDelay, Latency recordedDelay) {
  /** Two guests' together; the delays have to be merged elsewhere. */
  Replayed plus(Replayed other) {
    return new Replayed(
        process,
        recorded.plus(other.recorded),
        now.plus(other.now),
        Latency.NONE,
        process.equals(other.process) ? recordedDelay : Latency.NONE);
  }

  Replayed withRunDelay(Latency other) {
    return new Replayed(process, recorded, now, other, recordedDelay);
  }
}
