package org.coremux.guest;

/** What a thread does: it is asked for the next step whenever the last one is over. */
@FunctionalInterface
public interface Program {
  /**
   * Says what comes next, by exactly one call of {@link GuestThread#compute}, {@link
   * GuestThread#sleep}, {@link GuestThread#sleepUntil}, {@link GuestThread#park} or {@link
   * GuestThread#exit}.
   */
  void next(GuestThread self, long nowNs);
}
