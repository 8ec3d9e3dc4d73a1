package org.coremux.scenario;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing that is wrong with what a user wrote.
 *
 * @param source the file as the user named it, or the option: {@code --set seed=x}
 * @param line from 1, or 0 when the problem has no line
 * @param column from 1, or 0 when the problem has no column
 * @param key the path of the key, as {@code --set} takes it, or empty
 * @param message what is wrong, what is allowed and, where there is one, the nearest name; one line
 */
public record Problem(String source, int line, int column, String key, String message) {

  /** By line and column; what has no line comes last. */
  static final Comparator<Problem> ORDER =
      Comparator.comparingInt((Problem p) -> p.line == 0 ? Integer.MAX_VALUE : p.line)
          .thenComparingInt(Problem::column);

  /** The longest text of the user's that is repeated back to them. */
  private static final int QUOTED_MAX = 60;

  public Problem {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(message, "message");
    source = oneLine(source);
    key = oneLine(key);
    message = oneLine(message);
  }

  static Problem at(Place place, String key, String message) {
    return new Problem(place.source(), place.line(), place.column(), key, message);
  }

  /** {@code text} as it is repeated in a message: cut when long, control characters replaced. */
  public static String quoted(String text) {
    String line = oneLine(text);
    if (line.codePointCount(0, line.length()) > QUOTED_MAX) {
      line = line.substring(0, line.offsetByCodePoints(0, QUOTED_MAX)) + "...";
    }
    return "`" + line + "`";
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                line.appendCodePoint(
                    Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                        ? (c == '\n' || c == '\t' || c == '\r' ? ' ' : '?')
                        : c));
    return line.toString();
  }

  /** {@code file:line:column: key: message}, without the parts that there are not. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(source);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(": ");
    }
    return text.append(message).toString();
  }
}
