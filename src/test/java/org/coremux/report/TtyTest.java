package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TtyTest {
  private static Tty tty(boolean isConsole, Map<String, String> environment) {
    return new Tty(environment, () -> isConsole);
  }

  @Test
  void believesTheLauncherBeforeJava() {
    Map<String, String> said = Map.of("COREMUX_TTY", "100", "COREMUX_STDOUT_TTY", "0");
    assertThat(tty(false, said).stderrColumns()).isEqualTo(100);
    assertThat(tty(true, said).stdoutColumns()).isZero();
    assertThat(tty(true, Map.of()).stdoutColumns()).isEqualTo(80);
    assertThat(tty(false, Map.of()).stdoutColumns()).isZero();
  }

  @Test
  void believesAnExportedWidthOnATerminalAndOnlyThere() {
    Map<String, String> file = Map.of("COREMUX_STDOUT_TTY", "0", "COLUMNS", "132");
    assertThat(tty(false, file).stdoutColumns()).isZero();
    Map<String, String> terminal = Map.of("COREMUX_STDOUT_TTY", "100", "COLUMNS", "132");
    assertThat(tty(false, terminal).stdoutColumns()).isEqualTo(132);
  }

  @Test
  void aWidthThatIsNoneIsEighty() {
    for (String width : new String[] {"3", "x", "-1", "99999"}) {
      Map<String, String> said = Map.of("COREMUX_STDOUT_TTY", width);
      assertThat(tty(false, said).stdoutColumns()).isEqualTo(80);
    }
  }

  @Test
  void anEmptyValueOfNoColorIsNone() {
    assertThat(tty(true, Map.of()).isColourUnwanted()).isFalse();
    assertThat(tty(true, Map.of("NO_COLOR", "")).isColourUnwanted()).isFalse();
    assertThat(tty(true, Map.of("NO_COLOR", "0")).isColourUnwanted()).isTrue();
  }

  @Test
  void aDumbTerminalIsOneThatSaysSo() {
    assertThat(tty(true, Map.of("TERM", "dumb")).isDumb()).isTrue();
    assertThat(tty(true, Map.of("TERM", "xterm")).isDumb()).isFalse();
  }
}
