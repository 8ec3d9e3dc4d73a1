package org.coremux.scenario;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says in words for users what the YAML library found. */
final class SyntaxProblem {

  private final Place file;

  SyntaxProblem(Place file) {
    this.file = file;
  }

  /** A text that is no YAML. */
  Problem of(MarkedYAMLException wrong) {
    Mark mark = wrong.getProblemMark();
    boolean isOpenQuote =
        wrong.getContext() != null
            && wrong.getContext().contains("quoted scalar")
            && !String.valueOf(wrong.getProblem()).contains("escape");
    if (mark == null || isOpenQuote) {
      mark = wrong.getContextMark();
    }
    Place place =
        mark == null || !hasLines() ? file : file.at(mark.getLine() + 1, mark.getColumn() + 1);
    String problem = wrong.getProblem() == null ? "" : wrong.getProblem();
    String context = wrong.getContext() == null ? "" : wrong.getContext();
    Mark opened = wrong.getContextMark();
    String since = opened == null || !hasLines() ? "" : ", begun in line " + (opened.getLine() + 1);
    return Problem.at(place, "", words(problem, context, since));
  }

  /** A text with characters that YAML does not have. */
  Problem of(ReaderException wrong, String text) {
    int end = Math.min(wrong.getPosition(), text.length());
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return Problem.at(
        hasLines() ? file.at(line, column) : file,
        "",
        String.format(
            java.util.Locale.ROOT,
            "the character U+%04X is not allowed in YAML; is this a text file?",
            wrong.getCodePoint()));
  }

  private boolean hasLines() {
    return !file.source().startsWith("--set");
  }

  private static String words(String problem, String context, String since) {
    if (problem.contains("'\\t") || problem.contains("TAB")) {
      return "a tab character; YAML is indented with blanks only";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "a `:` that ends no key of this place; check the indentation, "
          + "and put a text that contains `: ` in quotes";
    }
    if (context.contains("quoted scalar")) {
      return problem.contains("escape")
          ? "an unknown escape in double quotes; write `\\\\` for a backslash"
          : "a quote begins here and does not end";
    }
    if (context.contains("flow sequence")) {
      return "expected `,` or `]` in the list" + since;
    }
    if (context.contains("flow mapping")) {
      return "expected `,` or `}` in the mapping" + since;
    }
    if (problem.contains("could not find expected ':'")) {
      return "a line without `:`, where a `key: value` is expected";
    }
    if (context.contains("block mapping")) {
      return "expected a key here, in the column of the other keys of the mapping" + since;
    }
    if (context.contains("block collection")) {
      return "expected `- ` here, in the column of the other items of the list" + since;
    }
    if (problem.contains("cannot start any token")) {
      return "a text cannot begin with this character; put it in quotes";
    }
    if (problem.contains("sequence entries are not allowed")) {
      return "a `- ` is not allowed here; begin the list on a line of its own";
    }
    if (problem.contains("document start")) {
      return "expected the end of the document; is a line indented wrongly?";
    }
    return "this is not YAML: " + Problem.quoted(problem.isEmpty() ? context : problem);
  }
}
