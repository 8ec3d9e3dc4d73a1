package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void showsShareSpeedAndEstimate() {
    // A quarter done in 10 s, 50 million events: 5 million a second, 30 s to go.
    Progress.State state = new Progress.State(25, 50_000_000, 10_000_000_000L);
    assertThat(Progress.line("web", 100, state))
        .isEqualTo("web  25 % [=====               ] 5.0 M events/s, 30 s left");
  }

  @Test
  void estimatesNothingFromNothing() {
    Progress.State state = new Progress.State(0, 0, 1_000_000_000L);
    assertThat(Progress.line("web", 100, state))
        .isEqualTo("web   0 % [                    ] 0 events/s");
  }

  @Test
  void keepsToOneLineWhateverTheName() {
    Progress.State state = new Progress.State(1, 1, 1_000_000_000L);
    String line = Progress.line("a\u001b[2J\nb".repeat(40), Long.MAX_VALUE, state);
    assertThat(line.length()).isLessThan(80);
    assertThat(line).doesNotContain("\u001b").doesNotContain("\n");
  }

  @Test
  void printsNothingForARunThatIsSoonOver() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Progress progress = Progress.to(out, "web", 100)) {
      progress.update(50, 1_000);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
