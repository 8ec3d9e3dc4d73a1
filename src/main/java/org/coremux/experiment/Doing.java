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
  COSTOPPED;

  /** What a run state and a reason to be kept, or null, come to. */
  static Doing of(RunState state, Hold why) {
    return switch (state) {
      case OFFLINE -> OFFLINE;
      case BLOCKED -> BLOCKED;
      case RUNNING -> RUNNING;
      case RUNNABLE -> why == null ? WAITING : why == Hold.CAP ? CAPPED : COSTOPPED;
    };
  }

  /** Whether it wants to run and does not. */
  public boolean isWaiting() {
    return this == WAITING || this == CAPPED || this == COSTOPPED;
  }
}
