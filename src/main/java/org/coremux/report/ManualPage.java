package org.coremux.report;

import java.nio.charset.Charset;
import java.util.List;

/**
 * A page of the manual: sections of blocks, which {@link Roff} writes for {@code man} and this
 * class for where there is no {@code man}.
 *
 * @param name as in {@code coremux-run}
 * @param version of the program
 * @param sections in the order of a manual
 */
public record ManualPage(String name, String version, List<Section> sections) {
  private static final String INDENT = "       ";

  public ManualPage {
    sections = List.copyOf(sections);
  }

  /**
   * A section.
   *
   * @param title in capitals
   * @param blocks what it holds, at least one
   */
  public record Section(String title, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }
  }

  /** A part of a section. */
  public sealed interface Block permits Paragraph, Item, Code {}

  /**
   * A paragraph.
   *
   * @param text words, which are filled into lines
   */
  public record Paragraph(String text) implements Block {}

  /**
   * Something with a name.
   *
   * @param term as it is written: an option, a command, a file
   * @param text what it is
   */
  public record Item(String term, String text) implements Block {}

  /**
   * Lines as they are.
   *
   * @param lines without their indent
   */
  public record Code(List<String> lines) implements Block {
    public Code {
      lines = List.copyOf(lines);
    }
  }

  /** The page as plain text, without any control character but the line feed. */
  public String text(Charset charset) {
    Text text = new Text(charset);
    StringBuilder page = new StringBuilder();
    for (Section section : sections) {
      page.append(page.length() == 0 ? "" : "\n").append(section.title).append('\n');
      Block before = null;
      for (Block block : section.blocks) {
        if (before != null && !(before instanceof Item && block instanceof Item)) {
          page.append('\n');
        }
        append(page, text, block);
        before = block;
      }
    }
    return page.toString();
  }

  private static void append(StringBuilder page, Text text, Block block) {
    if (block instanceof Paragraph paragraph) {
      fill(page, INDENT, text.shown(paragraph.text));
    } else if (block instanceof Item item) {
      page.append(INDENT).append(text.shown(item.term)).append('\n');
      fill(page, INDENT + INDENT, text.shown(item.text));
    } else if (block instanceof Code code) {
      code.lines.forEach(
          line -> page.append(INDENT).append("  ").append(text.shown(line)).append('\n'));
    }
  }

  private static void fill(StringBuilder page, String indent, String words) {
    Text.wrap(indent, words).forEach(line -> page.append(line.stripTrailing()).append('\n'));
  }
}
