package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgressTest {
  @Test
  void showsShareSpeedAndEstimate() {
    // A quarter done in 10 s, 50 million events: 5 million a second, 30 s to go.
    Progress.State state = new Progress.State(25, 50_000_000, 10_000_000_000L);
    assertThat(Progress.line("web", 100, 79, state))
        .isEqualTo("web  25 % [=====               ] 5.0 M events/s, 30 s left");
  }

  @Test
  void estimatesNothingFromNothing() {
    Progress.State state = new Progress.State(0, 0, 1_000_000_000L);
    assertThat(Progress.line("web", 100, 79, state))
        .isEqualTo("web   0 % [                    ] 0 events/s");
  }

  @Test
  void aFileThatIsReadHasNoEvents() {
    Progress.State state = new Progress.State(25, 0, 10_000_000_000L);
    assertThat(Progress.line("reading big.txt", 100, 79, state))
        .isEqualTo("reading big.txt  25 % [=====               ] 30 s left");
  }

  @Test
  void keepsToOneLineWhateverTheName() {
    Progress.State state = new Progress.State(1, 1, 1_000_000_000L);
    String line = Progress.line("a\u001b[2J\nb".repeat(40), Long.MAX_VALUE, 79, state);
    assertThat(line.length()).isLessThan(80);
    assertThat(line).doesNotContain("\u001b").doesNotContain("\n");
  }

  @Test
  void printsNothingForARunThatIsSoonOver() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Progress progress = Progress.to(out, 80, "web", 100)) {
      progress.update(50, 1_000);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void fitsItsBarIntoANarrowTerminalAndLeavesItOutOfANarrowerOne() {
    Progress.State state = new Progress.State(25, 50_000_000, 10_000_000_000L);
    assertThat(Progress.line("web", 100, 50, state))
        .isEqualTo("web  25 % [===         ] 5.0 M events/s, 30 s left")
        .hasSizeLessThanOrEqualTo(50);
    assertThat(Progress.line("web", 100, 40, state))
        .isEqualTo("web  25 % 5.0 M events/s, 30 s left");
    assertThat(Progress.line("web", 100, 25, state)).hasSize(25);
  }

  @Test
  @Timeout(60)
  void drawsALineAgainAndAgainAndWipesIt() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Progress progress = Progress.to(out, 60, "web", 100)) {
      assertThat(progress.isShown()).isTrue();
      progress.update(50, 1_000);
      while (bytes.toString(StandardCharsets.UTF_8).split("web").length < 4) {
        Thread.sleep(20);
      }
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\rweb  50 % [")
        .endsWith(" \r")
        .doesNotContain("\n");
    assertThat(bytes.toString(StandardCharsets.UTF_8).split("\r"))
        .allMatch(line -> line.length() < 60);
  }
}
