package org.coremux.scenario.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a text of any length, one at a time, in bounded memory: what is longer than any line
 * of a recording is passed over as one line that nobody understands.
 */
final class LineReader {
  /** Longest line that is kept. Unit: bytes. Source: assumed, ten times what perf prints. */
  private static final int LENGTH_MAX = 4_096;

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] line = new byte[LENGTH_MAX];
  private int next;
  private int end;
  private long bytes;
  private long lines;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; empty when it was too long; null when there is none. */
  String read() throws IOException {
    if (next == end && !fill()) {
      return null;
    }
    lines++;
    int stop = lineEnd();
    if (stop < end) { // whole in the buffer, as nearly all are
      int from = next;
      next = stop + 1;
      return text(buffer, from, stop - from);
    }
    int length = 0;
    do {
      stop = lineEnd();
      int part = stop - next;
      if (length + part <= LENGTH_MAX) {
        System.arraycopy(buffer, next, line, length, part);
      }
      length = Math.min(length + part, LENGTH_MAX + 1);
      next = stop;
    } while (next == end && fill());
    next = Math.min(next + 1, end);
    return text(line, 0, length);
  }

  /** Where the line in the buffer ends, or the buffer does. */
  private int lineEnd() {
    int place = next;
    while (place < end && buffer[place] != '\n') {
      place++;
    }
    return place;
  }

  private static String text(byte[] bytes, int from, int length) {
    if (length > LENGTH_MAX) {
      return "";
    }
    boolean isCr = length > 0 && bytes[from + length - 1] == '\r';
    return new String(bytes, from, isCr ? length - 1 : length, StandardCharsets.UTF_8);
  }

  private boolean fill() throws IOException {
    next = 0;
    end = in.read(buffer);
    bytes += Math.max(0, end);
    return end > 0;
  }

  /** How many bytes have been taken in. */
  long bytes() {
    return bytes;
  }

  /** How many lines have been read. */
  long lines() {
    return lines;
  }
}
