package org.coremux.mux;

/** What goes on for one that cannot go on itself: it is blocked in the middle of what it does. */
@FunctionalInterface
public interface Stall {
  /** It is blocked from now on, until it is resumed. */
  void begins(Schedulable s, long nowNs);
}
