package org.coremux.sched;

import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** A unit of {@link Sedf}: its slice in this period, and its share of extra time. */
final class SedfUnit {
  /** What extra weight stands for all of a processor. Source: Xen 3, as recalled: 128. */
  private static final long WEIGHT_OF_ALL = 128;

  /** Shares and virtual times of extra time are in 2^-20. Source: assumed. */
  private static final int SHIFT = 20;

  final Schedulable who;
  final long periodNs;
  final boolean extratime;

  /** Of those that share what is not reserved; 0 for one that does not. */
  final int weight;

  /** Of extra time. Unit: 2^-20 of a processor. */
  private final long share;

  /** Its only processor. */
  Processor home;

  /** How long it may run in each period. Unit: ns. */
  long sliceNs;

  /** End of the period; 0 before the first. Unit: ns. */
  long deadlineNs;

  /** How much of the slice it has used. Unit: ns. */
  long usedNs;

  /** Wants to run. */
  boolean awake;

  /** Has no slice before its next period begins. */
  boolean waits;

  /** Is kept from running until then. */
  boolean held;

  /** Runs on extra time. */
  boolean onExtra;

  /** What it lost of a slice because it blocked within it. Unit: ns. */
  long owedNs;

  /** Virtual time of its extra time: of all who want some the least is next. */
  long pass;

  SedfUnit(Schedulable who, SedfParameters asked) {
    this.who = who;
    home = who.processor();
    periodNs = asked.periodNs();
    sliceNs = asked.sliceNs();
    extratime = asked.extratime();
    boolean isExtraWeight = extratime && asked.weight() > 0;
    weight = isExtraWeight ? 0 : asked.weight();
    long reserved = (sliceNs << SHIFT) / periodNs;
    long extraWeight = isExtraWeight ? asked.weight() : 1;
    share = sliceNs > 0 ? Math.max(1, reserved) : (extraWeight << SHIFT) / WEIGHT_OF_ALL;
  }

  /** Its period begins now, whenever the last one ended. */
  void beginPeriod(long nowNs) {
    deadlineNs = nowNs + periodNs;
    usedNs = 0;
    waits = false;
  }

  /** Begins new periods that are due, and gives up a slice that is used up until the next. */
  void update(long nowNs) {
    if (waits && beginNs() <= nowNs) {
      waits = false;
    }
    if (!waits && deadlineNs <= nowNs) { // it was not served in time
      deadlineNs += ((nowNs - deadlineNs) / periodNs + 1) * periodNs;
      usedNs = 0;
    } else if (!waits && usedNs >= sliceNs) {
      usedNs -= sliceNs;
      deadlineNs += periodNs;
      waits = beginNs() > nowNs;
    }
  }

  /** It woke before the end of its period: what is left of the slice is lost. */
  void forfeit() {
    owedNs = extratime ? sliceNs - usedNs : 0;
    deadlineNs += periodNs;
    usedNs = 0;
    waits = true;
  }

  /** When the period begins at whose end the deadline is. Unit: ns. */
  long beginNs() {
    return deadlineNs - periodNs;
  }

  void chargeExtra(long ranNs) {
    owedNs = Math.max(0, owedNs - ranNs);
    pass += (ranNs << SHIFT) / share;
  }

  @Override
  public String toString() {
    return who
        + ": "
        + usedNs
        + " of "
        + sliceNs
        + " ns used, deadline "
        + deadlineNs
        + (waits ? " ns, waits for its period" : " ns");
  }
}
