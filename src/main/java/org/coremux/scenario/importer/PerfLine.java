package org.coremux.scenario.importer;

/**
 * Understands one line of what {@code perf script} and {@code perf sched script} print, in both
 * forms of the events: as fields ({@code prev_comm=make prev_pid=7 ...}) and as perf's own plug-in
 * shortens them ({@code make:7 [120] S ==> ...}).
 *
 * <p>A process may have any name of up to 15 bytes, {@code "x [0] 1.0: "} too. So names are found
 * last: what surrounds one is longer than any name can be, or is known from the head of the line.
 *
 * <p>Source: Linux tools/perf/Documentation/perf-script.txt and include/trace/events/sched.h, as
 * descriptions of the formats.
 */
final class PerfLine {
  private static final String PREFIX = "sched:";
  private static final String EVENT = "sched_";
  private static final long NS_PER_S = 1_000_000_000L;
  private static final int NS_DIGITS = 9;

  /** Digits of a CPU's number. Source: assumed, no machine has 100,000. */
  private static final int CPU_DIGITS_MAX = 5;

  private String line;

  /** Where the number that was read last began, or ended, whichever way it was read. */
  private int at;

  private boolean bad;

  /** Reads the line into the event; false when it is none of the events that are understood. */
  boolean read(String text, SchedEvent into) {
    line = text;
    for (int from = 0; ; ) {
      bad = false;
      int name = line.indexOf(EVENT, from);
      if (name < 0) {
        return false;
      }
      int end = line.indexOf(": ", name);
      if (end > 0 && kind(name, end, into) && head(name, into) && body(end + 2, into)) {
        return true;
      }
      from = name + EVENT.length();
    }
  }

  /** Whether the line has the head of some event of perf, known or not. */
  static boolean looksLikeEvent(String text) {
    int bracket = text.indexOf('[');
    int close = text.indexOf(']', bracket + 1);
    int colon = text.indexOf(": ", close + 1);
    return bracket > 0 && close > bracket + 1 && colon > close;
  }

  private boolean kind(int from, int to, SchedEvent into) {
    into.kind =
        switch (line.substring(from, to)) {
          case "sched_switch" -> SchedEvent.Kind.SWITCH;
          case "sched_waking" -> SchedEvent.Kind.WAKING;
          case "sched_wakeup" -> SchedEvent.Kind.WAKEUP;
          case "sched_wakeup_new" -> SchedEvent.Kind.WAKEUP_NEW;
          case "sched_stat_runtime" -> SchedEvent.Kind.RUNTIME;
          case "sched_process_fork" -> SchedEvent.Kind.FORK;
          case "sched_process_exit" -> SchedEvent.Kind.EXIT;
          default -> null;
        };
    return into.kind != null;
  }

  // ---- the head: NAME TID [CPU] TIME: [PERIOD] EVENT, read backwards ----

  private boolean head(int event, SchedEvent into) {
    int end = event;
    if (line.startsWith(PREFIX, end - PREFIX.length())) {
      end -= PREFIX.length();
    }
    end = beforeSpaces(end);
    if (end > 0 && isDigit(end - 1)) { // the period of the event, which says nothing here
      int period = beforeDigits(end);
      end = beforeSpaces(period);
      if (end == period) {
        return false;
      }
    }
    return end > 0 && line.charAt(end - 1) == ':' && timeAndCpu(end - 1, into);
  }

  private boolean timeAndCpu(int end, SchedEvent into) {
    int fraction = beforeDigits(end);
    int whole = fraction > 0 && isMark(line.charAt(fraction - 1)) ? beforeDigits(fraction - 1) : -1;
    if (fraction == end || whole < 0 || whole == fraction - 1) {
      return false;
    }
    into.timeNs = number(whole, fraction - 1) * NS_PER_S + fraction(fraction, end);
    int close = beforeSpaces(whole);
    int cpu = close > 0 && line.charAt(close - 1) == ']' ? beforeDigits(close - 1) : -1;
    if (bad || cpu <= 0 || cpu == close - 1 || line.charAt(cpu - 1) != '[') {
      return false;
    }
    into.cpu = (int) number(cpu, close - 1);
    bad |= close - 1 - cpu > CPU_DIGITS_MAX;
    return runner(beforeSpaces(cpu - 1), into);
  }

  /** TID, or PID/TID, and the name before it. */
  private boolean runner(int end, SchedEvent into) {
    int tid = beforeDigits(end);
    if (tid == end) {
      return false;
    }
    into.runner = (int) number(tid, end);
    int start = tid;
    if (start > 0 && line.charAt(start - 1) == '-') { // a thread that is gone: -1
      into.runner = -1;
      start--;
    }
    if (start > 0 && line.charAt(start - 1) == '/' && isDigit(start - 2)) {
      start = beforeDigits(start - 1);
    }
    int nameEnd = beforeSpaces(start);
    into.runnerName = line.substring(Math.min(afterSpaces(0), nameEnd), nameEnd);
    return !bad && nameEnd < start;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == ',' || c == '\u066B'; // as the recording machine's locale writes it
  }

  private long fraction(int from, int to) {
    long value = number(from, Math.min(to, from + NS_DIGITS));
    for (int digits = to - from; digits < NS_DIGITS; digits++) {
      value *= 10;
    }
    return value;
  }

  // ---- the body ----

  private boolean body(int from, SchedEvent into) {
    bad = false;
    into.targetCpu = -1;
    into.priority = -1;
    boolean isRead =
        switch (into.kind) {
          case SWITCH -> switched(from, into);
          case WAKING, WAKEUP, WAKEUP_NEW -> woken(from, into);
          case RUNTIME -> ran(from, into);
          case FORK -> forked(from, into);
          case EXIT -> ended(from, into);
        };
    return isRead && !bad;
  }

  private boolean switched(int from, SchedEvent into) {
    if (!line.startsWith("prev_comm=", from)) {
      return switchedInShort(from, into);
    }
    for (int pid = from; (pid = line.indexOf(" prev_pid=", pid)) >= 0; pid++) {
      into.thread = (int) numberAfter(pid, " prev_pid=");
      into.priority = (int) numberAfter(at, " prev_prio=");
      if (!bad && line.startsWith(" prev_state=", at)) {
        into.name = line.substring(from + "prev_comm=".length(), pid);
        return entered(at + " prev_state=".length(), " ==> next_comm=", into);
      }
      bad = false;
    }
    return false;
  }

  private boolean entered(int state, String arrow, SchedEvent into) {
    int end = line.indexOf(' ', state);
    if (end < 0 || !line.startsWith(arrow, end) || !leaving(state, end, into)) {
      return false;
    }
    int pid = line.lastIndexOf(" next_pid=");
    into.next = (int) numberAfter(pid, " next_pid=");
    into.nextPriority = (int) numberAfter(at, " next_prio=");
    if (pid < end + arrow.length()) {
      return false;
    }
    into.nextName = line.substring(end + arrow.length(), pid);
    return true;
  }

  /** NAME:TID [PRIORITY] STATE ==> NAME:TID [PRIORITY]. */
  private boolean switchedInShort(int from, SchedEvent into) {
    int pid = line.indexOf(":" + Math.max(0, into.runner) + " [", from);
    if (pid < 0) {
      return false;
    }
    into.thread = into.runner;
    into.name = line.substring(from, pid);
    into.priority = (int) numberAfter(line.indexOf(" [", pid), " [");
    int state = at + "] ".length();
    int end = line.indexOf(" ==> ", state);
    int bracket = line.lastIndexOf(" [");
    if (end < 0 || bracket < end || !leaving(state, end, into)) {
      return false;
    }
    into.nextPriority = (int) numberAfter(bracket, " [");
    int tid = beforeDigits(bracket);
    into.next = (int) number(tid, bracket);
    if (tid <= end || line.charAt(tid - 1) != ':') {
      return false;
    }
    into.nextName = line.substring(end + " ==> ".length(), tid - 1);
    return true;
  }

  /** R, R+, S, D, T, t, X, Z, P, I, K and, of older kernels, several joined by |. */
  private boolean leaving(int from, int to, SchedEvent into) {
    if (to <= from) {
      return false;
    }
    into.leaving =
        switch (line.charAt(from)) {
          case 'R' -> SchedEvent.Leaving.PREEMPTED;
          case 'I' -> SchedEvent.Leaving.BLOCKED_IN_KERNEL;
          case 'Z', 'X', 'x' -> SchedEvent.Leaving.ENDED;
          default -> SchedEvent.Leaving.BLOCKED;
        };
    return true;
  }

  private boolean woken(int from, SchedEvent into) {
    if (!line.startsWith("comm=", from)) {
      return wokenInShort(from, into);
    }
    for (int pid = from; (pid = line.indexOf(" pid=", pid)) >= 0; pid++) {
      into.thread = (int) numberAfter(pid, " pid=");
      into.priority = (int) numberAfter(at, " prio=");
      if (!bad) {
        if (line.startsWith(" success=", at)) {
          numberAfter(at, " success=");
        }
        into.targetCpu = (int) numberAfter(at, " target_cpu=");
      }
      if (!bad) {
        into.name = line.substring(from + "comm=".length(), pid);
        return true;
      }
      bad = false;
    }
    return false;
  }

  /** NAME:TID [PRIORITY], then perhaps success=1, and CPU:002 or {@literal <CPU:002>}. */
  private boolean wokenInShort(int from, SchedEvent into) {
    int target = line.lastIndexOf("CPU:");
    int bracket = line.lastIndexOf(" [");
    if (bracket < from) {
      return false;
    }
    into.priority = (int) numberAfter(bracket, " [");
    int tid = beforeDigits(bracket);
    into.thread = (int) number(tid, bracket);
    into.targetCpu = target < bracket ? -1 : (int) numberAfter(target, "CPU:");
    if (tid - 1 < from || line.charAt(tid - 1) != ':') {
      return false;
    }
    into.name = line.substring(from, tid - 1);
    return true;
  }

  private boolean ran(int from, SchedEvent into) {
    int pid = line.lastIndexOf(" pid=");
    into.thread = (int) numberAfter(pid, " pid=");
    into.runtimeNs = numberAfter(at, " runtime=");
    return named(from, "comm=", pid, into);
  }

  private boolean ended(int from, SchedEvent into) {
    int pid = line.lastIndexOf(" pid=");
    into.thread = (int) numberAfter(pid, " pid=");
    return named(from, "comm=", pid, into);
  }

  private boolean forked(int from, SchedEvent into) {
    int child = line.lastIndexOf(" child_pid=");
    into.next = (int) numberAfter(child, " child_pid=");
    into.thread = into.runner;
    int comm = line.indexOf(" child_comm=", from);
    into.nextName =
        comm < 0 || comm > child ? "" : line.substring(comm + " child_comm=".length(), child);
    into.name = into.runnerName;
    return !bad;
  }

  private boolean named(int from, String key, int end, SchedEvent into) {
    if (bad || !line.startsWith(key, from) || end < from + key.length()) {
      return false;
    }
    into.name = line.substring(from + key.length(), end);
    return true;
  }

  // ---- numbers ----

  /** The number after the key, which must stand at the place; {@link #at} is behind it then. */
  private long numberAfter(int place, String key) {
    if (place < 0 || !line.startsWith(key, place)) {
      bad = true;
      return 0;
    }
    int from = place + key.length();
    boolean isNegative = from < line.length() && line.charAt(from) == '-';
    from += isNegative ? 1 : 0;
    int to = from;
    while (to < line.length() && isDigit(to)) {
      to++;
    }
    at = to;
    bad |= to == from;
    return isNegative ? -number(from, to) : number(from, to);
  }

  private long number(int from, int to) {
    if (to - from > 18) {
      bad = true;
      return 0;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      value = 10 * value + line.charAt(i) - '0';
    }
    return value;
  }

  private boolean isDigit(int place) {
    return place >= 0 && line.charAt(place) >= '0' && line.charAt(place) <= '9';
  }

  private int beforeDigits(int end) {
    int place = end;
    while (place > 0 && isDigit(place - 1)) {
      place--;
    }
    return place;
  }

  private int beforeSpaces(int end) {
    int place = end;
    while (place > 0 && line.charAt(place - 1) == ' ') {
      place--;
    }
    return place;
  }

  private int afterSpaces(int start) {
    int place = start;
    while (place < line.length() && line.charAt(place) == ' ') {
      place++;
    }
    return place;
  }
}
