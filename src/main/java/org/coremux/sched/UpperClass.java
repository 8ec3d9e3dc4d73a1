package org.coremux.sched;

import java.util.function.Consumer;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * A class of schedulables that come before all others, as part of a {@link ClassStack}: what {@link
 * org.coremux.mux.Scheduler} is, for its members alone.
 */
interface UpperClass {
  /** Whether it is of this class; false for an idle one. */
  boolean has(Schedulable s);

  /** Is known from now on; answers whether it is of this class. The only place that allocates. */
  boolean admit(Schedulable s);

  /** Is forgotten. */
  void retire(Schedulable s);

  /** Where it should be queued. */
  Processor place(Schedulable s);

  /** Wants to run: queue it, and kick whoever should decide. */
  void wake(Schedulable s);

  /** No longer wants to run, or is held. */
  void sleep(Schedulable s);

  /** Would rather see others run. */
  default void yield(Schedulable s) {}

  /** Who of the class runs there; null for nobody, and then the classes below decide. */
  Schedulable pick(Processor p);

  /** Has run for so long since the last charge. */
  default void charge(Schedulable s, long ranNs) {}

  /**
   * The classes below have nobody for it: who of the class runs then after all; null for nobody.
   */
  default Schedulable instead(Processor p) {
    return null;
  }

  /** One of the classes below wants to run there. */
  default void lowerWakes(Processor p) {}

  /** One of the classes below has run there. */
  default void lowerRan(Processor p, long ranNs) {}

  /** Whether anybody of the class waits who may run there. */
  boolean isWaitedFor(Processor p);

  /** Throws where what it keeps breaks a rule of its own, as {@code Scheduler.check}; cold. */
  default void check() {}

  /** Who waits, for people. */
  void describe(Consumer<String> line);
}
