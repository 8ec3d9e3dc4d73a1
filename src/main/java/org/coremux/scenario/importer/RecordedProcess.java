package org.coremux.scenario.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coremux.guest.ReplayMeter;
import org.coremux.scenario.trace.Turns;

/**
 * The threads of a recording that have one name and one priority: what becomes a guest.
 *
 * @param guest the guest's name: NAME, NAME-niceN, NAME-rtN
 * @param name of the process
 * @param priority of its threads, as the kernel counts
 * @param threads in the order in which they were first seen
 */
record RecordedProcess(String guest, String name, int priority, List<RecordedThread> threads) {
  private static final char UNPRINTABLE = '?';

  RecordedProcess {
    threads = List.copyOf(threads);
  }

  /** Those of a recording, in the order in which their first threads were seen. */
  static List<RecordedProcess> of(List<RecordedThread> threads) {
    Map<List<Object>, List<RecordedThread>> byKind = new LinkedHashMap<>();
    for (RecordedThread thread : threads) {
      byKind
          .computeIfAbsent(List.of(thread.name, thread.priority), kind -> new ArrayList<>())
          .add(thread);
    }
    Set<String> taken = new HashSet<>();
    List<RecordedProcess> processes = new ArrayList<>();
    byKind.forEach(
        (kind, own) -> {
          String name = (String) kind.get(0);
          int priority = (int) kind.get(1);
          processes.add(new RecordedProcess(guest(name, priority, taken), name, priority, own));
        });
    return processes;
  }

  private static String guest(String name, int priority, Set<String> taken) {
    StringBuilder printable = new StringBuilder();
    name.codePoints()
        .map(
            c ->
                Character.isISOControl(c) || !Character.isDefined(c) || isHidden(c)
                    ? UNPRINTABLE
                    : c)
        .forEach(printable::appendCodePoint);
    String plain = printable.toString().strip();
    String guest = (plain.isEmpty() ? "unnamed" : plain) + suffix(priority);
    String free = guest;
    for (int i = 2; !taken.add(free); i++) {
      free = guest + "#" + i;
    }
    return free;
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || c == 0xFFFD;
  }

  private static String suffix(int priority) {
    if (KernelPriority.isRealTime(priority)) {
      return "-rt" + KernelPriority.realTime(priority);
    }
    int nice = KernelPriority.nice(priority);
    return nice == 0 ? "" : "-nice" + nice;
  }

  /** Nice value; 0 for real-time threads. */
  int nice() {
    return KernelPriority.isRealTime(priority) ? 0 : KernelPriority.nice(priority);
  }

  /** Real-time priority; 0 for fair threads. */
  int realTime() {
    return KernelPriority.isRealTime(priority) ? KernelPriority.realTime(priority) : 0;
  }

  /** Run delays of all its stretches. */
  ReplayMeter.Delays delays() {
    LongList all = new LongList();
    long sumNs = 0;
    for (RecordedThread thread : threads) {
      for (int i = 0; i < thread.stretchDelaysNs.count(); i++) {
        all.add(thread.stretchDelaysNs.at(i));
        sumNs += thread.stretchDelaysNs.at(i);
      }
    }
    long[] sorted = all.sorted();
    return new ReplayMeter.Delays(
        sorted.length,
        sumNs / Math.max(1, sorted.length),
        LongList.quantile(sorted, 0.5, 0),
        LongList.quantile(sorted, 0.95, 0),
        LongList.quantile(sorted, 0.99, 0),
        LongList.quantile(sorted, 1, 0));
  }

  /** The turns of all its threads. */
  List<Turns.Turn> turns() {
    return threads.stream().flatMap(thread -> thread.turns.all().stream()).toList();
  }

  /** What its threads got. */
  ReplayMeter.Figures figures() {
    ReplayMeter.Figures sum = ReplayMeter.Figures.NONE;
    for (RecordedThread t : threads) {
      sum = sum.plus(new ReplayMeter.Figures(t.runNs, t.delayNs, t.switches, t.preemptions));
    }
    return sum;
  }
}
