package org.coremux.mux;

/** What makes a processor slower or faster than nominal, in the order in which it multiplies. */
public enum SpeedFactor {
  /** The clock: turbo, throttling. */
  FREQUENCY,
  /** A busy sibling thread on the same core. */
  SMT,
  /** Memory of another NUMA node. */
  REMOTE,
  /** Second-level paging. */
  MEMORY,
  /** Frequent cheap exits, charged together by their share. */
  OVERHEAD;

  private static final SpeedFactor[] ALL = values();

  /** The factor with this ordinal; unlike {@link #values} it allocates nothing. */
  static SpeedFactor of(int ordinal) {
    return ALL[ordinal];
  }

  /** How many factors there are. */
  public static final int COUNT = ALL.length;
}
