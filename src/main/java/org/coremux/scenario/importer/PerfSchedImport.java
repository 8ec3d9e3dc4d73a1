package org.coremux.scenario.importer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.coremux.guest.ReplayProgram;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.trace.ReplayRecording;
import org.coremux.scenario.trace.Turns;

/**
 * Makes a scenario out of a schedule that {@code perf sched record} took on a Linux machine: the
 * text of {@code perf script --ns} or {@code perf sched script}.
 *
 * <p>Source: replaying-schedules.md.
 */
public final class PerfSchedImport {
  /** A wake-up that takes longer waits for something else. Unit: ns. Source: rule 10. */
  private static final long LATENCY_MAX_NS = 100_000;

  /** Where no idle CPU was woken. Unit: ns. Source: rule 10, 15 to 40 us. */
  private static final long IDLE_WAKE_NS = 25_000;

  /** Where no busy CPU was interrupted. Unit: ns. Source: rule 10, 3 to 14 us. */
  private static final long PREEMPTION_NS = 8_000;

  /** How perf's own, binary recordings begin. Source: Linux tools/perf/util/header.c. */
  private static final String PERF_DATA = "PERFILE2";

  private static final int LOOK_AHEAD = 16;

  private final String source;
  private final PerfSchedOptions options;
  private final PerfRecording recording = new PerfRecording();
  private List<RecordedProcess> processes;
  private WakeInference wakes;

  /**
   * An import of one recording.
   *
   * @param source the recording, as messages name it
   */
  public PerfSchedImport(String source, PerfSchedOptions options) {
    this.source = source;
    this.options = options;
  }

  /**
   * What becomes of a recording.
   *
   * @param scenario the scenario, YAML
   * @param platform its platform, YAML
   * @param replay what the threads did
   * @param found what was found in the recording
   * @param turns the turns of each process's threads, by its guest
   */
  public record Result(
      String scenario,
      String platform,
      ReplayRecording replay,
      Imported found,
      Map<String, List<Turns.Turn>> turns) {
    /** Copies the map. */
    public Result {
      turns = Map.copyOf(turns);
    }
  }

  /**
   * Imports a file.
   *
   * @param name of the scenario; its files beside it are NAME.replay and NAME-machine.yaml
   * @param progress is told from time to time how many bytes have been read
   * @throws ScenarioException if there is no such file, or it is no recording
   */
  public Result read(Path file, String name, LongConsumer progress) {
    if (Files.isDirectory(file)) {
      throw wrong("is a folder, where the text of a recording is expected");
    }
    if (!Files.exists(file)) {
      throw wrong("there is no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, name, progress);
    } catch (IOException unreadable) {
      throw wrong("cannot be read" + (Files.isReadable(file) ? "" : ": permission denied"));
    }
  }

  /**
   * Imports a text, plain or compressed by gzip.
   *
   * @throws ScenarioException if it is no recording
   */
  public Result read(InputStream in, String name, LongConsumer progress) throws IOException {
    BufferedInputStream text = new BufferedInputStream(in);
    text.mark(LOOK_AHEAD);
    byte[] start = text.readNBytes(LOOK_AHEAD / 2);
    text.reset();
    if (new String(start, StandardCharsets.ISO_8859_1).equals(PERF_DATA)) {
      throw wrong(
          "is perf's binary recording; write its text with"
              + " `perf script --ns -i FILE > FILE.txt`, and import that");
    }
    boolean isZipped = start.length > 1 && start[0] == 0x1F && (start[1] & 0xFF) == 0x8B;
    recording.read(isZipped ? new GZIPInputStream(text) : text, progress);
    if (recording.switches() == 0) {
      throw wrong(
          recording.events() == 0
              ? "is no recording of perf sched: no line of it is an event such as"
                  + " `make 7 [000] 12.345678901: sched:sched_switch: ...`"
              : "has no event sched_switch; record with `perf sched record`");
    }
    if (recording.schedule().spanNs() == 0) {
      throw wrong("spans no time: all its events are of one instant");
    }
    return result(name);
  }

  private Result result(String name) {
    ScheduleBuilder schedule = recording.schedule();
    processes = RecordedProcess.of(schedule.threads());
    refuseUnknownNames();
    Tick tick = tick(schedule);
    int cpus = schedule.cpus().size();
    Pinning pinning = new Pinning(schedule.threads(), cpus, schedule.spanNs());
    PlacementSigns.Searches searches = searches(schedule, pinning);
    Endings endings = new Endings(schedule.threads(), schedule.spanNs());
    wakes = new WakeInference(schedule.threads(), endings, options::wakes);
    Programs programs = new Programs(schedule, wakes, endings, tick, pinning);
    long[] idle = latencies(schedule.idleLatencyNs());
    long[] busy = latencies(schedule.busyLatencyNs());
    Imported found =
        new Imported(
            name,
            source,
            schedule.spanNs(),
            cpus,
            searches.showSharedCache() ? 1 : cpus,
            tick,
            LongList.quantile(idle, 0.5, IDLE_WAKE_NS),
            idle.length,
            LongList.quantile(busy, 0.5, PREEMPTION_NS),
            busy.length,
            summary(schedule, tick, pinning, endings));
    ImportedScenario texts = new ImportedScenario(found, options, processes);
    String scenario = texts.scenario(name + ".replay", name + "-machine.yaml");
    Map<String, List<Turns.Turn>> turns = new LinkedHashMap<>();
    processes.forEach(process -> turns.put(process.guest(), process.turns()));
    return new Result(scenario, texts.platform(), programs.of(processes), found, turns);
  }

  private static PlacementSigns.Searches searches(ScheduleBuilder schedule, Pinning pinning) {
    return schedule
        .signs()
        .searches(number -> pinning.cpu(schedule.threads().get(number)) == ReplayProgram.NONE);
  }

  private static long[] latencies(LongList all) {
    LongList near = new LongList();
    for (int i = 0; i < all.count(); i++) {
      if (all.at(i) <= LATENCY_MAX_NS) {
        near.add(all.at(i));
      }
    }
    return near.sorted();
  }

  /** What preemptions keep step with; else what the accounting of CPU time does. */
  private static Tick tick(ScheduleBuilder schedule) {
    LongList preempted = new LongList();
    for (RecordedThread thread : schedule.threads()) {
      for (int i = 0; i < thread.preemptedNs.count(); i++) {
        preempted.add(thread.preemptedNs.at(i));
      }
    }
    Tick tick = Tick.of(preempted.sorted());
    return tick != null ? tick : Tick.of(schedule.accountedNs().sorted());
  }

  // ---- what users say ----

  private void refuseUnknownNames() {
    Collection<String> names = new TreeSet<>();
    Collection<String> guests = new TreeSet<>();
    processes.forEach(
        process -> {
          names.add(process.name());
          guests.add(process.guest());
        });
    List<Problem> problems = new ArrayList<>();
    options.wakesOf().keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> problems.add(unknown("--wakes " + name, name, names)));
    options.groups().keySet().stream()
        .filter(name -> !guests.contains(name))
        .forEach(name -> problems.add(unknown("--group " + name, name, guests)));
    if (!problems.isEmpty()) {
      throw new ScenarioException(problems);
    }
  }

  private static Problem unknown(String option, String name, Collection<String> names) {
    String there =
        "there is no process `"
            + name
            + "` in the recording; there are "
            + String.join(", ", names)
            + Nearest.hint(name, names);
    return new Problem(option, 0, 0, "", there);
  }

  // ---- what people are told ----

  private List<String> summary(
      ScheduleBuilder schedule, Tick tick, Pinning pinning, Endings endings) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%,d events over %.3f s on %d CPUs; %,d threads in %,d processes.",
            recording.events(),
            schedule.spanNs() / 1e9,
            schedule.cpus().size(),
            schedule.threads().size(),
            processes.size()));
    lines.add(
        format(
            "Wake-ups: %,d taken for timers' and interrupts', %,d for other threads'.",
            wakes.timers(), wakes.causal()));
    lines.add(
        tick == null
            ? "The timer tick does not show; the scheduler's default is taken."
            : format(
                "The timer ticks every %.3f ms, at %.3f ms.",
                tick.periodNs() / 1e6, tick.phaseNs() / 1e6));
    PlacementSigns.Searches searches = searches(schedule, pinning);
    if (!searches.showSharedCache()) {
      lines.add(
          format(
              "Its scheduler knew of no shared cache: %,d woken threads stayed on a busy CPU beside"
                  + " an idle one, %,d did not.",
              searches.stayed(), searches.found()));
    }
    long pinned = schedule.threads().stream().filter(t -> pinning.cpu(t) >= 0).count();
    long timed = schedule.threads().stream().filter(endings::isByTime).count();
    lines.add(
        format(
            "Threads: %,d were kept to one CPU, %,d end at a time, not after an amount of work.",
            pinned, timed));
    if (schedule.lostSwitches() > 0) {
      lines.add(format("%,d switches were lost, and have been closed.", schedule.lostSwitches()));
    }
    skipped(schedule, lines);
    return lines;
  }

  private void skipped(ScheduleBuilder schedule, List<String> lines) {
    if (recording.otherEvents() > 0) {
      lines.add(format("%,d events of other kinds were passed over.", recording.otherEvents()));
    }
    if (recording.unknownLines() > 0) {
      lines.add(
          format(
              "%,d lines are no events and were skipped, the first is line %,d: %s",
              recording.unknownLines(),
              recording.firstUnknownLine(),
              Problem.quoted(recording.firstUnknown())));
    }
    if (schedule.backwards() > 0) {
      lines.add(format("%,d events came before the one that they follow.", schedule.backwards()));
    }
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private ScenarioException wrong(String message) {
    return new ScenarioException(new Problem(source, 0, 0, "", message));
  }
}
