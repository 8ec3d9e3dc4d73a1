package org.coremux.experiment;

/**
 * How far a run goes between two words of progress: some number of events, whatever model time that
 * takes. It counts and reads no clock, so it is the same in every run.
 */
final class Pace {
  /**
   * Events between two words. Source: assumed; a tenth of a second of computing at a few million
   * events per second.
   */
  static final long EVENTS = 200_000;

  /** First step. Unit: ns. Source: assumed; no machine has many events in a microsecond. */
  private static final long FIRST_NS = 1_000;

  /** Longest step. Unit: ns. Source: assumed. */
  private static final long LONGEST_NS = 1L << 50;

  private final long mostEvents;
  private long stepNs = FIRST_NS;

  /** That of a run. */
  Pace() {
    this(EVENTS);
  }

  /** So many events, or about that. */
  Pace(long mostEvents) {
    this.mostEvents = mostEvents;
  }

  /** Where to stop next on the way to an instant. Unit: ns. */
  long next(long atNs, long untilNs) {
    return untilNs - atNs <= stepNs ? untilNs : atNs + stepNs;
  }

  /** The last step was so long and had so many events. */
  void took(long ns, long events) {
    if (events > mostEvents) {
      stepNs = Math.max(1, (long) ((double) ns * mostEvents / events));
    } else if (ns >= stepNs && 2 * events <= mostEvents) {
      stepNs = Math.min(LONGEST_NS, 2 * stepNs);
    }
  }
}
