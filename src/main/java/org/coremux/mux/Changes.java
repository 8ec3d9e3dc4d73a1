package org.coremux.mux;

import java.util.Objects;
import org.coremux.topology.CpuMask;

/**
 * What becomes another during a run although it hardly ever does: the share of a schedulable or of
 * a group, and where one may run. Cold: each call settles the whole level first, so that what ran
 * before is charged as it was then.
 *
 * <p>Source: Linux sched_change: out of the queue, changed, and in again.
 */
public final class Changes {
  private final Multiplexer mux;

  Changes(Multiplexer mux) {
    this.mux = mux;
  }

  /**
   * Gives the schedulable this weight and these processors, null for all. One that runs where it no
   * longer may goes on there until its processor has been told.
   *
   * @throws IllegalArgumentException when none of the processors is of this level
   */
  public void share(Schedulable s, int weight, CpuMask affinity) {
    boolean stays = Objects.equals(s.affinity, affinity);
    if (stays && s.weight == weight) {
      return;
    }
    settle();
    boolean movable = !stays && s.isRunnable();
    boolean waits = movable && s.state == RunState.RUNNABLE;
    boolean leaves = movable && s.state == RunState.RUNNING && !isIn(affinity, s.processor);
    if (waits || leaves) {
      mux.policy().sleep(s);
    }
    s.weight = weight;
    s.affinity = affinity;
    mux.trace.allowed(mux.nowNs(), s);
    if (s.state != RunState.RUNNING && !s.allows(s.processor)) {
      s.processor = mux.homeOf(s);
    }
    s.returning |= leaves;
    mux.policy().changed(s);
    if (waits) {
      mux.states().queue(s, null);
    } else if (leaves) {
      mux.pool().kick(s.processor);
    }
  }

  private static boolean isIn(CpuMask affinity, Processor p) {
    return affinity == null || affinity.contains(p.index());
  }

  /** Gives the group this weight and this quota. */
  public void share(Group group, int weight, Group.Quota quota) {
    if (group.weight == weight && group.quota.equals(quota)) {
      return;
    }
    settle();
    group.weight = weight;
    group.quota = quota;
    mux.policy().changed(group);
  }

  // ---- from one pool to another ----

  /** Whether it is offline, and no processor has anything of it any more. */
  public static boolean isAway(Schedulable s) {
    return s.state == RunState.OFFLINE && s.leaving == null;
  }

  /**
   * Lets it go, so that another pool may take it in; its books go with it.
   *
   * @throws IllegalStateException unless it is offline and saved
   */
  public void release(Schedulable s) {
    if (!isAway(s) || s.mux != mux) {
      throw new IllegalStateException(s + " cannot leave " + mux.name() + " while " + s.state);
    }
    s.book(mux.nowNs());
    mux.policy().retire(s);
    mux.roster().remove(s);
    if (s.held != null) {
      s.held = null;
      mux.trace.held(mux.nowNs(), s, null);
    }
    s.wokenNs = Schedulable.NOT_WOKEN;
    s.returning = false;
    s.lastOn = null;
    s.mux = null;
  }

  /** Takes in what another pool has let go in this instant, as a member of the group. */
  public void adopt(Schedulable s, Group group, int weight, CpuMask affinity) {
    s.group = group;
    s.weight = weight;
    s.affinity = affinity;
    mux.enlist(s);
  }

  /** What everything at this level costs from now on: that of another host. */
  public void prices(LevelCosts now) {
    mux.prices(now);
  }

  /** Charges everybody up to now. */
  private void settle() {
    for (int i = 0; i < mux.processorCount(); i++) {
      mux.pool().settle(mux.processor(i));
    }
  }
}
