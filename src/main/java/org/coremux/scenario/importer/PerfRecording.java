package org.coremux.scenario.importer;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Reads the text of {@code perf script} or {@code perf sched script}, of any length, into a
 * schedule; counts what it had to skip.
 */
final class PerfRecording {
  /** A file whose first lines are none of perf's is no recording. Source: assumed. */
  private static final int LINES_WITHOUT_EVENT_MAX = 10_000;

  /** How often progress is told. Unit: lines. */
  private static final int LINES_PER_NOTE = 1 << 14;

  private final ScheduleBuilder builder = new ScheduleBuilder();
  private final PerfLine parser = new PerfLine();
  private final SchedEvent event = new SchedEvent();
  private long events;
  private long switches;
  private long otherEvents;
  private long unknownLines;
  private int firstUnknownLine;
  private String firstUnknown = "";

  /**
   * Reads everything.
   *
   * @param progress is told from time to time how many bytes have been read
   */
  void read(InputStream in, LongConsumer progress) throws IOException {
    LineReader lines = new LineReader(in);
    for (String line = lines.read(); line != null; line = lines.read()) {
      if (parser.read(line, event)) {
        events++;
        switches += event.kind == SchedEvent.Kind.SWITCH ? 1 : 0;
        builder.event(event);
      } else if (!parser.isBroken() && PerfLine.looksLikeEvent(line)) {
        otherEvents++;
      } else if (!line.isBlank() && line.charAt(0) != '#') {
        unknown(line, lines.lines());
      }
      if (events == 0 && lines.lines() > LINES_WITHOUT_EVENT_MAX) {
        return;
      }
      if (lines.lines() % LINES_PER_NOTE == 0) {
        progress.accept(lines.bytes());
      }
    }
    builder.end();
  }

  private void unknown(String line, long number) {
    if (unknownLines++ == 0) {
      firstUnknownLine = (int) number;
      firstUnknown = line;
    }
  }

  ScheduleBuilder schedule() {
    return builder;
  }

  /** Events that were understood. */
  long events() {
    return events;
  }

  /** How many of them were switches. */
  long switches() {
    return switches;
  }

  /** Events of kinds that say nothing here. */
  long otherEvents() {
    return otherEvents;
  }

  /** Lines that are no events, comments and empty ones not counted. */
  long unknownLines() {
    return unknownLines;
  }

  /** Number of the first of them, from 1; 0 for none. */
  int firstUnknownLine() {
    return firstUnknownLine;
  }

  /** The first of them. */
  String firstUnknown() {
    return firstUnknown;
  }
}
