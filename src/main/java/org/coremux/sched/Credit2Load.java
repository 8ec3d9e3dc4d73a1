package org.coremux.sched;

/**
 * Averages loads over a window, in exact integers.
 *
 * <p>Model: a straight line towards the load of now, not an exponential; a step longer than the
 * window forgets what was before.
 *
 * <p>Source: schedulers.md 4.4, load tracking (Xen credit2.c).
 */
final class Credit2Load {
  private final int windowShift;
  private final int precisionShift;

  Credit2Load(Credit2Parameters parameters) {
    windowShift = parameters.loadWindowShift() - Credit2Parameters.LOAD_GRANULARITY_SHIFT;
    precisionShift = parameters.loadPrecisionShift();
  }

  /** So many units of load, in the unit of averages. */
  long of(long units) {
    return units << precisionShift;
  }

  /** Half a unit of load: what a new unit is taken for. */
  long half() {
    return 1L << precisionShift - 1;
  }

  /** So many units of load as 2^shift, which may be a fraction. */
  long power(int shift) {
    return 1L << precisionShift + shift;
  }

  /** A time on the clock of loads. */
  long at(long nowNs) {
    return nowNs >> Credit2Parameters.LOAD_GRANULARITY_SHIFT;
  }

  /** The average after the load has been the same for so long, in ticks of {@link #at}. */
  long average(long before, long units, long ticks) {
    long load = units << precisionShift;
    if (ticks > 1L << windowShift) {
      return load;
    }
    return before + (ticks * load >> windowShift) - (ticks * before >> windowShift);
  }
}
