package org.coremux.sched;

/**
 * Which rules of CFS a kernel version follows, and which of its features are on.
 *
 * <p>Source: schedulers.md, section 9, from features.h and fair.c of the versions named there;
 * defaults by the presets {@link #V5_6} and {@link #V6_1}.
 *
 * @param gentleSleepers whether who wakes is owed half a latency, and not a whole one. Source:
 *     feature GENTLE_FAIR_SLEEPERS, on in all versions.
 * @param startDebit whether a new one waits for a slice. Source: feature START_DEBIT, on in all
 *     versions.
 * @param nextBuddy whether whoever was woken is preferred even if it does not preempt. Source:
 *     feature NEXT_BUDDY, off in all versions.
 * @param lastBuddy whether who was preempted by a wake-up in a long queue is preferred afterwards.
 *     Source: feature LAST_BUDDY, on in all versions.
 * @param wakeupPreemption whether who wakes may preempt at once. Source: feature WAKEUP_PREEMPTION,
 *     on in all versions.
 * @param altPeriod whether the period grows with all that want to run on the processor, and not
 *     with those of one queue. Source: feature ALT_PERIOD, 6.1.
 * @param baseSlice whether no slice is shorter than the minimal granularity. Source: feature
 *     BASE_SLICE, 6.1.
 * @param idleSlice whether who has the idle policy is owed less when it wakes. Source:
 *     sched_idle_min_granularity, since 5.15.
 * @param forgetsLongSleep whether after a sleep of a minute what was before it does not count.
 *     Source: schedulers.md, section 9.3, recalled.
 */
public record CfsRules(
    boolean gentleSleepers,
    boolean startDebit,
    boolean nextBuddy,
    boolean lastBuddy,
    boolean wakeupPreemption,
    boolean altPeriod,
    boolean baseSlice,
    boolean idleSlice,
    boolean forgetsLongSleep) {
  /** Linux 5.6. Source: see the class. */
  public static final CfsRules V5_6 =
      new CfsRules(true, true, false, true, true, false, false, false, false);

  /** Linux 6.1 LTS, as good as 5.15 to 6.5. Source: see the class. */
  public static final CfsRules V6_1 =
      new CfsRules(true, true, false, true, true, true, true, true, true);
}
