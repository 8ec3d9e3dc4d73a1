package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.coremux.report.Tty;
import org.junit.jupiter.api.Test;

class ColourTest {
  private static final String ESCAPE = "\u001b[";

  private final Shell shell = new Shell();

  private static Tty tty(Map<String, String> environment) {
    return new Tty(environment, () -> true);
  }

  @Test
  void isOnWhereATerminalHasItAndItsUserWantsIt() {
    assertThat(Colour.AUTO.isOn(80, tty(Map.of()))).isTrue();
    assertThat(Colour.AUTO.isOn(0, tty(Map.of()))).isFalse();
    assertThat(Colour.AUTO.isOn(80, tty(Map.of("NO_COLOR", "1")))).isFalse();
    assertThat(Colour.AUTO.isOn(80, tty(Map.of("NO_COLOR", "")))).isTrue();
    assertThat(Colour.AUTO.isOn(80, tty(Map.of("TERM", "dumb")))).isFalse();
  }

  @Test
  void anOptionIsStrongerThanTheEnvironment() {
    assertThat(Colour.ALWAYS.isOn(0, tty(Map.of("NO_COLOR", "1", "TERM", "dumb")))).isTrue();
    assertThat(Colour.NEVER.isOn(80, tty(Map.of()))).isFalse();
  }

  @Test
  void tablesAndHelpFollowTheOptionAndArePlainInAPipe() {
    assertThat(shell.run("run", Shell.SCENARIO)).isZero();
    assertThat(shell.run("run", "--help")).isZero();
    assertThat(shell.out()).doesNotContain(ESCAPE);

    Shell table = new Shell();
    assertThat(table.run("run", Shell.SCENARIO, "--colour", "always")).isZero();
    assertThat(table.out()).contains(ESCAPE);
    Shell help = new Shell();
    assertThat(help.run("run", "--help", "--color=always")).isZero();
    assertThat(help.out()).contains(ESCAPE);
    Shell before = new Shell();
    assertThat(before.run("--colour", "always", "run", Shell.SCENARIO)).isZero();
    assertThat(before.out()).isEqualTo(table.out());
    Shell never = new Shell();
    assertThat(never.run("--colour=never", "run", "--help")).isZero();
    assertThat(never.out()).doesNotContain(ESCAPE);
  }

  @Test
  void dataHasNoColour() {
    assertThat(shell.run("run", Shell.SCENARIO, "--format", "json", "--colour=always")).isZero();
    assertThat(shell.out()).doesNotContain(ESCAPE);
  }

  @Test
  void errorsSayWhereInColourAndWhatInPlainText() {
    assertThat(shell.run("--colour=always", "run", "no-such.yaml")).isEqualTo(2);
    assertThat(shell.err()).startsWith(ESCAPE + "1;31mno-such.yaml:" + ESCAPE + "0m ");
    Shell plain = new Shell();
    assertThat(plain.run("run", "no-such.yaml")).isEqualTo(2);
    assertThat(plain.err()).doesNotContain(ESCAPE);
  }

  @Test
  void refusesWhatIsNoChoice() {
    assertThat(shell.run("run", Shell.SCENARIO, "--colour", "red")).isEqualTo(2);
    assertThat(shell.err()).contains("`red` is not one of auto, always, never");
  }
}
