package org.coremux.mux;

/**
 * A 64-bit hash of everything that was ever scheduled on one host: (time, processor, schedulable,
 * state) of each change of run state, from time 0. Two runs with one hash did the same.
 *
 * <p>Numbers are given in the order of creation, so names do not matter.
 *
 * <p>Source: the mixing step is that of SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014.
 */
public final class TraceHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;
  private static final int STATE_BITS = 2;
  private static final int ID_BITS = 31;

  private long value;
  private int ids;

  /** The next number of a processor or a schedulable. */
  int nextId() {
    return ids++;
  }

  void add(long nowNs, int processor, int schedulable, RunState state) {
    long who = ((long) processor << ID_BITS ^ schedulable) << STATE_BITS | state.ordinal();
    value = mix(value + GOLDEN ^ nowNs) + who * MIX_1;
  }

  /** The hash so far. */
  public long value() {
    return mix(value);
  }

  /** Joins the hashes of hosts, in host order. */
  public static long combine(long joined, long next) {
    return mix(joined + GOLDEN ^ next);
  }

  private static long mix(long z) {
    long a = (z ^ z >>> 30) * MIX_1;
    long b = (a ^ a >>> 27) * MIX_2;
    return b ^ b >>> 31;
  }
}
