package org.coremux.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Observer;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.TraceEvents;
import org.coremux.hypervisor.Host;
import org.coremux.report.AtomicFile;
import org.coremux.scenario.Model;

/** The file of {@code --trace}: grows beside its place during a run, and is moved there after. */
final class TraceFile implements AutoCloseable {
  private static final String COMPRESSED = ".gz";

  private final Path file;
  private final TraceEvents.Window window;
  private final String limit;
  private final AtomicFile.Draft draft;
  private OutputStream out;
  private TraceEvents events;

  /**
   * Begins the file.
   *
   * @throws java.io.UncheckedIOException with a message for people when it cannot
   */
  TraceFile(TraceArguments arguments, TimelineWindow timeline) {
    file = arguments.file();
    window = timeline.traced(arguments.bytesMax());
    limit = arguments.limit();
    draft = new AtomicFile.Draft(file);
  }

  /** Begins to tell of a model that is observed, at time 0. */
  void begin(Model model) {
    try {
      boolean isCompressed = file.toString().endsWith(COMPRESSED);
      out = isCompressed ? new GZIPOutputStream(draft.out()) : draft.out();
    } catch (IOException e) {
      throw draft.cannot(e);
    }
    events = new TraceEvents(model, out, window);
  }

  Observer of(Host host) {
    return events.of(host);
  }

  /**
   * Ends it, after the run.
   *
   * @return a warning when it ends before the run does
   * @throws java.io.UncheckedIOException with a message for people if anything was not written
   */
  Optional<String> keep(RunResult result) {
    TraceEvents.Extent extent;
    try {
      extent = events.finish(result);
      out.close();
    } catch (IOException e) {
      throw draft.cannot(e);
    }
    draft.keep();
    return extent.isCut() ? Optional.of(cut(extent)) : Optional.empty();
  }

  private String cut(TraceEvents.Extent extent) {
    return ("%s ends at %s ms: there it has reached --trace-limit %s;"
            + " --timeline FROM..TO traces a part")
        .formatted(file, Decimal.milliseconds(extent.untilNs()).toPlainString(), limit);
  }

  @Override
  public void close() {
    draft.close();
  }
}
