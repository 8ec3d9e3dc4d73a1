package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A path to a value: {@code hosts.node.platform}, {@code guests."a.out".workload[0].service.mean}.
 *
 * <p>A word selects a key, or in a list the element of that name; {@code [0]} selects by position.
 * A word with a dot, blank, bracket or quote in it stands in double quotes, where a backslash keeps
 * the next character as it is.
 */
final class ScenarioPath {

  private final List<Step> steps;

  private ScenarioPath(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * One step of a path.
   *
   * @param name a key or name, or null for a position
   * @param index a position from 0, or -1 for a name
   */
  record Step(String name, int index) {
    @Override
    public String toString() {
      return name == null ? "[" + index + "]" : quotedName(name);
    }
  }

  List<Step> steps() {
    return steps;
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is none, with a message for the user
   */
  static ScenarioPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    int at = 0;
    boolean wantsStep = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '.' && !wantsStep) {
        wantsStep = true;
        at++;
      } else if (c == '[' && !(wantsStep && !steps.isEmpty())) {
        at = index(text, at, steps);
        wantsStep = false;
      } else if (wantsStep && c != '.' && c != '[' && c != ']') {
        at = c == '"' ? quoted(text, at, steps) : bare(text, at, steps);
        wantsStep = false;
      } else {
        throw new IllegalArgumentException(
            "the path has a stray `" + c + "` at character " + (at + 1));
      }
    }
    if (wantsStep) {
      throw new IllegalArgumentException(
          steps.isEmpty() ? "the path is empty" : "the path ends in a dot");
    }
    return new ScenarioPath(steps);
  }

  private static int bare(String text, int from, List<Step> steps) {
    int end = from;
    while (end < text.length() && ".[]\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    steps.add(new Step(text.substring(from, end), -1));
    return end;
  }

  private static int quoted(String text, int from, List<Step> steps) {
    StringBuilder name = new StringBuilder();
    int at = from + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      name.append(text.charAt(at++));
    }
    if (at >= text.length()) {
      throw new IllegalArgumentException("the path has a quote that does not end");
    }
    steps.add(new Step(name.toString(), -1));
    return at + 1;
  }

  private static int index(String text, int from, List<Step> steps) {
    int end = text.indexOf(']', from);
    String digits = end < 0 ? "" : text.substring(from + 1, end);
    if (!digits.matches("\\d{1,7}")) {
      throw new IllegalArgumentException(
          "the path has a `[` that is not followed by a position and `]`, as in [0]");
    }
    steps.add(new Step(null, Integer.parseInt(digits)));
    return end + 1;
  }

  /** {@code name} as a path has it: in quotes when it must be. */
  static String quotedName(String name) {
    boolean isBare =
        !name.isEmpty()
            && name.chars()
                .noneMatch(
                    c ->
                        c == '.'
                            || c == '['
                            || c == ']'
                            || c == '"'
                            || c == '='
                            || Character.isWhitespace(c));
    return isBare ? name : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The path {@code parent} and below it {@code name}. */
  static String child(String parent, String name) {
    return parent.isEmpty() ? quotedName(name) : parent + "." + quotedName(name);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (text.length() > 0 && step.name() != null) {
        text.append('.');
      }
      text.append(step);
    }
    return text.toString();
  }
}
