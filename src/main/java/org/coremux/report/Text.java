package org.coremux.report;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Text for terminals: harmless, of a known width, in characters that the terminal has.
 *
 * <p>Names come from scenario files, and a name may hold anything: a control character, an escape
 * sequence or a change of writing direction is shown as a question mark instead of obeyed.
 */
public final class Text {
  /** Width of a table. Unit: columns. Source: the width that every terminal has had. */
  static final int WIDTH = 80;

  /** Between two words that stay in one line. */
  static final char NO_BREAK = '\u00a0';

  private static final String BARS = "▁▂▃▄▅▆▇█";
  private static final String ASCII_BARS = ".:-=+*#@";

  /** The parts of a bar: work, the host's own, overhead, nothing. */
  private static final String FILLS = "█▓▒·";

  private static final String ASCII_FILLS = "#+x.";

  private static final char POINT = '●';

  private final CharsetEncoder encoder;
  private final boolean unicode;

  /** Text for a device that shows a charset. */
  Text(Charset charset) {
    encoder = charset.newEncoder();
    unicode = encoder.canEncode(BARS + FILLS + "…·─–");
  }

  /** The text without anything that a terminal would obey. */
  public static String plain(String text) {
    if (isPrintableAscii(text)) {
      return text; // as nearly everything is
    }
    StringBuilder plain = new StringBuilder();
    text.codePoints().forEach(c -> plain.appendCodePoint(isHarmless(c) ? c : '?'));
    return plain.toString();
  }

  /** The same, of at most so many characters. */
  public static String plain(String text, int most) {
    String plain = plain(text);
    return plain.codePointCount(0, plain.length()) <= most
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Harmless, and in the device's own characters. */
  String shown(String text) {
    if (isPrintableAscii(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    plain(text)
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(one -> shown.append(encoder.canEncode(one) ? one : "?"));
    return shown.toString();
  }

  /** Columns that a text takes: wide characters two, combining ones none. */
  static int width(String text) {
    if (isPrintableAscii(text)) {
      return text.length();
    }
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** The text, cut to a width and filled up with spaces on its right. */
  String left(String text, int columns) {
    String fitting = fit(text, columns);
    return fitting + " ".repeat(columns - width(fitting));
  }

  /** The text, cut to a width and filled up with spaces on its left. */
  String right(String text, int columns) {
    String fitting = fit(text, columns);
    return " ".repeat(columns - width(fitting)) + fitting;
  }

  private String fit(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    String ellipsis = unicode ? "…" : "~";
    StringBuilder cut = new StringBuilder();
    int used = 1;
    for (int c : text.codePoints().toArray()) {
      used += Math.max(0, WCWidth.wcwidth(c));
      if (used > columns) {
        break;
      }
      cut.appendCodePoint(c);
    }
    return cut + ellipsis;
  }

  /** Between two facts in one line. */
  String dot() {
    return unicode ? " · " : " | ";
  }

  /** Where a value is on a line. */
  char point() {
    return unicode && encoder.canEncode(POINT) ? POINT : 'o';
  }

  /** A piece of a line. */
  char line() {
    return unicode ? '─' : '-';
  }

  /** A figure that does not exist. */
  String none() {
    return unicode ? "–" : "-";
  }

  /** One character for each share: a space for 0, a full block for 1. */
  String sparkline(double[] shares) {
    String bars = unicode ? BARS : ASCII_BARS;
    StringBuilder line = new StringBuilder();
    for (double share : shares) {
      int level = (int) Math.ceil(share * bars.length());
      line.append(level <= 0 ? ' ' : bars.charAt(Math.min(level, bars.length()) - 1));
    }
    return line.toString();
  }

  /**
   * The parts of a whole, one after the other in a bar; what they leave of it is the last fill.
   *
   * @param shares of the whole, up to three
   * @return a piece of the bar for each share, and one for the rest; together so many columns
   */
  List<String> bar(int columns, double... shares) {
    String fills = unicode ? FILLS : ASCII_FILLS;
    List<String> pieces = new ArrayList<>();
    double sum = 0;
    int drawn = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i]; // ends are rounded, not lengths: so the whole is never too long
      int end = (int) Math.min(columns, Math.max(drawn, Math.round(sum * columns)));
      pieces.add(fills.substring(i, i + 1).repeat(end - drawn));
      drawn = end;
    }
    pieces.add(fills.substring(fills.length() - 1).repeat(columns - drawn));
    return pieces;
  }

  /** What the fills of a bar stand for: work, the host's own, overhead. */
  String fill(int part) {
    return (unicode ? FILLS : ASCII_FILLS).substring(part, part + 1);
  }

  /**
   * Words in lines of at most {@link #WIDTH} columns, each after an indent. A no-break space holds
   * two words together and comes out as a space.
   */
  static List<String> wrap(String indent, String words) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    int used = indent.length();
    for (String word : words.split(" ")) {
      int wide = width(word);
      if (used > indent.length()) {
        if (used + 1 + wide > WIDTH) {
          lines.add(line.toString().replace(NO_BREAK, ' '));
          line = new StringBuilder(indent);
          used = indent.length();
        } else {
          line.append(' ');
          used++;
        }
      }
      line.append(word);
      used += wide;
    }
    lines.add(line.toString().replace(NO_BREAK, ' '));
    return lines;
  }
}
