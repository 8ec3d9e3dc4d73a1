package org.coremux.scenario.importer;

/** What is known of one CPU while a recording is read. Unit of all times: ns. */
final class RecordedCpu {
  static final long LONG_AGO = Long.MIN_VALUE / 2;

  final int index;

  /** Who runs; null for the idle one. */
  RecordedThread current;

  /** Nothing has been heard of this CPU yet. */
  boolean isUnknown = true;

  /** When the current one was last heard of here. */
  long lastNs;

  long switchedNs = LONG_AGO;

  /** When somebody was last woken to run here. */
  long wakingNs = LONG_AGO;

  /** Who that was, while nobody has been switched since. */
  RecordedThread waking;

  boolean wasIdleAtWaking;

  /** When the current one was accounted and nothing has explained it yet. */
  long accountedNs = LONG_AGO;

  /** Somebody was seen to run here. */
  boolean isUsed;

  RecordedCpu(int index) {
    this.index = index;
  }
}
