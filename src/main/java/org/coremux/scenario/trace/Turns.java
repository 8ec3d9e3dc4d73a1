package org.coremux.scenario.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * The turns of a thread, counted alike in recordings and runs: from the end of one long wait to the
 * next one. Where a quota is what keeps it from running, a turn is what it may use at a time, and
 * the wait is how long it is throttled for it.
 *
 * <p>Model: a short wait is for another thread that had the CPU, and does not end a turn. A turn
 * that no wait follows is not counted.
 */
public final class Turns {
  /**
   * From here on a wait is long. Unit: ns. Source: assumed; in the recordings with a quota others
   * take 0.4 ms at most, and the shortest throttle is of 20 ms.
   */
  private static final long LONG_NS = 1_000_000;

  private static final long NEVER = -1;

  private final List<Turn> turns = new ArrayList<>();
  private long beganNs = NEVER;
  private long ranAtBeginNs;
  private long waitFromNs;
  private long waitToNs = NEVER;
  private long ranAtWaitNs;

  /**
   * One turn.
   *
   * @param beganNs when it was given a CPU. Unit: ns since the start
   * @param ranNs its own CPU time in it. Unit: ns
   * @param waitedNs how long it waited for the next. Unit: ns
   */
  public record Turn(long beganNs, long ranNs, long waitedNs) {}

  /**
   * It wanted to run, and did not; where that begins as the last wait ends, they are one.
   *
   * @param ranNs its own CPU time before that, since the start. Unit: ns
   */
  public void waited(long fromNs, long toNs, long ranNs) {
    if (fromNs != waitToNs) {
      endWait();
      waitFromNs = fromNs;
      ranAtWaitNs = ranNs;
    }
    waitToNs = toNs;
  }

  private void endWait() {
    if (waitToNs == NEVER) {
      return;
    }
    boolean isLong = waitToNs - waitFromNs >= LONG_NS;
    if (isLong && ranAtWaitNs > ranAtBeginNs) {
      turns.add(new Turn(beganNs, ranAtWaitNs - ranAtBeginNs, waitToNs - waitFromNs));
    }
    if (isLong || beganNs == NEVER) {
      beganNs = waitToNs;
      ranAtBeginNs = ranAtWaitNs;
    }
    waitToNs = NEVER;
  }

  /** Those that are over, first first. */
  public List<Turn> all() {
    endWait();
    return List.copyOf(turns);
  }
}
