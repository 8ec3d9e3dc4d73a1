package org.coremux.report.page;

import java.util.stream.Collectors;
import org.coremux.report.Text;

/**
 * Text in HTML, whatever the text is: as content of an element and as value of a quoted attribute.
 *
 * <p>Nothing that comes from a scenario or a recording reaches a page but through here.
 */
final class Html {
  private Html() {}

  /** One line: harmless characters only, and none of them markup. */
  static String text(String text) {
    return escaped(Text.plain(text));
  }

  /** Several lines, which stay apart. */
  static String lines(String text) {
    return text.lines().map(Html::text).collect(Collectors.joining("\n"));
  }

  private static String escaped(String plain) {
    StringBuilder escaped = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '`' -> escaped.append("&#96;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
