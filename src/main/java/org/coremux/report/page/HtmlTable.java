package org.coremux.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.report.Figure;

/** A table in HTML: words on the left, figures on the right, and bars behind figures. */
final class HtmlTable {
  /** Most rows of one. Source: assumed, as many as anybody scrolls through. */
  static final int ROWS_MAX = 200;

  /** Longer names may be broken, as at their hyphens. Unit: characters. Source: assumed. */
  private static final int WHOLE_MAX = 24;

  private final StringBuilder html = new StringBuilder();
  private final List<Boolean> isWords = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private int column;

  /**
   * An empty one.
   *
   * @param caption what it shows, plain text
   * @param headings of the columns, plain text; those with {@code <} in front are of words
   */
  HtmlTable(String caption, String... headings) {
    html.append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(Html.text(caption))
        .append("\"><table><caption>")
        .append(Html.text(caption))
        .append("</caption><thead><tr>");
    for (String heading : headings) {
      boolean words = heading.startsWith("<");
      isWords.add(words);
      String safe = Html.text(words ? heading.substring(1) : heading);
      columns.add(safe);
      html.append(words ? "<th scope=\"col\" class=\"words\">" : "<th scope=\"col\">")
          .append(safe)
          .append("</th>");
    }
    html.append("</tr></thead><tbody>\n");
  }

  /** The table, of so many rows; nothing where it has none. */
  String html(int rows) {
    return rows == 0 ? "" : html() + more(rows);
  }

  /** The same, and what its columns mean. */
  String html(int rows, String note) {
    return rows == 0 ? "" : html(rows) + "<p class=\"note\">" + Html.text(note) + "</p>\n";
  }

  /** What comes after a table of no more than {@link #ROWS_MAX} of so many rows. */
  static String more(int rows) {
    return rows > ROWS_MAX
        ? "<p>%s rows more are in result.json.</p>\n".formatted(Figure.count(rows - ROWS_MAX))
        : "";
  }

  /** The next row, whose first cell names it. */
  HtmlTable row(String name) {
    html.append(column > 0 ? "</tr>\n<tr>" : "<tr>")
        .append("<th scope=\"row\" class=\"words")
        .append(name.length() > WHOLE_MAX ? "\">" : " whole\">")
        .append(Html.text(name))
        .append("</th>");
    column = 1;
    return this;
  }

  /** Another cell, plain text. */
  HtmlTable cell(String text) {
    return raw(Html.text(text));
  }

  /** Another cell, a figure with a bar behind it for a share from 0 to 1. */
  HtmlTable bar(String text, double share, String kind) {
    double percent = Math.max(0, Math.min(1, share)) * 100;
    return raw(
        String.format(
            Locale.ROOT,
            "<span class=\"bar %s\" style=\"--share:%.1f%%\">%s</span>",
            kind,
            percent,
            Html.text(text)));
  }

  /** Another cell, of HTML that is safe. */
  HtmlTable raw(String safe) {
    html.append(isWords.get(column) ? "<td class=\"words\" data-of=\"" : "<td data-of=\"")
        .append(columns.get(column))
        .append("\">")
        .append(safe)
        .append("</td>");
    column++;
    return this;
  }

  /** The whole of it. */
  String html() {
    return html + (column > 0 ? "</tr>\n" : "") + "</tbody></table></div>\n";
  }
}
