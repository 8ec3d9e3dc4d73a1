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
   * Unit: bytes. Source: chrome://tracing takes no more than 2^28 characters (catapult, issue 627);
   * Perfetto's viewer opens as many within a minute.
   */
  private static final String LIMIT_STANDARD = "256 MB";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
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

  /**
   * The limit in bytes.
   *
   * @throws ParameterException when it is no size, or there is no trace
   */
  long bytesMax() {
    if (limit == null) {
      return Quantity.parse(LIMIT_STANDARD, Quantity.Dimension.BYTES);
    }
    if (file == null) {
      throw wrong(LIMIT + " goes with --trace FILE");
    }
    long bytes;
    try {
      bytes = Quantity.parse(limit.strip(), Quantity.Dimension.BYTES);
    } catch (IllegalArgumentException notOne) {
      throw wrong(LIMIT + " " + limit + ": " + notOne.getMessage());
    }
    if (bytes <= 0) {
      throw wrong(LIMIT + " " + limit + ": a trace has bytes; allowed: over 0 B");
    }
    return bytes;
  }

  /**
   * @throws ParameterException when the name is empty
   */
  void check() {
    bytesMax();
    if (file != null && file.toString().isEmpty()) {
      throw wrong("--trace: the name of the file is empty");
    }
  }

  private ParameterException wrong(String why) {
    CommandLine command = spec.commandLine();
    return new ParameterException(command, why);
  }
}
