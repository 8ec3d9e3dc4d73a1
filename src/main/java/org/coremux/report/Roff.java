package org.coremux.report;

import java.util.Locale;
import org.coremux.report.ManualPage.Block;
import org.coremux.report.ManualPage.Code;
import org.coremux.report.ManualPage.Item;
import org.coremux.report.ManualPage.Paragraph;
import org.coremux.report.ManualPage.Section;

/**
 * Writes a page of the manual in the language of {@code man}, in macros that groff and mandoc have.
 *
 * <p>Whatever a text holds, it comes out as that text: nothing in it is taken for a request.
 */
public final class Roff {
  /** Longest line of a filled text. Unit: columns. Source: mandoc's style check. */
  private static final int WIDTH = 80;

  private final StringBuilder out = new StringBuilder();

  private Roff() {}

  /** The page, ASCII, in lines that end with a line feed. */
  public static String text(ManualPage page) {
    Roff writer = new Roff();
    String title = argument(page.name().toUpperCase(Locale.ROOT));
    writer.line(".TH " + title + " 1 \"\" " + argument(page.version()) + " \"Coremux Manual\"");
    writer.line(".nh");
    writer.line(".ad l");
    page.sections().forEach(writer::section);
    return writer.out.toString();
  }

  private void section(Section section) {
    line(".SH " + argument(section.title()));
    boolean isFirst = true;
    for (Block block : section.blocks()) {
      block(block, isFirst);
      isFirst = false;
    }
  }

  private void block(Block block, boolean isFirst) {
    if (block instanceof Paragraph paragraph) {
      if (!isFirst) {
        line(".PP");
      }
      fill(paragraph.text());
    } else if (block instanceof Item item) {
      line(".TP");
      line("\\fB" + escaped(item.term()) + "\\fR");
      fill(item.text());
    } else if (block instanceof Code code) {
      if (!isFirst) {
        line(".PP");
      }
      line(".nf");
      code.lines().forEach(line -> line(escaped(line)));
      line(".fi");
    }
  }

  /** Words in lines that an editor and a linter of such pages like. */
  private void fill(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      String next = escaped(word);
      if (line.length() > 0 && line.length() + 1 + next.length() > WIDTH) {
        line(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(next);
    }
    line(line.toString());
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  private static String argument(String text) {
    return '"' + escaped(text) + '"';
  }

  /** A line that means nothing but its characters, as an argument of a macro too. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    Text.plain(text.replace('\n', ' ')).codePoints().forEach(c -> append(escaped, c));
    boolean isRequest = escaped.length() > 0 && escaped.charAt(0) == '.';
    return (isRequest || escaped.length() == 0 ? "\\&" : "") + escaped;
  }

  private static void append(StringBuilder escaped, int codePoint) {
    switch (codePoint) {
      case '\\' -> escaped.append("\\(rs");
      case '-' -> escaped.append("\\-");
      case '\'' -> escaped.append("\\(aq");
      case '"' -> escaped.append("\\(dq");
      case '`' -> escaped.append("\\(ga");
      case '^' -> escaped.append("\\(ha");
      case '~' -> escaped.append("\\(ti");
      default -> {
        if (codePoint < 0x80) {
          escaped.append((char) codePoint);
        } else {
          escaped.append(String.format(Locale.ROOT, "\\[u%04X]", codePoint));
        }
      }
    }
  }
}
