package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void versionNamesTheReleaseTheCommitAndTheJdk() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).matches("coremux \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
              assertThat(lines.get(1)).matches("commit ([0-9a-f]{12}(-dirty)?|unknown)");
              assertThat(lines.get(2)).startsWith("Java " + Runtime.version());
            });
  }

  @Test
  void helpGoesToStandardOutput() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("Usage: coremux");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anUnknownArgumentIsBadUsage() {
    assertThat(execute("no-such-command")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("no-such-command").doesNotContain("Exception");
  }
}
