package org.coremux.sched;

import org.coremux.mux.Processor;

/** What keeps the threads of a {@link RealTimeClass} from starving all others of a processor. */
interface RealTimeBound {
  /** No bound: real-time threads run for as long as they like. */
  RealTimeBound NONE =
      new RealTimeBound() {
        @Override
        public boolean givesWay(Processor p) {
          return false;
        }
      };

  /** The first real-time thread wants to run, after a time with none. */
  default void begins() {}

  /** A real-time thread has run there, up to now. */
  default void ran(Processor p, long ranNs) {}

  /** A fair thread wants to run there. */
  default void fairWakes(Processor p) {}

  /** A fair thread has run there, up to now. */
  default void fairRan(Processor p, long ranNs) {}

  /** The processor decides: whether its real-time threads have to let others run now. */
  boolean givesWay(Processor p);

  /** Whether they wait there; others may not take them over. */
  default boolean standsStill(Processor p) {
    return false;
  }

  /** They gave way and nobody else wants to run: whether they go on then. */
  default boolean goesOn(Processor p) {
    return false;
  }

  /** A real-time thread runs there from now on, and has to be asked again in time. */
  default void limit(Processor p) {}
}
