package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Processor;

/** Threads that are given away together: a core, or a socket. */
final class Core {
  /** What the policy sees of it. */
  final Processor processor;

  final Processor[] threads;

  /** Who has it; null for nobody. */
  CoreUnit unit;

  /** When that one was last charged. Unit: ns. */
  long sinceNs;

  /** When its slice is over. Unit: ns. */
  long endNs = Timer.NEVER;

  /** The policy is to be asked who has it. */
  boolean asked;

  /** When all threads stand still and the policy is asked; never when nobody wants that. */
  long gatheredNs = Timer.NEVER;

  /** Some thread stands still because another one is not free of another unit. */
  boolean waits;

  /** Which threads stand still until {@link #gatheredNs}. */
  final boolean[] arrived;

  /** Which threads idle since they last decided. */
  final boolean[] idle;

  Core(Processor processor, Processor[] threads) {
    this.processor = processor;
    this.threads = threads;
    arrived = new boolean[threads.length];
    idle = new boolean[threads.length];
    java.util.Arrays.fill(idle, true);
  }

  boolean isGathering() {
    return gatheredNs != Timer.NEVER;
  }

  /** Which thread of it the processor is, from 0. */
  int slot(Processor p) {
    return p.index() - threads[0].index();
  }
}
