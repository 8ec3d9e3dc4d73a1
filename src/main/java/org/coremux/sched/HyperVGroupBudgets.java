package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;

/**
 * What CPU groups may use of a period. Virtual processors of a group take slices of what it has
 * left when they run, so that all of them together never use more, and one that is busy alone can
 * use all of it.
 *
 * <p>Model: what one that sleeps has not used of its slice goes back, but nobody who is parked
 * already runs on it in this period. Under the core scheduler the time of a core counts once, and
 * the cap is a part of all cores.
 *
 * <p>Cost: O(1) but for the start of a period. Allocation: only in {@link #admit}.
 *
 * <p>Source: schedulers.md 16, for the cap; slices are ours.
 */
final class HyperVGroupBudgets {
  /** What one takes at a time. Unit: ns. Source: assumed. */
  private static final long SLICE_NS = 1_000_000;

  private static final int NONE = -1;

  private final HyperVGroups groups;

  /** By index of the CPU group. Unit: ns per period, of all processors. */
  private final long[] capNs;

  /** What nobody has taken in this period. Unit: ns. */
  private final long[] leftNs;

  private int[] groupOf = new int[8];

  /** What one has taken and not used; below 0 what it has overrun. Unit: ns. */
  private long[] sliceNs = new long[8];

  HyperVGroupBudgets(Pool pool, HyperVGroups groups, long periodNs) {
    this.groups = groups;
    capNs = new long[groups.names().size()];
    leftNs = new long[capNs.length];
    for (int g = 0; g < capNs.length; g++) {
      long allNs = groups.caps().get(g) * pool.processorCount() * periodNs;
      capNs[g] = Math.max(1, allNs / HyperVProvider.WHOLE);
    }
    fill();
  }

  /** What a group may use of a period. Unit: ns, of all processors. */
  long capNs(int group) {
    return capNs[group];
  }

  /** What no member has taken of that in this period. Unit: ns. */
  long leftNs(int group) {
    return leftNs[group];
  }

  void admit(Schedulable s) {
    if (s.index() >= groupOf.length) {
      groupOf = Arrays.copyOf(groupOf, 2 * s.index());
      sliceNs = Arrays.copyOf(sliceNs, 2 * s.index());
    }
    groupOf[s.index()] = groups.indexOf(InnermostSettings.of(s));
    sliceNs[s.index()] = 0;
  }

  boolean isIn(Schedulable s) {
    return groupOf[s.index()] > NONE;
  }

  /** Whether it has something left, or can take something. */
  boolean mayRun(Schedulable s) {
    int i = s.index();
    return !isIn(s) || sliceNs[i] > 0 || sliceNs[i] + leftNs[groupOf[i]] > 0;
  }

  /** For how long it may run until it takes more; it takes something if it has nothing. */
  long mostNs(Schedulable s) {
    if (!isIn(s)) {
      return Long.MAX_VALUE;
    }
    int i = s.index();
    if (sliceNs[i] <= 0) {
      long takenNs = Math.min(leftNs[groupOf[i]], SLICE_NS - sliceNs[i]);
      leftNs[groupOf[i]] -= takenNs;
      sliceNs[i] += takenNs;
    }
    return sliceNs[i];
  }

  void charge(Schedulable s, long ranNs) {
    if (isIn(s)) {
      sliceNs[s.index()] -= ranNs;
    }
  }

  /** It does not want to run: what it has taken goes back. */
  void sleep(Schedulable s) {
    int i = s.index();
    if (isIn(s) && sliceNs[i] > 0) {
      leftNs[groupOf[i]] += sliceNs[i];
      sliceNs[i] = 0;
    }
  }

  /** A period begins: all that was taken is forgotten, but for what was overrun. */
  void fill() {
    System.arraycopy(capNs, 0, leftNs, 0, capNs.length);
    for (int i = 0; i < sliceNs.length; i++) {
      sliceNs[i] = Math.min(sliceNs[i], 0);
    }
  }
}
