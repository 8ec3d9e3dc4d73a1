package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/** How often a guest was paused and not resumed, and what the first of them took off. */
final class Pauses {
  private final List<Schedulable> off = new ArrayList<>();
  private int count;

  /** One more; whether it is the first. */
  boolean begin() {
    return ++count == 1;
  }

  /**
   * One less; whether it was the last.
   *
   * @throws IllegalStateException when there is none
   */
  boolean end(String name) {
    if (count == 0) {
      throw new IllegalStateException(name + " is not paused");
    }
    return --count == 0;
  }

  boolean any() {
    return count > 0;
  }

  /** Takes off the processors whoever is there. */
  void takeOff(List<Schedulable> scheduled, Multiplexer level) {
    for (Schedulable s : scheduled) {
      if (s.state() != RunState.OFFLINE) {
        level.stop(s);
        off.add(s);
      }
    }
  }

  /** Brings them back, unless they have ended. */
  void bringBack(Multiplexer level) {
    for (Schedulable s : off) {
      if (!s.hasEnded()) {
        level.start(s);
      }
    }
    off.clear();
  }
}
