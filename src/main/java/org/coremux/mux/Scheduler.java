package org.coremux.mux;

import java.util.function.Consumer;

/**
 * Decides who runs where and for how long; never changes a run state and never keeps time: it is
 * told. To a policy a {@link Schedulable} and a {@link Processor} are identities with parameters;
 * whatever changes is asked of its {@link Pool}.
 *
 * <p>The contract, which {@code CheckedScheduler} holds policies to: admit, then any number of
 * place, wake, pickNext, charge, saved and sleep, then retire. Nothing but {@link #admit}
 * allocates.
 *
 * <p>Source: what Xen's sched_ops, Linux's sched_class and sched_ext have in common.
 */
public interface Scheduler {
  /** Is known from now on, asleep. The only place that may allocate. */
  void admit(Schedulable s);

  /** Is forgotten; it is asleep and saved. */
  void retire(Schedulable s);

  /** Its weight, cap, group or affinity is another now. */
  default void changed(Schedulable s) {}

  /** Its weight or cap is another now; whoever runs has been charged. May allocate. */
  default void changed(Group group) {}

  /**
   * Where a schedulable that is about to wake should be queued.
   *
   * @param waker the processor on which its waker runs, null when it is woken from outside
   */
  default Processor place(Schedulable s, Processor waker) {
    return s.processor();
  }

  /** Wants to run, because it woke or was released: queue it, and kick whoever should decide. */
  void wake(Schedulable s);

  /** No longer wants to run, or is held: forget it from the queue. */
  void sleep(Schedulable s);

  /** Would rather see another run: {@code to}, or anybody when null. */
  default void yield(Schedulable s, Schedulable to) {}

  /**
   * Who runs on the processor now: its current one, another, or {@code pool.idle(p)}; never null.
   * The current one has been charged. {@link Pool#limit} says for how long. Asked twice with
   * nothing changed it answers the same.
   */
  Schedulable pickNext(Processor p);

  /** Has run for so long since the last charge, by its level's clock: burn, and nothing else. */
  void charge(Schedulable s, long ranNs);

  /** Was switched out and its state is saved: it may run elsewhere from now on. */
  default void saved(Schedulable s, Processor p) {}

  /**
   * Whether anybody waits for this very processor, beside whoever runs there; asked only while
   * somebody waits somewhere. A policy whose processors share one queue need not say more.
   */
  default boolean isWaitedFor(Processor p) {
    return true;
  }

  /**
   * Throws where what it keeps breaks a rule of its own, such as an order or a sum; changes nothing
   * that anybody could see. Asked between instants while every invariant is on; never hot.
   */
  default void check() {}

  /** Its queues and credits, line by line, for people; never hot. */
  default void describe(Consumer<String> line) {}
}
