package org.coremux.sched;

import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** A unit of {@link Sedf}: its slice in this period, and its part of extra time. */
final class SedfUnit {
  /** A weight of which that is a processor: 128 of what the usual weight is one of. */
  private static final long WEIGHT_OF_ALL = 128 * 256;

  /** Shares are in 2^-20 of a processor. Source: assumed. */
  private static final int SHIFT = 20;

  /** Virtual times are in 2^6 ns of a whole processor: enough for years. Source: assumed. */
  private static final int PASS_SHIFT = 14;

  final Schedulable who;
  final long periodNs;
  final long sliceNs;
  final boolean extratime;

  /** The processor to which it belongs. */
  Processor home;

  /** Lower for who came to its processor before. */
  long order;

  /** Of extra time. Unit: 2^-20 of a processor. */
  private long share;

  /** End of the period; 0 before the first. Unit: ns. */
  long deadlineNs;

  /** How much of the slice it has used; over the slice is from the next. Unit: ns. */
  long usedNs;

  /** Has no slice before its next period begins. */
  boolean waits;

  /** Wants to run, or would but for being held. */
  boolean awake;

  /** Is kept from running until its next period. */
  boolean held;

  /** Runs on extra time, and so does not use its slice. */
  boolean isOnExtra;

  /** What it lost of a slice by blocking, and has not made up for on extra time. Unit: ns. */
  long owedNs;

  /** Virtual time of its extra time: who has the least is next. Unit: 2^6 ns of a processor. */
  long pass;

  /** Periods that ended with some of the slice not used although it wanted to run. */
  long missed;

  SedfUnit(Schedulable who, SedfParameters.Reservation has) {
    this.who = who;
    home = who.processor();
    periodNs = has.periodNs();
    sliceNs = has.sliceNs();
    extratime = has.extratime();
    weigh();
  }

  /** Its part of extra time is as what it reserved; of one without a slice it is by weight. */
  void weigh() {
    share =
        sliceNs > 0
            ? Math.max(1, (sliceNs << SHIFT) / periodNs)
            : Math.max(1, ((long) who.weight() << SHIFT) / WEIGHT_OF_ALL);
  }

  /** Whether it has no slices, and runs when nobody else has one. */
  boolean livesOnExtra() {
    return sliceNs == 0 && extratime;
  }

  /** When the period begins at whose end the deadline is. Unit: ns. */
  long beginNs() {
    return deadlineNs - periodNs;
  }

  /** A new period begins now. */
  void beginPeriod(long nowNs) {
    deadlineNs = nowNs + periodNs;
    usedNs = 0;
    waits = false;
  }

  /** It wakes before the end of its period: what is left of the slice is lost. */
  void forfeit() {
    owedNs = extratime ? Math.max(0, sliceNs - usedNs) : 0;
    deadlineNs += periodNs;
    usedNs = 0;
    waits = true;
  }

  /** Gives up a slice that is used up, and goes on to the period that it is by now. */
  void update(long nowNs) {
    while (usedNs >= sliceNs) { // once; what it ran over is from the next
      usedNs -= sliceNs;
      deadlineNs += periodNs;
    }
    if (deadlineNs <= nowNs) {
      long periods = (nowNs - deadlineNs) / periodNs + 1;
      missed += periods;
      deadlineNs += periods * periodNs;
      usedNs = 0;
    }
    waits = beginNs() > nowNs;
  }

  void chargeExtra(long ranNs) {
    owedNs = Math.max(0, owedNs - ranNs);
    pass += (ranNs << PASS_SHIFT) / share;
  }

  @Override
  public String toString() {
    String slice =
        sliceNs == 0
            ? "no slice"
            : usedNs + " of " + sliceNs + " ns used, deadline " + deadlineNs + " ns";
    return who + ": " + slice + (waits ? ", waits for its period" : "") + missedText();
  }

  private String missedText() {
    return missed == 0 ? "" : ", missed " + missed;
  }
}
