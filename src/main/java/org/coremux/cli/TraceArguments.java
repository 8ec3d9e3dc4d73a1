package org.coremux.cli;

import java.nio.file.Path;
import org.coremux.scenario.Quantity;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --trace}: where trace events go, and how many bytes of them. */
final class TraceArguments {
  private static final String LIMIT = "--trace-limit";

  /**
   * Unit: bytes. Source: chrome://tracing takes no more than 2^28 characters (trace-viewer, issue
   * 627). Perfetto's trace processor reads as many in some five seconds.
   */
  private static final String LIMIT_STANDARD = "256 MB";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "TRACE.json",
      description =
          "Writes trace events for Perfetto's viewer and chrome://tracing, of the whole run or of"
              + " what --timeline says; compressed when the name ends in .gz.")
  private Path file;

  @Option(
      names = LIMIT,
      paramLabel = "SIZE",
      description =
          "Where a trace ends at the latest, uncompressed (default: " + LIMIT_STANDARD + ").")
  private String limit;

  /** Where they go; null when nobody asked for them. */
  Path file() {
    return file;
  }

  /** The limit, as it was written. */
  String limit() {
    return limit == null ? LIMIT_STANDARD : limit.strip();
  }

  /**
   * The limit in bytes.
   *
   * @throws ParameterException when it is no size
   */
  long bytesMax() {
    long bytes;
    try {
      bytes = Quantity.parse(limit(), Quantity.Dimension.BYTES);
    } catch (IllegalArgumentException notOne) {
      throw wrong(LIMIT + " " + limit + ": " + notOne.getMessage());
    }
    if (bytes <= 0) {
      throw wrong(LIMIT + " " + limit + ": a trace has bytes; allowed: over 0 B");
    }
    return bytes;
  }

  /**
   * Looks whether it makes sense.
   *
   * @throws ParameterException when it does not
   */
  void check() {
    bytesMax();
    if (file == null && limit != null) {
      throw wrong(LIMIT + " goes with --trace");
    }
    if (file != null && file.toString().isEmpty()) {
      throw wrong("--trace: the name of the file is empty");
    }
  }

  private ParameterException wrong(String why) {
    CommandLine command = spec.commandLine();
    return new ParameterException(command, why);
  }
}
