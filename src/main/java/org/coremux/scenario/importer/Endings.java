package org.coremux.scenario.importer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which threads ran until a time, and not until their work was done: replayed as an amount of work
 * these would end early where they get more of a CPU than they did.
 *
 * <p>Taken for one of these: who still ran when the recording ended, after a long last stretch; and
 * who ended itself after one, if from its beginning to its end it took a round time, or if others
 * of its kind ended with it although they got other amounts of CPU time.
 *
 * <p>Source: replaying-schedules.md, section 1, rule 9; the signs are assumed.
 */
final class Endings {
  /** Shortest last stretch, wall clock. Unit: ns. Source: assumed. */
  private static final long STRETCH_MIN_NS = 300_000_000;

  /** What the end of the recording cuts off; half of a short one. Unit: ns. Source: assumed. */
  private static final long OPEN_MIN_NS = 300_000_000;

  /** A round time is a multiple of this. Unit: ns. Source: assumed, half a second. */
  private static final long ROUND_NS = 500_000_000;

  /** From a round time by at most so much. Unit: ns, and a part of the whole. Source: assumed. */
  private static final long NEAR_NS = 12_000_000;

  private static final long NEAR_PART = 500;

  /** Who ends so soon after it came in had been due before. Unit: ns. Source: assumed. */
  private static final long AT_ONCE_NS = 2_000_000;

  /** So many of a kind must do so, of all of the kind. */
  private static final double PART_MIN = 0.8;

  private final Set<Integer> byTime = new HashSet<>();

  Endings(List<RecordedThread> threads, long spanNs) {
    Map<String, int[]> kinds = new TreeMap<>();
    Map<RecordedThread, Boolean> round = new HashMap<>();
    for (RecordedThread thread : threads) {
      long stretchNs = thread.lastNs - thread.lastWokenNs();
      if (thread.isOpen) {
        if (stretchNs >= Math.min(OPEN_MIN_NS, spanNs / 2)) {
          byTime.add(thread.number);
        }
      } else if (thread.hasEnded && stretchNs >= STRETCH_MIN_NS) {
        boolean isRound = isRound(thread, thread.firstNs) || isRound(thread, thread.lastWokenNs());
        round.put(thread, isRound);
        int[] counts = kinds.computeIfAbsent(thread.name, name -> new int[2]);
        counts[0]++;
        counts[1] += isRound ? 1 : 0;
      }
    }
    round.forEach(
        (thread, isRound) -> {
          int[] counts = kinds.get(thread.name);
          if (counts[1] >= PART_MIN * counts[0]) {
            byTime.add(thread.number);
          }
        });
  }

  /** Whether a round time since then lies in the last gap before its end, or near the end. */
  private static boolean isRound(RecordedThread thread, long sinceNs) {
    long toNs = thread.lastNs - sinceNs;
    long nearNs = Math.max(NEAR_NS, toNs / NEAR_PART);
    long fromNs = Math.min(earliestEndNs(thread) - sinceNs, toNs) - nearNs;
    long roundNs = (toNs + nearNs) / ROUND_NS * ROUND_NS;
    return roundNs > 0 && roundNs >= fromNs;
  }

  /** When its time may have been up: it finds out when it runs again. */
  private static long earliestEndNs(RecordedThread thread) {
    boolean endedAtOnce = thread.lastNs - thread.enteredNs < AT_ONCE_NS;
    return endedAtOnce ? thread.leftNs : thread.lastNs;
  }

  /** Whether the last stretch of the thread ended at a time. */
  boolean isByTime(RecordedThread thread) {
    return byTime.contains(thread.number);
  }

  /** When the time of the thread is up: as late as it may have been. Unit: ns. */
  long endNs(RecordedThread thread) {
    if (thread.isOpen) {
      return Long.MAX_VALUE >> 4;
    }
    long roundNs = (thread.lastNs - thread.firstNs) / ROUND_NS * ROUND_NS + thread.firstNs;
    return Math.max(earliestEndNs(thread), Math.min(roundNs, thread.lastNs));
  }
}
