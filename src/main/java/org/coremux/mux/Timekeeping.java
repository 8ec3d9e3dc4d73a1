package org.coremux.mux;

import java.util.ArrayList;
import java.util.List;

/**
 * How the kernel of a level keeps time: whether it can tell steal from run time, what it does about
 * timer ticks that it could not take because a vCPU had no processor, whether it accounts CPU time
 * by ticks, and what became of them.
 *
 * <p>A tick is counted when it is decided what becomes of it, so that {@link #due} is always the
 * sum of {@link #delivered}, {@link #collapsed} and {@link #dropped}.
 *
 * <p>Model: an idle processor does not tick, and its clock is right. Source: schedulers.md 19.6.
 */
public final class Timekeeping {
  /** What becomes of ticks that were due while their vCPU had no processor. */
  public enum Lost {
    /** One is delivered for all: Xen PV, and guests that read a clock at each tick. */
    COLLAPSE("collapse"),
    /** Each is delivered, one after the other: a legacy PIT that is injected again. */
    CATCH_UP("catch-up"),
    /** None is delivered; the next one comes at its own instant. */
    DROP("drop");

    private final String key;

    Lost(String key) {
      this.key = key;
    }

    /** The word in a scenario. */
    public String key() {
      return key;
    }
  }

  private final List<Ticker> tickers = new ArrayList<>();
  private boolean stealClock = true;
  private Lost lost = Lost.COLLAPSE;
  private boolean charges;
  private long delivered;
  private long late;
  private long lateNs;
  private long latestNs;
  private long collapsed;
  private long dropped;
  private long stolenNs;

  /** Whether it can tell steal from run time; else it charges the wall clock. */
  public void stealClock(boolean on) {
    stealClock = on;
  }

  /**
   * What it does with ticks from now on.
   *
   * @param lostTicks what becomes of those that could not be delivered when they were due
   * @param chargesTicks whether whoever a tick finds is charged the whole of it
   */
  public void ticks(Lost lostTicks, boolean chargesTicks) {
    lost = lostTicks;
    charges = chargesTicks;
  }

  void add(Ticker ticker) {
    tickers.add(ticker);
  }

  // ---- what the tickers do ----

  boolean hasStealClock() {
    return stealClock;
  }

  Lost lost() {
    return lost;
  }

  /** One was delivered, so much later than it was due. */
  void deliver(long lateByNs, boolean stood) {
    delivered++;
    if (stood && lateByNs > 0) {
      late++;
      lateNs += lateByNs;
      latestNs = Math.max(latestNs, lateByNs);
    }
  }

  void collapse(long count) {
    collapsed += count;
  }

  void drop(long count) {
    dropped += count;
  }

  void steal(long ns) {
    stolenNs += ns;
  }

  // ---- what became of them ----

  /** Whether threads are charged by ticks. */
  public boolean areCharged() {
    return charges;
  }

  /** How many were due. */
  public long due() {
    return delivered + collapsed + dropped;
  }

  /** How many were delivered. */
  public long delivered() {
    return delivered;
  }

  /** How many of these were late, because their vCPU had no processor when they were due. */
  public long late() {
    return late;
  }

  /** By how much in all. Unit: ns. */
  public long lateNs() {
    return lateNs;
  }

  /** By how much the latest. Unit: ns. */
  public long latestNs() {
    return latestNs;
  }

  /** How many were part of another one that was delivered for them, too. */
  public long collapsed() {
    return collapsed;
  }

  /** How many were never delivered. */
  public long dropped() {
    return dropped;
  }

  /** By how much the clock of the vCPU that lost most is slow if it counts ticks. Unit: ns. */
  public long lagNs() {
    long most = 0;
    for (int i = 0; i < tickers.size(); i++) {
      most = Math.max(most, tickers.get(i).lagNs());
    }
    return most;
  }

  /** What was charged to nobody, because the steal clock said that nobody had it. Unit: ns. */
  public long stolenNs() {
    return stolenNs;
  }

  /** Counts from now on. */
  public void reset() {
    delivered = 0;
    late = 0;
    lateNs = 0;
    latestNs = 0;
    collapsed = 0;
    dropped = 0;
    stolenNs = 0;
    tickers.forEach(Ticker::reset);
  }
}
