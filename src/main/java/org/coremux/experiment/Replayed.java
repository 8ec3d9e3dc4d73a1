package org.coremux.experiment;

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
  /**
   * Sums over the threads.
   *
   * @param runningNs time on a processor
   * @param runnableNs wanted to run and did not: the run delay
   * @param switches how often one was switched in
   * @param preemptions how often one lost its processor while it wanted to go on
   */
  public record Figures(long runningNs, long runnableNs, long switches, long preemptions) {
    /** Refuses negative figures. */
    public Figures {
      if (runningNs < 0 || runnableNs < 0 || switches < 0 || preemptions < 0) {
        throw new IllegalArgumentException(
            "negative: running %d, runnable %d ns, switches %d, preemptions %d"
                .formatted(runningNs, runnableNs, switches, preemptions));
      }
    }

    /** Both together. */
    public Figures plus(Figures other) {
      return new Figures(
          Math.addExact(runningNs, other.runningNs),
          Math.addExact(runnableNs, other.runnableNs),
          Math.addExact(switches, other.switches),
          Math.addExact(preemptions, other.preemptions));
    }
  }

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
