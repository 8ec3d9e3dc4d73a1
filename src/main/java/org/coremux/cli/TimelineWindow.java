package org.coremux.cli;

import org.coremux.experiment.TimelineRecorder;
import org.coremux.experiment.TraceEvents;
import org.coremux.report.chart.Stretch;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Scenario;
import picocli.CommandLine;

/** {@code --timeline}: from when until when a run is taken down change by change, or traced. */
final class TimelineWindow {
  private static final String OPTION = "--timeline";
  private static final String ALL = "all";

  /** Unless a window was asked for. Unit: changes and decisions. Source: assumed; some 20 MB. */
  static final int ROWS_UNASKED = 2_000_000;

  /** Of a window that was asked for. Unit: changes and decisions. Source: assumed; some 400 MB. */
  static final int ROWS_ASKED = 20_000_000;

  /** Unit: characters. Source: assumed; a thousand snapshots of a small host. */
  private static final int TEXT_MAX = 8_000_000;

  private final TimelineRecorder.Window window;
  private final boolean isPart;

  /**
   * Reads the option.
   *
   * @param text as it was given; null when it was not
   * @throws CommandLine.ParameterException when it is no stretch of time of the run
   */
  TimelineWindow(CommandLine command, String text, Scenario scenario) {
    long endNs = scenario.endNsMax();
    isPart = text != null && !text.strip().equals(ALL);
    if (!isPart) {
      long fromNs = text == null ? scenario.warmupNs() : 0;
      int rows = text == null ? ROWS_UNASKED : ROWS_ASKED;
      window = new TimelineRecorder.Window(fromNs, Math.max(fromNs + 1, endNs), rows, TEXT_MAX);
      return;
    }
    Stretch asked = StretchText.parse(command, OPTION, text);
    if (asked.fromNs() >= endNs) {
      throw StretchText.wrong(
          command,
          OPTION,
          text,
          "begins after the end of the run, " + Quantity.format(endNs, Quantity.Dimension.TIME));
    }
    window =
        new TimelineRecorder.Window(
            asked.fromNs(), Math.min(asked.untilNs(), endNs), ROWS_ASKED, TEXT_MAX);
  }

  TimelineRecorder.Window window() {
    return window;
  }

  /** The same for trace events, which tell of the whole run unless a part was asked for. */
  TraceEvents.Window traced(long bytesMax) {
    return new TraceEvents.Window(isPart ? window.fromNs() : 0, window.untilNs(), bytesMax);
  }
}
