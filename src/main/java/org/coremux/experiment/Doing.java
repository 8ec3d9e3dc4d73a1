package org.coremux.experiment;

import org.coremux.mux.Hold;
import org.coremux.mux.RunState;

/** What a vCPU or a thread is doing, as people look at it: its run state, and why it waits. */
public enum Doing {
  /** Not there. */
  OFFLINE,
  /** Has nothing to do. */
  BLOCKED,
  /** Wants to run, and another one does. */
  WAITING,
  /** Has a processor; of a thread: of its guest, which may itself wait for one. */
  RUNNING,
  /** Wants to run, and its cap is used up. */
  CAPPED,
  /** Wants to run, and has to wait for its siblings. */
  COSTOPPED,
  /**
   * Has a processor, as if running, and only waits there for others: for a lock, at a barrier, for
   * an answer. Of a vCPU: what it runs does.
   */
  SPINNING;

  /** What a run state and a reason to be kept, or null, come to. */
  static Doing of(RunState state, Hold why) {
    return switch (state) {
      case OFFLINE -> OFFLINE;
      case BLOCKED -> BLOCKED;
      case RUNNING -> RUNNING;
      case RUNNABLE -> why == null ? WAITING : why == Hold.CAP ? CAPPED : COSTOPPED;
    };
  }

  /** The same of one that spins whenever it has a processor. */
  Doing spinning() {
    return this == RUNNING ? SPINNING : this;
  }

  /** Whether it has a processor, whatever it does there. */
  public boolean isRunning() {
    return this == RUNNING || this == SPINNING;
  }

  /** Whether it wants to run and does not. */
  public boolean isWaiting() {
    return this == WAITING || this == CAPPED || this == COSTOPPED;
  }
}
