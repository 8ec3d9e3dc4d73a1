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
    int length = 0;
    boolean any = false;
    while (next < end || fill()) {
      any = true;
      byte b = buffer[next++];
      if (b == '\n') {
        break;
      }
      if (length <= LENGTH_MAX) {
        if (length < LENGTH_MAX) {
          line[length] = b;
        }
        length++;
      }
    }
    if (!any) {
      return null;
    }
    lines++;
    if (length > LENGTH_MAX) {
      return "";
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
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
