package org.coremux.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;

/**
 * A result on disk, as {@code run --out} keeps it.
 *
 * @param file of the result
 * @param result itself
 */
public record SavedRun(Path file, RunResult result) {
  /** The name of a result's file within its folder. */
  public static final String FILE = "result.json";

  /**
   * Reads a result.
   *
   * @param place its file, or the folder of {@code run --out}
   * @throws BadResultException with a message for people if there is none, or no sound one
   */
  public static SavedRun read(Path place) {
    Path file = place;
    if (Files.isDirectory(place)) {
      file = place.resolve(FILE);
      if (!Files.isRegularFile(file)) {
        throw new BadResultException(
            "the folder " + place + " has no " + FILE + ": it is not one that run --out wrote");
      }
    }
    return new SavedRun(file, ResultJson.read(file));
  }

  /** Where its timeline would be. */
  public Path timelineFile() {
    return file.toAbsolutePath().normalize().resolveSibling(TimelineJson.FILE);
  }

  /**
   * Reads the timeline beside it, if there is one.
   *
   * @throws BadResultException if it is not sound, or of another run
   */
  public Optional<Timeline> timeline() {
    Path at = timelineFile();
    if (!Files.exists(at)) {
      return Optional.empty();
    }
    Timeline timeline = TimelineJson.read(at);
    Timeline.RunKey own = Timeline.RunKey.of(result);
    if (!timeline.run().equals(own)) {
      throw new BadResultException(
          "%s is of another run (trace %016x) than %s beside it (trace %016x)"
              .formatted(at, timeline.run().traceHash(), file, own.traceHash()));
    }
    return Optional.of(timeline);
  }
}
