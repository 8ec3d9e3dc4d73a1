package org.coremux.metric;

import java.math.BigInteger;
import java.util.OptionalDouble;

/**
 * The average over time of a level that changes in steps: a queue's length, how many are busy.
 *
 * <p>Model: the level holds from the instant at which it is set until the next; its integral is an
 * exact integer of 128 bits. Several changes in one instant leave the last.
 *
 * <p>Cost: one multiplication a change; allocates nothing.
 */
public final class TimeWeighted {
  private long sinceNs;
  private long changedNs;
  private long level;
  private long min;
  private long max;
  private final WideSum integral = new WideSum();

  /** A level that holds from an instant on. */
  public TimeWeighted(long startNs, long level) {
    this.level = level;
    restart(startNs);
  }

  /** The level is another one from now on; now is never before the last change. */
  public void set(long nowNs, long newLevel) {
    settle(nowNs);
    level = newLevel;
    min = StrictMath.min(min, newLevel);
    max = StrictMath.max(max, newLevel);
  }

  /** The level is higher by so much from now on; a negative step lowers it. */
  public void step(long nowNs, long by) {
    set(nowNs, level + by);
  }

  /** Forgets the past and keeps the level: the end of the warm-up. */
  public void restart(long nowNs) {
    sinceNs = nowNs;
    changedNs = nowNs;
    min = level;
    max = level;
    integral.clear();
  }

  public long level() {
    return level;
  }

  /** The lowest level since the start or restart, however short it held. */
  public long min() {
    return min;
  }

  /** The highest level since the start or restart, however short it held. */
  public long max() {
    return max;
  }

  /** Level times nanoseconds from the start or restart until now, exactly; allocates. */
  public BigInteger integral(long nowNs) {
    settle(nowNs);
    return integral.toBigInteger();
  }

  /** The average level from the start or restart until now; absent when no time has passed. */
  public OptionalDouble average(long nowNs) {
    if (nowNs == sinceNs) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Tally.ratio(integral(nowNs), nowNs - sinceNs));
  }

  private void settle(long nowNs) {
    if (nowNs < changedNs) {
      throw new IllegalArgumentException(
          "time goes back: a level was set at " + changedNs + " ns, now is " + nowNs + " ns");
    }
    integral.addProduct(level, nowNs - changedNs);
    changedNs = nowNs;
  }
}
