package org.coremux.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command's help ends with: words, then a line {@code Examples:}, then command lines with an
 * indent of two, and words between them.
 *
 * @param words before the examples
 * @param examples the lines below their heading
 */
record Footer(List<String> words, List<String> examples) {
  private static final String INDENT = "  ";

  Footer {
    words = List.copyOf(words);
    examples = List.copyOf(examples);
  }

  /** Of a command; without the heading, all from the first line with an indent is an example. */
  static Footer of(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    List<String> examples = new ArrayList<>();
    List<String> lines = List.of(spec.usageMessage().footer());
    int heading = heading(lines);
    for (int i = 0; i < lines.size(); i++) {
      // Picocli formats a footer: two percent signs are one.
      String line = lines.get(i).replace("%%", "%");
      if (i != heading && !line.isEmpty()) {
        (i < heading ? words : examples).add(line);
      }
    }
    return new Footer(words, examples);
  }

  private static int heading(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("Examples?:")) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a line is to be typed, and not to be read. */
  static boolean isCode(String line) {
    return line.startsWith(INDENT);
  }
}
