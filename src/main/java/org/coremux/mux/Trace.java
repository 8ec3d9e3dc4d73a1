package org.coremux.mux;

/** Is told of every change of run state, at every level, in order. Never changes anything. */
@FunctionalInterface
public interface Trace {
  /** Nobody listens. */
  Trace NONE = (nowNs, p, s, from, to) -> {};

  /** The schedulable, at home on the processor, goes from one state to another. */
  void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to);

  /** It is kept from running from now on, or no longer when {@code why} is null. */
  default void held(long nowNs, Schedulable s, Hold why) {}

  /** It only waits for others from now on when it has a processor, or no longer does. */
  default void spins(long nowNs, Schedulable s, boolean yes) {}

  /** It may run on other processors from now on than before. */
  default void allowed(long nowNs, Schedulable s) {}
}
