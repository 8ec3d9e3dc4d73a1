package org.coremux.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.Run;
import org.coremux.guest.ReplayMeter.Figures;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.importer.PerfSchedImport;
import org.coremux.scenario.importer.PerfSchedOptions;
import org.coremux.scenario.trace.ReplayFile;
import org.coremux.scenario.trace.Turns.Turn;

/**
 * Real kernels against the simulator: a recorded schedule is imported, replayed under the kernel's
 * policy and under one that knows nothing, and compared process by process.
 *
 * <p>Source: replaying-schedules.md, section 1, on what to judge by.
 */
public final class KernelEvidence {
  /** Processes with less than this part of all that ran are left out. Source: assumed. */
  private static final double PART_MIN = 0.002;

  /** Unless they are switched so often. Source: assumed. */
  private static final long SWITCHES_MIN = 1_000;

  private static final String NAME = "recording";

  private final Plugins plugins;

  /** With these policies and platforms. */
  public KernelEvidence(Plugins plugins) {
    this.plugins = plugins;
  }

  /**
   * One recording, compared.
   *
   * @param trace its file
   * @param known what is known of it
   * @param summary what the import found, a line each
   * @param rows its processes, most CPU time first
   * @param figures what weights and quotas made of them
   */
  public record Comparison(
      Path trace,
      KnownRecording known,
      List<String> summary,
      List<KernelRow> rows,
      List<KernelFigure> figures) {
    /** Copies the lists. */
    public Comparison {
      summary = List.copyOf(summary);
      rows = List.copyOf(rows);
      figures = List.copyOf(figures);
    }

    /** Whether a goal is missed. */
    public boolean isMissed() {
      return verdicts().anyMatch(verdict -> verdict == KernelRow.Verdict.MISSED);
    }

    /** Of its rows, then of its figures. */
    public Stream<KernelRow.Verdict> verdicts() {
      return Stream.concat(
          rows.stream().map(KernelRow::verdict), figures.stream().map(KernelFigure::verdict));
    }
  }

  /** What a policy makes of a recording: each process, and its turns. */
  private record Prediction(Map<String, Replayed> processes, Map<String, List<Turn>> turns) {}

  /**
   * Compares a recording.
   *
   * @throws org.coremux.scenario.ScenarioException if the file is none
   */
  public Comparison compare(Path trace, KnownRecording known) {
    PerfSchedImport.Result imported = read(trace, known.options());
    Prediction eevdf = run(imported, List.of());
    // Round robin knows no groups: it gets the threads without them.
    PerfSchedImport.Result plain = read(trace, known.options().withGroups(Map.of()));
    Prediction naive =
        run(plain, List.of("hosts.recorded.scheduler={name: round-robin, quantum: 4 ms}"));
    List<KernelRow> rows = new ArrayList<>();
    long allNs = eevdf.processes().values().stream().mapToLong(r -> r.recorded().runningNs()).sum();
    eevdf
        .processes()
        .forEach(
            (process, replayed) -> {
              Figures recorded = replayed.recorded();
              if (recorded.runningNs() >= PART_MIN * allNs || recorded.switches() >= SWITCHES_MIN) {
                Figures other = naive.processes().get(process).now();
                KernelRow.Verdict open = KernelRow.Verdict.NO_GOAL;
                rows.add(
                    new KernelRow(process, recorded, replayed.now(), other, open).judged(known));
              }
            });
    rows.sort(Comparator.comparingLong(row -> -row.recorded().runningNs()));
    List<KernelFigure> figures = new ArrayList<>(KernelFigure.of(known, rows));
    if (known.periodNs() > 0) {
      rows.stream()
          .filter(row -> known.goal(row.process()).isPresent())
          .forEach(row -> figures.addAll(pattern(row, known.periodNs(), imported, eevdf, naive)));
    }
    return new Comparison(trace, known, imported.found().summary(), rows, figures);
  }

  private static List<KernelFigure> pattern(
      KernelRow row,
      long periodNs,
      PerfSchedImport.Result imported,
      Prediction eevdf,
      Prediction naive) {
    String process = row.process();
    return ThrottlePattern.figures(
        process,
        periodNs,
        List.of(
            ThrottlePattern.of(row.recorded(), imported.turns().get(process), periodNs),
            ThrottlePattern.of(row.eevdf(), eevdf.turns().get(process), periodNs),
            ThrottlePattern.of(row.roundRobin(), naive.turns().get(process), periodNs)));
  }

  private static PerfSchedImport.Result read(Path trace, PerfSchedOptions options) {
    return new PerfSchedImport(trace.toString(), options).read(trace, NAME, bytes -> {});
  }

  private Prediction run(PerfSchedImport.Result imported, List<String> overrides) {
    try {
      Path folder = Files.createTempDirectory("coremux-kernel");
      try {
        Path scenario = folder.resolve(NAME + ".yaml");
        Files.writeString(scenario, imported.scenario());
        Files.writeString(folder.resolve(NAME + "-machine.yaml"), imported.platform());
        try (OutputStream out = Files.newOutputStream(folder.resolve(NAME + ".replay"))) {
          ReplayFile.write(imported.replay(), out);
        }
        return run(scenario, overrides);
      } finally {
        delete(folder);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot write a temporary folder", broken);
    }
  }

  private Prediction run(Path scenario, List<String> overrides) {
    Model model =
        new Model(
            new ScenarioReader(plugins.catalogue()).read(scenario, overrides),
            plugins,
            Model.Options.NORMAL);
    TurnWatch watch = new TurnWatch(model);
    Map<String, Replayed> processes = new TreeMap<>();
    for (GuestResult guest : new Run(model).toEnd().guests()) {
      guest.recorded().ifPresent(replayed -> processes.put(guest.name(), replayed));
    }
    return new Prediction(processes, watch.turns());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
