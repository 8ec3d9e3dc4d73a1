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

  /** Highest number of a CPU. Source: what a scenario can have. */
  private static final long CPU_MAX = 4_095;

  /** Highest number of a thread. Source: Linux include/linux/threads.h, PID_MAX_LIMIT. */
  private static final long TID_MAX = 1 << 22;

  /** Latest time, 285 years. Unit: s. */
  private static final long SECONDS_MAX = 9_000_000_000L;

  /** Longest stretch that is accounted at once, 11 days. Unit: ns. Source: assumed. */
  private static final long RUNTIME_MAX_NS = 1_000_000 * NS_PER_S;

  /** Of deadline threads -1, of the least of all others 139. Source: include/linux/sched/prio.h. */
  private static final long PRIORITY_MIN = -1;

  private static final long PRIORITY_MAX = 139;

  /** Characters of a name. Source: TASK_COMM_LEN, without the end of the text. */
  private static final int NAME_MAX = 15;

  /** States of those who leave, several joined by |. Source: include/trace/events/sched.h. */
  private static final String STATES = "RSDTtXxZPIKWNp|+";

  private String line;

  /** Where the number that was read last began, or ended, whichever way it was read. */
  private int at;

  private boolean bad;
  private boolean isBroken;

  /** Reads the line into the event; false when it is none of the events that are understood. */
  boolean read(String text, SchedEvent into) {
    line = text;
    isBroken = false;
    for (int from = 0; ; ) {
      bad = false;
      int name = line.indexOf(EVENT, from);
      if (name < 0) {
        return false;
      }
      int end = line.indexOf(": ", name);
      boolean isKnown = end > 0 && kind(name, end, into);
      if (end > 0 && head(name, into)) { // whatever looks like a head further on is in a text
        isBroken = isKnown && !body(end + 2, into);
        return isKnown && !isBroken;
      }
      isBroken |= isKnown;
      from = name + EVENT.length();
    }
  }

  /** Whether the line that was read last has an event that would be understood if it was whole. */
  boolean isBroken() {
    return isBroken;
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
    long seconds = number(whole, fraction - 1, SECONDS_MAX);
    into.timeNs = seconds * NS_PER_S + fraction(fraction, end);
    int close = beforeSpaces(whole);
    int cpu = close > 0 && line.charAt(close - 1) == ']' ? beforeDigits(close - 1) : -1;
    if (bad || cpu <= 0 || cpu == close - 1 || line.charAt(cpu - 1) != '[') {
      return false;
    }
    into.cpu = (int) number(cpu, close - 1, CPU_MAX);
    return runner(beforeSpaces(cpu - 1), into);
  }

  /** TID, or PID/TID, and the name before it. */
  private boolean runner(int end, SchedEvent into) {
    int tid = beforeDigits(end);
    if (tid == end) {
      return false;
    }
    into.runner = (int) number(tid, end, TID_MAX);
    int start = tid;
    if (start > 0 && line.charAt(start - 1) == '-') { // a thread that is gone: -1
      into.runner = -1;
      start--;
    }
    if (start > 0 && line.charAt(start - 1) == '/' && isDigit(start - 2)) {
      start = beforeDigits(start - 1);
    }
    int nameEnd = beforeSpaces(start);
    into.runnerName = name(0, nameEnd);
    return !bad && nameEnd < start;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == ',' || c == '\u066B'; // as the recording machine's locale writes it
  }

  private long fraction(int from, int to) {
    long value = number(from, Math.min(to, from + NS_DIGITS), NS_PER_S);
    for (int digits = to - from; digits < NS_DIGITS; digits++) {
      value *= 10;
    }
    return value;
  }

  // ---- the body ----

  private boolean body(int from, SchedEvent into) {
    bad = false;
    into.targetCpu = -1;
    into.priority = SchedEvent.UNSAID;
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
    int start = line.startsWith("prev_comm=", from) ? from : line.length();
    for (int pid = start; (pid = line.indexOf(" prev_pid=", pid)) >= 0; pid++) {
      into.thread = threadAfter(pid, " prev_pid=");
      into.priority = priorityAfter(at, " prev_prio=");
      if (!bad && line.startsWith(" prev_state=", at)) {
        into.name = name(from + "prev_comm=".length(), pid);
        return entered(at + " prev_state=".length(), " ==> next_comm=", into);
      }
      bad = false;
    }
    return switchedInShort(from, into);
  }

  private boolean entered(int state, String arrow, SchedEvent into) {
    int end = line.indexOf(' ', state);
    if (end < 0 || !line.startsWith(arrow, end) || !leaving(state, end, into)) {
      return false;
    }
    int pid = line.lastIndexOf(" next_pid=");
    into.next = threadAfter(pid, " next_pid=");
    into.nextPriority = priorityAfter(at, " next_prio=");
    if (pid < end + arrow.length()) {
      return false;
    }
    into.nextName = name(end + arrow.length(), pid);
    return true;
  }

  /** NAME:TID [PRIORITY] STATE ==> NAME:TID [PRIORITY]. */
  private boolean switchedInShort(int from, SchedEvent into) {
    int bracket = line.lastIndexOf(" [");
    int tid = beforeDigits(bracket);
    for (int pid = from; (pid = line.indexOf(':', pid)) >= 0 && pid < bracket; pid++) {
      into.thread = threadAfter(pid, ":");
      into.priority = priorityAfter(at, " [");
      int state = at + "] ".length();
      int end = bad || !line.startsWith("] ", at) ? -1 : line.indexOf(' ', state);
      int next = end + " ==> ".length();
      if (end > 0
          && line.startsWith(" ==> ", end)
          && leaving(state, end, into)
          && tid > next
          && line.charAt(tid - 1) == ':'
          && tid - 1 - next <= NAME_MAX) {
        into.name = name(from, pid);
        into.nextName = name(next, tid - 1);
        into.next = (int) number(tid, bracket, TID_MAX);
        into.nextPriority = priorityAfter(bracket, " [");
        return tid < bracket;
      }
      bad = false;
    }
    return false;
  }

  /** R, R+, S, D, T, t, X, Z, P, I, K and, of older kernels, several joined by |. */
  private boolean leaving(int from, int to, SchedEvent into) {
    if (to <= from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (STATES.indexOf(line.charAt(i)) < 0) {
        return false;
      }
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
    int start = line.startsWith("comm=", from) ? from : line.length();
    for (int pid = start; (pid = line.indexOf(" pid=", pid)) >= 0; pid++) {
      into.thread = threadAfter(pid, " pid=");
      into.priority = priorityAfter(at, " prio=");
      if (!bad) {
        if (line.startsWith(" success=", at)) {
          numberAfter(at, " success=", 0, 1);
        }
        into.targetCpu = (int) numberAfter(at, " target_cpu=", 0, CPU_MAX);
      }
      if (!bad) {
        into.name = name(from + "comm=".length(), pid);
        return true;
      }
      bad = false;
    }
    return wokenInShort(from, into);
  }

  /** NAME:TID [PRIORITY], then perhaps success=1, and CPU:002 or {@literal <CPU:002>}. */
  private boolean wokenInShort(int from, SchedEvent into) {
    int target = line.lastIndexOf("CPU:");
    int bracket = line.lastIndexOf(" [");
    if (bracket < from) {
      return false;
    }
    into.priority = priorityAfter(bracket, " [");
    int tid = beforeDigits(bracket);
    into.thread = (int) number(tid, bracket, TID_MAX);
    into.targetCpu = target < bracket ? -1 : (int) numberAfter(target, "CPU:", 0, CPU_MAX);
    if (tid == bracket || tid - 1 < from || line.charAt(tid - 1) != ':') {
      return false;
    }
    into.name = name(from, tid - 1);
    return true;
  }

  private boolean ran(int from, SchedEvent into) {
    int pid = line.lastIndexOf(" pid=");
    into.thread = threadAfter(pid, " pid=");
    into.runtimeNs = numberAfter(at, " runtime=", 0, RUNTIME_MAX_NS);
    return named(from, "comm=", pid, into);
  }

  private boolean ended(int from, SchedEvent into) {
    int pid = line.lastIndexOf(" pid=");
    into.thread = threadAfter(pid, " pid=");
    return named(from, "comm=", pid, into);
  }

  private boolean forked(int from, SchedEvent into) {
    int child = line.lastIndexOf(" child_pid=");
    into.next = threadAfter(child, " child_pid=");
    for (int pid = from; !bad && (pid = line.indexOf(" pid=", pid)) >= 0; pid++) {
      into.thread = threadAfter(pid, " pid=");
      if (!bad && line.startsWith(" child_comm=", at) && at + " child_comm=".length() <= child) {
        into.nextName = name(at + " child_comm=".length(), child);
        return named(from, "comm=", pid, into);
      }
      bad = false;
    }
    return false;
  }

  private boolean named(int from, String key, int end, SchedEvent into) {
    if (bad || !line.startsWith(key, from) || end < from + key.length()) {
      return false;
    }
    into.name = name(from + key.length(), end);
    return true;
  }

  /** Without the spaces around it, which the head of a line does not show. */
  private String name(int from, int to) {
    int start = afterSpaces(from);
    return start < to ? line.substring(start, beforeSpaces(to)) : "";
  }

  // ---- numbers ----

  private int threadAfter(int place, String key) {
    return (int) numberAfter(place, key, 0, TID_MAX);
  }

  private int priorityAfter(int place, String key) {
    return (int) numberAfter(place, key, PRIORITY_MIN, PRIORITY_MAX);
  }

  /**
   * The number after the key, which must stand at the place, in these bounds; {@link #at} is behind
   * it then.
   */
  private long numberAfter(int place, String key, long least, long most) {
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
    long value = isNegative ? -number(from, to, -least) : number(from, to, most);
    bad |= value < least;
    return value;
  }

  private long number(int from, int to, long most) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = 10 * value + line.charAt(i) - '0';
      if (value > most) {
        bad = true;
        return 0;
      }
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
