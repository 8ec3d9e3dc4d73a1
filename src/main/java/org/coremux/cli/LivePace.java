package org.coremux.cli;

import java.util.function.LongSupplier;

/**
 * Turns real time into simulated time: where a run that is played at a speed has to be by now.
 *
 * <p>A run that cannot keep up is not hurried: it goes on from where it is.
 */
final class LivePace {
  /** How often one doubles or halves the speed of real time. Source: assumed; 1:1024 to 65,536x. */
  static final double SLOWEST = 1.0 / 1_024;

  /** Twice of this is as fast as possible. */
  static final double FASTEST = 65_536;

  private static final double NS_PER_SECOND = 1e9;

  /** Over which real time the speed that was reached is looked at. Unit: ns. Source: assumed. */
  private static final long LOOK_NS = 1_000_000_000L;

  private final LongSupplier clockNs;
  private double speed;
  private long fromNs;
  private long fromRealNs;
  private long lookedNs;
  private long lookedRealNs;
  private long lookedEvents;
  private long lastNs;
  private double reached;
  private double eventsPerSecond;

  /** At time 0, at a speed; infinite is as fast as possible. */
  LivePace(LongSupplier clockNs, double speed) {
    this.clockNs = clockNs;
    this.speed = speed;
    restart(0, 0);
  }

  /** Simulated seconds per real second. */
  double speed() {
    return speed;
  }

  /** Whether nothing but the machine limits it. */
  boolean isUnlimited() {
    return Double.isInfinite(speed);
  }

  /** Another speed from here on. */
  void speed(double other, long nowNs, long events) {
    speed = other;
    restart(nowNs, events);
  }

  /** Twice as fast; above the fastest, as fast as possible. */
  static double faster(double speed) {
    return speed >= FASTEST ? Double.POSITIVE_INFINITY : speed * 2;
  }

  /** Half as fast, down to the slowest. */
  static double slower(double speed) {
    return Double.isInfinite(speed) ? FASTEST : Math.max(SLOWEST, speed / 2);
  }

  /** Goes on from here, from now: after a pause, a step, a jump. */
  void restart(long nowNs, long events) {
    late(nowNs);
    lookedNs = nowNs;
    lookedRealNs = fromRealNs;
    lookedEvents = events;
    reached = 0;
    eventsPerSecond = 0;
  }

  /** Has come only so far, and is not to catch up. */
  void late(long nowNs) {
    fromNs = nowNs;
    fromRealNs = clockNs.getAsLong();
  }

  /** Where the run has to be by now, in simulated ns. */
  long targetNs() {
    if (isUnlimited()) {
      return Long.MAX_VALUE;
    }
    double ahead = (clockNs.getAsLong() - fromRealNs) * speed;
    return ahead > Long.MAX_VALUE - fromNs ? Long.MAX_VALUE : fromNs + (long) ahead;
  }

  /** How much simulated time a stretch of real time is. Unit: ns; at least 1. */
  long simulatedNs(long realNs) {
    return Math.max(1, (long) (realNs * speed));
  }

  /** The run has come so far: looks about once a second at what speed that was. */
  void update(long nowNs, long events) {
    long realNs = clockNs.getAsLong() - lookedRealNs;
    if (realNs < LOOK_NS) {
      return;
    }
    reached = (double) (nowNs - lookedNs) / realNs;
    eventsPerSecond = (events - lookedEvents) * NS_PER_SECOND / realNs;
    lookedNs = nowNs;
    lookedRealNs += realNs;
    lookedEvents = events;
  }

  /** Went so far between two pictures, and would have gone farther or not. */
  void went(long ns, boolean isFarther) {
    lastNs = isFarther ? 2 * ns : ns;
  }

  /** How far the next picture may be from the last one at no speed at all. Unit: ns. */
  long lastNs() {
    return lastNs;
  }

  /** The speed that it had lately; 0 when it is not known yet. */
  double reached() {
    return reached;
  }

  /** Events per real second lately; 0 when that is not known yet. */
  double eventsPerSecond() {
    return eventsPerSecond;
  }
}
