package org.coremux.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The text of a recorded schedule, as {@code perf script --ns} prints it: on two CPUs a server and
 * its clients wake each other by turns, so that each round has six lines, as recordings of such
 * programs have for each request.
 */
final class RecordingText {
  private static final long NS_PER_S = 1_000_000_000;
  private static final int LINES_PER_ROUND = 6;
  private static final int CLIENTS = 16;

  private RecordingText() {}

  /** So many events, of one seed always the same. */
  static byte[] of(int events) {
    StringBuilder text = new StringBuilder(110 * events);
    SplittableRandom random = new SplittableRandom(1);
    long ns = 5_000 * NS_PER_S;
    for (int i = 0; i < events; i += LINES_PER_ROUND) {
      int cpu = i / LINES_PER_ROUND % 2;
      int client = 100 + 2 * random.nextInt(CLIENTS) + cpu;
      int server = 50 + cpu;
      ns = line(text, ns, random, cpu, "nginx", server, waking("wrk", client, cpu));
      ns = line(text, ns, random, cpu, "nginx", server, runtime("nginx", server, random));
      ns = line(text, ns, random, cpu, "nginx", server, leaves("nginx", server, "wrk", client));
      ns = line(text, ns, random, cpu, "wrk", client, waking("nginx", server, cpu));
      ns = line(text, ns, random, cpu, "wrk", client, runtime("wrk", client, random));
      ns = line(text, ns, random, cpu, "wrk", client, leaves("wrk", client, "nginx", server));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String waking(String name, int tid, int cpu) {
    return "sched:sched_waking: comm=" + name + " pid=" + tid + " prio=120 target_cpu=00" + cpu;
  }

  private static String runtime(String name, int tid, SplittableRandom random) {
    int ns = 1_000 + random.nextInt(20_000);
    return "sched:sched_stat_runtime: comm=" + name + " pid=" + tid + " runtime=" + ns + " [ns]";
  }

  private static String leaves(String name, int tid, String next, int nextTid) {
    return "sched:sched_switch: prev_comm="
        + name
        + " prev_pid="
        + tid
        + " prev_prio=120 prev_state=S ==> next_comm="
        + next
        + " next_pid="
        + nextTid
        + " next_prio=120";
  }

  private static long line(
      StringBuilder text,
      long ns,
      SplittableRandom random,
      int cpu,
      String name,
      int tid,
      String e) {
    text.append(
        String.format(
            Locale.ROOT,
            "%16s %6d [%03d] %6d.%09d: %s%n",
            name,
            tid,
            cpu,
            ns / NS_PER_S,
            ns % NS_PER_S,
            e));
    return ns + 500 + random.nextInt(5_000);
  }
}
