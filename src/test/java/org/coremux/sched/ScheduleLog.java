package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Trace;

/** Every change of run state, in numbers that two runs can be compared by. */
final class ScheduleLog implements Trace {
  private static final int INDICES = 1 << 10;

  private long[] atNs = new long[256];
  private int[] what = new int[256];
  private int count;

  /** Whose changes are left out; null for nobody's. */
  Schedulable leftOut;

  @Override
  public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    if (s == leftOut) {
      return;
    }
    if (count == atNs.length) {
      atNs = Arrays.copyOf(atNs, 2 * count);
      what = Arrays.copyOf(what, 2 * count);
    }
    atNs[count] = nowNs;
    what[count++] = ((p == null ? 0 : p.index() + 1) << 10 | s.index()) << 2 | to.ordinal();
  }

  int count() {
    return count;
  }

  /** Null when the other did the same at so many times each time; else the first difference. */
  String difference(ScheduleLog other, long times) {
    for (int i = 0; i < count || i < other.count; i++) {
      if (i >= count || i >= other.count || what[i] != other.what[i]) {
        return "change " + i + ": " + line(i) + " but " + other.line(i);
      }
      if (atNs[i] * times != other.atNs[i]) {
        return "change " + i + ": " + line(i) + " but " + other.line(i) + " (times " + times + ")";
      }
    }
    return null;
  }

  /** The longest that one waited which had slept, up to its next run. Unit: ns. */
  long longestWaitNs() {
    long[] wokenNs = new long[INDICES];
    int[] states = new int[INDICES];
    long longest = 0;
    for (int i = 0; i < count; i++) {
      int who = what[i] >> 2 & INDICES - 1;
      int to = what[i] & 3;
      if (to == RunState.RUNNABLE.ordinal() && states[who] == RunState.BLOCKED.ordinal()) {
        wokenNs[who] = atNs[i] + 1;
      } else if (to == RunState.RUNNING.ordinal() && wokenNs[who] > 0) {
        longest = Math.max(longest, atNs[i] + 1 - wokenNs[who]);
        wokenNs[who] = 0;
      }
      states[who] = to;
    }
    return longest;
  }

  private String line(int i) {
    if (i >= count) {
      return "nothing";
    }
    String who = "#" + (what[i] >> 2 & INDICES - 1) + " on cpu " + ((what[i] >> 12) - 1);
    return atNs[i] + " ns " + who + " " + RunState.values()[what[i] & 3];
  }
}
