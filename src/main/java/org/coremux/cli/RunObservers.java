package org.coremux.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Observation;
import org.coremux.experiment.Observer;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.TimelineRecorder;
import org.coremux.hypervisor.Host;
import org.coremux.report.SnapshotText;
import org.coremux.report.page.ResultFolder;
import org.coremux.scenario.Model;

/** What is kept of a run beside its report: the folder of {@code --out}, the file of a trace. */
final class RunObservers implements AutoCloseable {
  private final ResultFolder folder;
  private final TimelineWindow window;
  private final TraceFile trace;
  private TimelineRecorder recorder;

  /**
   * Sees whether everything can be kept, before a run whose result would be lost.
   *
   * @param out the folder; null for none
   * @throws java.io.UncheckedIOException with a message for people when something cannot
   */
  RunObservers(Path out, TraceArguments traced, TimelineWindow window) {
    this.window = window;
    folder = out == null ? null : new ResultFolder(out);
    if (folder != null) {
      folder.check();
    }
    trace = traced.file() == null ? null : new TraceFile(traced, window);
  }

  /** The options of the model that is to be observed. */
  Model.Options options(Model.Options options) {
    return folder == null && trace == null ? options : Observation.options(options);
  }

  /** Begins to observe a model at time 0. */
  void begin(Model model) {
    if (folder != null) {
      recorder =
          new TimelineRecorder(
              model,
              window.window(),
              snapshot -> SnapshotText.text(snapshot, StandardCharsets.UTF_8));
    }
    if (trace != null) {
      trace.begin(model);
    }
    for (Host host : model.hosts()) {
      List<Observer> observers = new ArrayList<>();
      if (recorder != null) {
        observers.add(recorder.of(host));
      }
      if (trace != null) {
        observers.add(trace.of(host));
      }
      if (!observers.isEmpty()) {
        Observation.of(host, observers);
      }
    }
  }

  /**
   * Keeps everything, after the run.
   *
   * @param scenario the effective one as YAML
   * @return warnings; usually none
   * @throws java.io.UncheckedIOException with a message for people when something cannot be kept;
   *     all else is
   */
  List<String> keep(RunResult result, String scenario) {
    List<String> warnings = new ArrayList<>();
    try {
      if (folder != null) {
        warnings.addAll(folder.write(result, scenario, recorder.timeline(result)));
      }
    } finally {
      if (trace != null) {
        trace.keep(result).ifPresent(warnings::add);
      }
    }
    return warnings;
  }

  @Override
  public void close() {
    if (trace != null) {
      trace.close();
    }
  }
}
