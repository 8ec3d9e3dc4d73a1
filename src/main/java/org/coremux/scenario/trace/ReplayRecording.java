package org.coremux.scenario.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.guest.ReplayMeter;
import org.coremux.guest.ReplayProcess;
import org.coremux.guest.ReplayProgram;

/**
 * A recorded schedule as programs: what each thread of each process did.
 *
 * @param threads how many threads there are; numbers are below
 * @param processes by name, in their order
 */
public record ReplayRecording(int threads, Map<String, ReplayProcess> processes) {
  /** Keeps the order. */
  public ReplayRecording {
    processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
  }

  /** Collects processes and their threads in the order of a file. */
  static final class Builder {
    private final Map<String, ReplayProcess> processes = new LinkedHashMap<>();
    private String name;
    private ReplayMeter.Figures recorded;
    private ReplayMeter.Delays delays = ReplayMeter.Delays.NONE;
    private List<Integer> numbers = new ArrayList<>();
    private List<ReplayProgram> programs = new ArrayList<>();
    private int threads;

    /** Another process begins; false when there is one of that name. */
    boolean process(String next, ReplayMeter.Figures got) {
      endProcess();
      name = next;
      recorded = got;
      delays = ReplayMeter.Delays.NONE;
      return !processes.containsKey(next);
    }

    boolean isInProcess() {
      return name != null;
    }

    void delays(ReplayMeter.Delays got) {
      delays = got;
    }

    void thread(int number, ReplayProgram program) {
      numbers.add(number);
      programs.add(program);
      threads = Math.max(threads, number + 1);
    }

    private void endProcess() {
      if (name != null) {
        ReplayMeter.Recorded got = new ReplayMeter.Recorded(recorded, delays);
        processes.put(name, new ReplayProcess(name, numbers, programs, got));
      }
      numbers = new ArrayList<>();
      programs = new ArrayList<>();
    }

    ReplayRecording build() {
      endProcess();
      return new ReplayRecording(threads, processes);
    }
  }
}
