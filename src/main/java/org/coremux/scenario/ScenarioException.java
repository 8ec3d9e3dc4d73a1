package org.coremux.scenario;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a user gave cannot be run: everything that is wrong with it, together.
 *
 * <p>The only exception that reading a scenario, an override or a trace throws, whatever the input.
 */
public final class ScenarioException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** So many problems are kept; a file with more has one cause, and nobody reads them all. */
  private static final int PROBLEMS_MAX = 100;

  private final transient List<Problem> problems;

  /**
   * From at least one problem, in any order.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ScenarioException(List<Problem> problems) {
    super(text(problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an error without a problem");
    }
    this.problems = cut(problems);
  }

  /** From one problem. */
  public ScenarioException(Problem problem) {
    this(List.of(problem));
  }

  /** What is wrong, by line; problems without a line last. */
  public List<Problem> problems() {
    return problems;
  }

  private static String text(List<Problem> problems) {
    return cut(problems).stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private static List<Problem> cut(List<Problem> problems) {
    List<Problem> sorted = problems.stream().sorted(Problem.ORDER).distinct().toList();
    if (sorted.size() <= PROBLEMS_MAX) {
      return sorted;
    }
    Problem first = sorted.get(0);
    Problem rest =
        new Problem(
            first.source(), 0, 0, "", "and " + (sorted.size() - PROBLEMS_MAX) + " more problems");
    return java.util.stream.Stream.concat(
            sorted.stream().limit(PROBLEMS_MAX), java.util.stream.Stream.of(rest))
        .toList();
  }
}
