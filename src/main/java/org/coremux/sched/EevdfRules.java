package org.coremux.sched;

/**
 * Which rules of EEVDF a kernel version follows: one flag for each row of the version matrix.
 *
 * <p>Source: schedulers.md, section 10.1, from features.h and fair.c of the versions named there;
 * defaults by the presets {@link #V6_6}, {@link #V6_12}, {@link #V6_17} and {@link #LATEST}.
 *
 * @param placeLag whether lag is kept over sleep. Source: feature PLACE_LAG, on in all versions.
 * @param placeDeadlineInitial whether a new one gets half a slice as its first deadline. Source:
 *     feature PLACE_DEADLINE_INITIAL, on in all versions.
 * @param runToParity whether the current one is protected for its slice while it is eligible.
 *     Source: feature RUN_TO_PARITY, on in all versions.
 * @param relativeDeadline whether a deadline is kept over a migration. Source: feature
 *     PLACE_REL_DEADLINE, since 6.12.
 * @param preemptShort whether one with a shorter slice breaks the protection. Source: feature
 *     PREEMPT_SHORT, since 6.12.
 * @param delayDequeue whether one that falls asleep with negative lag stays queued until it has
 *     paid. Source: feature DELAY_DEQUEUE, since 6.12.
 * @param delayZero whether a delayed one cannot gain positive lag. Source: feature DELAY_ZERO,
 *     since 6.12.
 * @param protectTime whether the protection is a virtual time, bounded by the shortest slice that
 *     is queued, and its end calls the scheduler; otherwise it lasts while the deadline is that of
 *     the pick. Source: vprot of 6.17 and later.
 * @param clampByQueue whether lag is limited by the longest slice plus a tick; otherwise by the
 *     larger of two slices of its own and a tick. Source: the snapshot of 7.x.
 * @param yieldForfeits whether an eligible one that yields jumps to its deadline; otherwise
 *     yielding only moves the deadline by a slice. Source: the snapshot of 7.x; 6.6, 6.12 and 6.17
 *     recalled.
 * @param pickBuddy whether the one to whom another yields is preferred while it is eligible.
 *     Source: feature PICK_BUDDY, snapshot of 7.x; that 6.17 has it, recalled.
 * @param ownSlice whether one can have a slice of its own. Source: sched_attr.runtime, since 6.12.
 * @param lazy whether a preemption waits for the next tick; slices that end by hrtick need a
 *     decision at each wake-up, so that this has no effect with it. Source: PREEMPT_LAZY since
 *     6.13; off under PREEMPT_NONE, as recorded on 6.18.
 */
public record EevdfRules(
    boolean placeLag,
    boolean placeDeadlineInitial,
    boolean runToParity,
    boolean relativeDeadline,
    boolean preemptShort,
    boolean delayDequeue,
    boolean delayZero,
    boolean protectTime,
    boolean clampByQueue,
    boolean yieldForfeits,
    boolean pickBuddy,
    boolean ownSlice,
    boolean lazy) {
  /** Linux 6.6. Source: see the class. */
  public static final EevdfRules V6_6 =
      new EevdfRules(
          true, true, true, false, false, false, false, false, false, false, false, false, false);

  /** Linux 6.12 LTS. Source: see the class. */
  public static final EevdfRules V6_12 =
      new EevdfRules(
          true, true, true, true, true, true, true, false, false, false, false, true, false);

  /** Linux 6.17: the limit of lag and yielding are those of 6.12. Source: see the class. */
  public static final EevdfRules V6_17 =
      new EevdfRules(
          true, true, true, true, true, true, true, true, false, false, true, true, false);

  /** Linux 6.18 and the snapshot of 7.x. Source: see the class. */
  public static final EevdfRules LATEST =
      new EevdfRules(true, true, true, true, true, true, true, true, true, true, true, true, false);

  /** The same, with or without waiting for the next tick to preempt. */
  public EevdfRules withLazy(boolean on) {
    return new EevdfRules(
        placeLag,
        placeDeadlineInitial,
        runToParity,
        relativeDeadline,
        preemptShort,
        delayDequeue,
        delayZero,
        protectTime,
        clampByQueue,
        yieldForfeits,
        pickBuddy,
        ownSlice,
        on);
  }
}
