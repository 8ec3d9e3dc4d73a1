package org.coremux.report;

import java.nio.charset.Charset;

/**
 * What text is made for.
 *
 * @param charset the characters that it shows; where it lacks bars and dashes, ASCII is used
 * @param columns how many fit into a line
 * @param hasColour whether it obeys the sequences that set a colour
 */
public record Device(Charset charset, int columns, boolean hasColour) {
  /** Refuses a line of nothing. */
  public Device {
    if (columns <= 0) {
      throw new IllegalArgumentException(columns + " columns; allowed: over 0");
    }
  }

  /** A file or a pipe: 80 columns, no colours. */
  public static Device plain(Charset charset) {
    return new Device(charset, Text.WIDTH, false);
  }
}
