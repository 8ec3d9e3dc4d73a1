package org.coremux.scenario.importer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A recording written line by line, as perf prints it. Times are us since its start; threads are
 * {@code name/tid}, {@code -} is the idle one.
 */
final class Script {
  private static final long US_PER_S = 1_000_000;
  private static final long START_S = 5_000;

  private final StringBuilder text = new StringBuilder();
  private String priority = "120";

  /** Threads of the lines that follow have this priority, as the kernel counts. */
  Script priority(int kernel) {
    priority = Integer.toString(kernel);
    return this;
  }

  private static String name(String thread) {
    return thread.equals("-") ? "swapper" : thread.substring(0, thread.lastIndexOf('/'));
  }

  private static String tid(String thread) {
    return thread.equals("-") ? "0" : thread.substring(thread.lastIndexOf('/') + 1);
  }

  private Script line(long us, int cpu, String head, String event) {
    text.append(
        String.format(
            Locale.ROOT,
            "%16s %6s [%03d] %6d.%06d000: sched:%s%n",
            name(head),
            tid(head),
            cpu,
            START_S + us / US_PER_S,
            us % US_PER_S,
            event));
    return this;
  }

  /** One leaves in a state, the other one enters. */
  Script leaves(long us, int cpu, String one, String state, String other) {
    return line(
        us,
        cpu,
        one,
        "sched_switch: prev_comm=%s prev_pid=%s prev_prio=%s prev_state=%s ==> "
                .formatted(name(one), tid(one), priority, state)
            + "next_comm=%s next_pid=%s next_prio=%s".formatted(name(other), tid(other), priority));
  }

  /** Somebody is woken, to be queued on the same CPU, while the first one runs. */
  Script wakes(long us, int cpu, String head, String woken) {
    return wakes(us, cpu, head, woken, cpu);
  }

  Script wakes(long us, int cpu, String head, String woken, int target) {
    return line(
        us,
        cpu,
        head,
        "sched_waking: comm=%s pid=%s prio=%s target_cpu=%03d"
            .formatted(name(woken), tid(woken), priority, target));
  }

  /** A new thread is queued. */
  Script begins(long us, int cpu, String head, String child) {
    return line(
        us,
        cpu,
        head,
        "sched_wakeup_new: comm=%s pid=%s prio=%s target_cpu=%03d"
            .formatted(name(child), tid(child), priority, cpu));
  }

  Script forks(long us, int cpu, String head, String child) {
    return line(
        us,
        cpu,
        head,
        "sched_process_fork: comm=%s pid=%s child_comm=%s child_pid=%s"
            .formatted(name(head), tid(head), name(child), tid(child)));
  }

  /** CPU time of the one that runs is accounted. */
  Script accounts(long us, int cpu, String head, long runUs) {
    return line(
        us,
        cpu,
        head,
        "sched_stat_runtime: comm=%s pid=%s runtime=%d000 [ns]"
            .formatted(name(head), tid(head), runUs));
  }

  /** Anything. */
  Script text(String lines) {
    text.append(lines);
    return this;
  }

  String text() {
    return text.toString();
  }

  PerfRecording recording() {
    PerfRecording recording = new PerfRecording();
    try {
      recording.read(
          new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8)), bytes -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return recording;
  }

  ScheduleBuilder schedule() {
    return recording().schedule();
  }

  List<RecordedThread> threads() {
    return schedule().threads();
  }

  /** The last thread with that number. */
  static RecordedThread thread(List<RecordedThread> threads, int tid) {
    RecordedThread found = null;
    for (RecordedThread thread : threads) {
      found = thread.tid == tid ? thread : found;
    }
    return found;
  }

  /** What the thread did, in words; times in us. */
  static String steps(List<RecordedThread> threads, int tid) {
    RecordedThread t = thread(threads, tid);
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < t.steps(); i++) {
      words.append(i == 0 ? "" : ", ");
      switch (t.step(i)) {
        case RUN -> words.append("run ").append(t.value(i) / 1_000);
        case WAKE -> {
          int block = t.targetBlock(i);
          words.append(
              block < 0 ? "wake nobody" : "wake " + threads.get(t.target(i)).tid + "#" + block);
        }
        case BLOCK -> words.append(block(threads, t, (int) t.value(i)));
        case ACCOUNT -> words.append("account");
      }
    }
    return words + (t.hasEnded ? ", end" : "");
  }

  private static String block(List<RecordedThread> threads, RecordedThread t, int block) {
    String from = "block " + t.blockedNs(block) / 1_000 + " to ";
    if (!t.hasWoken(block)) {
      return from + "the end";
    }
    int waker = t.waker(block);
    String by = waker == RecordedThread.NOBODY ? "" : " by " + threads.get(waker).tid;
    return from + t.wokenNs(block) / 1_000 + by;
  }
}
