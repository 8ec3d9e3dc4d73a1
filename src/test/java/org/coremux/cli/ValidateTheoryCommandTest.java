package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code coremux validate theory}, from outside. */
class ValidateTheoryCommandTest {
  private final Shell shell = new Shell();

  @Test
  void printsTheSuitesThatAreAskedFor() {
    assertThat(shell.run("validate", "theory", "--only", "deadlines")).as(shell.out()).isZero();
    assertThat(shell.out())
        .startsWith("deadlines: ")
        .contains("EDF", "CBS", "equal")
        .doesNotContain("fairness: ", "\n! ");
    assertThat(shell.err()).isEqualTo("simulating deadlines ...\n");
  }

  @Test
  void printsJsonAndNothingElse() {
    assertThat(
            shell.run("validate", "theory", "--only", "deadlines", "--format", "json", "--quiet"))
        .isZero();
    assertThat(shell.out()).startsWith("{\n").contains("\"coremux-theory/1\"", "\"verdict\"");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void namesTheSuitesThatThereAre() {
    assertThat(shell.run("validate", "theory", "--only", "queue")).isEqualTo(2);
    assertThat(shell.err()).contains("`queue`", "queues, sharing, networks, deadlines, fairness");
    assertThat(new Shell().run("validate", "theory", "--format", "csv")).isEqualTo(2);
  }
}
