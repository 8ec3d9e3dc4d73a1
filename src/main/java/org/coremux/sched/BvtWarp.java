package org.coremux.sched;

import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;

/**
 * How far one may borrow from its own future, and for how long: W, L and U of BVT.
 *
 * <p>Rules: it warps from when it wakes. Once it has run warped for L it is unwarped; it warps
 * again when it has been unwarped, or asleep, for U.
 *
 * <p>Source: schedulers.md, section 18.1.
 */
final class BvtWarp {
  private final long warpNs;
  private final long limitNs;
  private final long unwarpNs;

  private boolean isOn;
  private long ranNs;

  /** Since when it is unwarped or asleep. Unit: ns. */
  private long sinceNs;

  private BvtWarp(long warpNs, long limitNs, long unwarpNs) {
    this.warpNs = warpNs;
    this.limitNs = limitNs;
    this.unwarpNs = unwarpNs;
    isOn = warpNs > 0;
  }

  /** What its guest has said; null where it does not warp. */
  static BvtWarp of(Schedulable s) {
    for (Group group = s.group(); group != null; group = group.parent()) {
      Parameters said = group.settings();
      if (said != null) {
        return said.durationNs("warp") == 0
            ? null
            : new BvtWarp(
                said.durationNs("warp"), said.durationNs("warpLimit"), said.durationNs("unwarp"));
      }
    }
    return null;
  }

  /** By how much it is ahead of its actual virtual time now. Unit: ns. */
  long effectNs() {
    return isOn ? warpNs : 0;
  }

  void sleeps(long nowNs) {
    if (isOn) {
      sinceNs = nowNs;
    }
  }

  void wakes(long nowNs) {
    if (nowNs - sinceNs >= unwarpNs) {
      isOn = true;
      ranNs = 0;
    }
  }

  /** It ran; L is over, or U is. */
  void ran(long ns, long nowNs) {
    if (isOn) {
      ranNs += ns;
      if (limitNs > 0 && ranNs >= limitNs) {
        isOn = false;
        sinceNs = nowNs;
      }
    } else {
      wakes(nowNs);
    }
  }

  /** For how long it may go on as it is. Unit: ns; the largest value for ever. */
  long leftNs(long nowNs) {
    if (isOn) {
      return limitNs > 0 ? limitNs - ranNs : Long.MAX_VALUE;
    }
    return Math.max(1, sinceNs + unwarpNs - nowNs);
  }
}
