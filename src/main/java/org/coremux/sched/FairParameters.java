package org.coremux.sched;

/** What Linux's fair policies can both be told. */
interface FairParameters {
  /** No ticks at all; slices end by a timer of their own. Source: assumed, as with nohz_full. */
  long NO_TICK = 0;

  /** Most CPUs that lengthen slices. Source: schedulers.md, section 9.1. */
  int SCALED_CPUS_MAX = 8;

  /** Time between ticks. Unit: ns; {@link #NO_TICK} for none. */
  long tickNs();

  /** When the first tick is. Unit: ns. */
  long tickPhaseNs();

  /** Whether slices end exactly, by a timer of their own. */
  boolean hrtick();

  /** Whether a preemption waits for the next tick. */
  boolean lazy();

  /** Whether processors take work from each other. */
  boolean balance();

  /** How they do. */
  BalanceRules balancing();

  /** For how long after it ran one counts as cache-hot. Unit: ns. */
  long migrationCostNs();

  /** How much quota a processor takes from its group at a time. Unit: ns. */
  long bandwidthSliceNs();

  /** A time span on so many CPUs: times 1 + floor(log2(min(CPUs, 8))). Unit: ns. */
  static long scaled(long ns, int cpus) {
    int scaled = Math.min(cpus, SCALED_CPUS_MAX);
    return ns * (Integer.SIZE - Integer.numberOfLeadingZeros(scaled));
  }
}
