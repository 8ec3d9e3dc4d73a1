package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a terminal in memory. */
@Timeout(60)
class TerminalScreenTest {
  private static final long LONG_MS = 20_000;

  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
  private final ByteArrayOutputStream device = new ByteArrayOutputStream();

  private ExternalTerminal terminal(String typed, Charset charset) throws IOException {
    ExternalTerminal terminal =
        new ExternalTerminal(
            "memory",
            "xterm",
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.US_ASCII)),
            drawn,
            charset);
    terminal.setSize(new Size(40, 5));
    return terminal;
  }

  private TerminalScreen screen(ExternalTerminal terminal) {
    return new TerminalScreen(terminal, new PrintStream(device, true, StandardCharsets.UTF_8));
  }

  private List<Key> keys(String typed) throws IOException {
    List<Key> keys = new ArrayList<>();
    try (TerminalScreen screen = screen(terminal(typed, StandardCharsets.UTF_8))) {
      Key key = screen.key(LONG_MS);
      while (key.kind() != Key.Kind.CLOSED) {
        keys.add(key);
        key = screen.key(LONG_MS);
      }
    }
    return keys;
  }

  @Test
  void knowsTheKeysOfTerminals() throws IOException {
    assertThat(keys("q \r\u007f").stream().map(Key::kind))
        .containsExactly(
            Key.Kind.CHARACTER, Key.Kind.CHARACTER, Key.Kind.ENTER, Key.Kind.BACKSPACE);
    assertThat(keys("q").get(0).is('q')).isTrue();
    assertThat(
            keys("\u001b[A\u001bOB\u001b[5~\u001b[6~\u001b[H\u001b[4~\u001b[15~\u001b[1;5C")
                .stream()
                .map(Key::kind))
        .containsExactly(
            Key.Kind.UP,
            Key.Kind.DOWN,
            Key.Kind.PAGE_UP,
            Key.Kind.PAGE_DOWN,
            Key.Kind.HOME,
            Key.Kind.END,
            Key.Kind.OTHER,
            Key.Kind.OTHER);
    assertThat(keys("\u001b").get(0).kind()).isEqualTo(Key.Kind.ESCAPE);
  }

  @Test
  void drawsOnAScreenOfItsOwnAndGivesTheTerminalBack() throws IOException {
    ExternalTerminal terminal = terminal("", StandardCharsets.UTF_8);
    Attributes before = terminal.getAttributes();
    try (TerminalScreen screen = screen(terminal)) {
      assertThat(screen.rows()).isEqualTo(5);
      assertThat(screen.columns()).isEqualTo(40);
      assertThat(terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ICANON)).isFalse();
      screen.show(List.of("one", "", "\u001b[31mthree\u001b[0m"));
      assertThat(device.size()).isZero();
    }
    assertThat(drawn.toString(StandardCharsets.UTF_8))
        .startsWith("\u001b[?1049h")
        .contains("one", "\u001b[31mt");
    assertThat(device.toString(StandardCharsets.UTF_8)).endsWith("\u001b[?1049l");
    assertThat(terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ICANON))
        .isEqualTo(before.getLocalFlag(Attributes.LocalFlag.ICANON));
  }

  @Test
  void linesThatScrollAreTakenAsTheyAre() throws IOException {
    List<String> lines = List.of("a1", "b22", "c333", "d4444", "e55555", "f6", "g77", "h888");
    try (TerminalScreen screen = screen(terminal("", StandardCharsets.UTF_8))) {
      for (int first = 0; first < 4; first++) {
        screen.show(lines.subList(first, first + 5));
      }
      screen.show(lines.subList(0, 5));
    }
    assertThat(drawn.toString(StandardCharsets.UTF_8)).contains("h888");
  }

  @Test
  void longLinesAndManyAreCutAndWhatFollowsTheEndIsNotDrawn() throws IOException {
    TerminalScreen screen = screen(terminal("", StandardCharsets.UTF_8));
    screen.show(Collections.nCopies(9, "x".repeat(60)));
    screen.close();
    screen.show(List.of("late"));
    String text = drawn.toString(StandardCharsets.UTF_8);
    assertThat(text.chars().filter(c -> c == 'x').count()).isEqualTo(5 * 40);
    assertThat(text).doesNotContain("late");
  }

  @Test
  void emptyLinesAreNoQuestionMarksInAscii() throws IOException {
    try (TerminalScreen screen = screen(terminal("", StandardCharsets.US_ASCII))) {
      screen.show(List.of("one", "", "three"));
    }
    assertThat(drawn.toString(StandardCharsets.US_ASCII).replaceAll("\u001b\\[\\?", ""))
        .doesNotContain("?");
  }
}
