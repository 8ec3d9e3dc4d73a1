package org.coremux.mux;

import java.util.Arrays;

/**
 * How fast a processor is, and how elapsed time becomes work. The speed is that of the level below
 * times named factors in a fixed order, rounded down once per factor.
 *
 * <p>Exact: {@code sum(ns * speed) = (sum(work) << 16) + carry} over any run, and likewise for what
 * each factor took.
 */
final class Speed {
  static final int SHIFT = 16;
  static final int NOMINAL = 1 << SHIFT;

  /** A stretch is settled at least this often, so that ns * speed cannot overflow. Unit: ns. */
  static final long STRETCH_MAX_NS = 1L << 40;

  private final int[] factors = new int[SpeedFactor.COUNT];
  private final int[] lossPerNs = new int[SpeedFactor.COUNT];
  private final long[] lossCarry = new long[SpeedFactor.COUNT];
  private int below = NOMINAL;
  private int value = NOMINAL;
  private boolean slowed;

  /** Whether it is that of one with a pace of its own. */
  private boolean paced;

  private long carry;

  Speed() {
    Arrays.fill(factors, NOMINAL);
  }

  int value() {
    return value;
  }

  long carry() {
    return carry;
  }

  int factor(SpeedFactor factor) {
    return factors[factor.ordinal()];
  }

  void factor(SpeedFactor factor, int now) {
    factors[factor.ordinal()] = now;
    multiply();
  }

  /** What one has for reasons of its own holds while it executes, and for nobody else. */
  void pace(Schedulable s, Processor p) {
    boolean own = s.paced && p.executes(s);
    if (own || paced) {
      paced = own;
      for (int f = SpeedFactor.REMOTE.ordinal(); f < SpeedFactor.COUNT; f++) {
        factors[f] = own ? s.pace.on(p.index(), SpeedFactor.of(f)) : NOMINAL;
      }
      multiply();
    }
  }

  void below(int now) {
    if (below != now) {
      below = now;
      multiply();
    }
  }

  private void multiply() {
    value = below;
    slowed = false;
    for (int f = 0; f < SpeedFactor.COUNT; f++) {
      int after = (int) ((long) value * factors[f] >> SHIFT);
      lossPerNs[f] = value - after;
      slowed |= value != after;
      value = after;
    }
  }

  /** Work that is done in so many ns. */
  long workIn(long ns) {
    if (value == NOMINAL && carry < NOMINAL) {
      return ns;
    }
    long done = ns * value + carry;
    carry = done & NOMINAL - 1;
    return done >> SHIFT;
  }

  /** No more than is asked for; what a fast processor did beyond goes to whatever comes next. */
  long upTo(long asked, long work) {
    if (work <= asked) {
      return work;
    }
    carry += work - asked << SHIFT;
    return asked;
  }

  /** In how many ns the work is done, at most one stretch. */
  long timeFor(long work) {
    long soon = Math.min(work, STRETCH_MAX_NS);
    if (value == NOMINAL && carry < NOMINAL) {
      return soon;
    }
    long ns = Math.max(0, Math.floorDiv((soon << SHIFT) - carry + value - 1, (long) value));
    return Math.min(ns, STRETCH_MAX_NS);
  }

  /** Books what each factor took from the schedulable in so many ns. */
  void bookLoss(Schedulable s, long ns) {
    if (!slowed) {
      return;
    }
    for (int f = 0; f < SpeedFactor.COUNT; f++) {
      long lost = ns * lossPerNs[f] + lossCarry[f];
      s.lostNs[f] += lost >> SHIFT;
      lossCarry[f] = lost & NOMINAL - 1;
    }
  }
}
