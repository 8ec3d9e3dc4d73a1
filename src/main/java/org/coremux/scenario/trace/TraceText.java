package org.coremux.scenario.trace;

import java.util.ArrayList;
import java.util.List;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;

/**
 * The lines of a recording.
 *
 * @param shown the file as messages name it
 * @param lines without line ends and without empty lines at the end
 * @param column the column that the scenario asks for, or empty
 */
public record TraceText(String shown, List<String> lines, String column) {

  public TraceText {
    lines = List.copyOf(lines);
  }

  /** Splits {@code text}; line feeds may follow carriage returns, the last one may be missing. */
  static TraceText of(String shown, String text, String column) {
    List<String> lines = new ArrayList<>();
    text.lines().forEach(lines::add);
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
    return new TraceText(shown, lines, column);
  }

  /** The first line, or empty. */
  public String first() {
    return lines.isEmpty() ? "" : lines.get(0);
  }

  /** Something that is wrong in line {@code index}, counted from 0; -1 for the whole file. */
  public Problem problem(int index, String message) {
    return new Problem(shown, index + 1, index < 0 ? 0 : 1, "", message);
  }

  /** The same as an exception. */
  public ScenarioException wrong(int index, String message) {
    return new ScenarioException(problem(index, message));
  }
}
