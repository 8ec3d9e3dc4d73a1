package org.coremux.experiment;

import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Trace;

/** Is told what happens at every level of a host, in order. Never changes anything. */
public interface Observer extends Trace {
  /**
   * Somebody is queued because it woke up.
   *
   * @param waker where the one executes that woke it; null for something outside
   */
  default void woken(long nowNs, Schedulable s, Processor waker) {}

  /** A policy has decided; what is told is overwritten by its next decision there. */
  default void decided(long nowNs, LastDecision decision) {}

  /** The instant is over: nothing more happens at this time. */
  default void instantEnded(long nowNs) {}
}
