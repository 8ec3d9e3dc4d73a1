package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.Load;
import org.junit.jupiter.api.Test;

class TopFrameTest {
  private static final TopView.Playing PLAYING = new TopView.Playing(0.25, false, 0.25, 7_654.3);

  private static TopView view(TopView.Window window) {
    return view(TopOrder.CPU, TopView.Processors.AUTOMATIC, window, TopView.Bottom.KEYS);
  }

  private static TopView view(
      TopOrder order, TopView.Processors processors, TopView.Window window, TopView.Bottom bottom) {
    return new TopView("sample", Optional.of(PLAYING), order, processors, window, bottom);
  }

  private static List<String> lines(Load load, TopView view, Charset charset, int columns) {
    return TopFrame.of(load, view, new Device(charset, columns, false)).lines();
  }

  private static List<String> utf8(Load load, TopView view) {
    return lines(load, view, StandardCharsets.UTF_8, 80);
  }

  @Test
  void matchesTheGoldenFiles() {
    TopView view = view(new TopView.Window(24, 0));
    Golden.matches("top.txt", text(utf8(SampleLoads.small(), view)));
    Golden.matches(
        "top.ascii.txt", text(lines(SampleLoads.small(), view, StandardCharsets.US_ASCII, 80)));
    Golden.matches(
        "top.wide.txt", text(lines(SampleLoads.small(), view, StandardCharsets.UTF_8, 160)));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void asciiIsEnough() {
    TopView view = view(TopView.Window.ALL);
    assertThat(lines(SampleLoads.of(2, 20, 3), view, StandardCharsets.US_ASCII, 120))
        .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
  }

  @Test
  void keepsWithinTheColumnsAndFillsTheRows() {
    for (int columns : new int[] {80, 100, 200}) {
      for (Load load :
          List.of(
              SampleLoads.small(),
              SampleLoads.of(2, 24, 40),
              SampleLoads.of(9, 3, 3),
              SampleLoads.named("名".repeat(40)))) {
        for (boolean isHelp : new boolean[] {false, true}) {
          TopView view =
              view(
                  TopOrder.STEAL,
                  TopView.Processors.AUTOMATIC,
                  new TopView.Window(24, 0),
                  new TopView.Bottom("", isHelp));
          assertThat(lines(load, view, StandardCharsets.UTF_8, columns))
              .hasSize(24)
              .allMatch(line -> Text.width(line) <= columns);
        }
      }
    }
  }

  @Test
  void doesNotObeyANameThatIsAnEscapeSequence() {
    TopView hostile =
        new TopView(
            "s\u001b[2J",
            Optional.of(PLAYING),
            TopOrder.CPU,
            TopView.Processors.BARS,
            TopView.Window.ALL,
            new TopView.Bottom("x\u001b[2J", false));
    assertThat(text(utf8(SampleLoads.named("a\u001b[2J\u202eb\nc"), hostile)))
        .contains("a?[2J?b?c")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void scrollsToTheLastGuestAndNoFarther() {
    Load load = SampleLoads.of(1, 4, 64);
    TopFrame top = TopFrame.of(load, view(new TopView.Window(24, 0)), device(false));
    assertThat(top.first()).isZero();
    assertThat(top.lines().get(23)).startsWith("1-20/71  ");

    TopFrame end = TopFrame.of(load, view(new TopView.Window(24, 9_999)), device(false));
    assertThat(end.first()).isEqualTo(51);
    assertThat(end.lines().get(0)).isEqualTo(top.lines().get(0));
    assertThat(end.lines().get(23)).startsWith("52-71/71  ");
    assertThat(end.lines().get(22)).contains("Domain-0");
  }

  private static Device device(boolean hasColour) {
    return new Device(StandardCharsets.UTF_8, 80, hasColour);
  }

  @Test
  void sortsGuestsByTheFigureThatIsAskedFor() {
    assertThat(names(TopOrder.CPU)).containsExactly("guest-3", "guest-2", "guest-1", "Domain-0");
    assertThat(names(TopOrder.WAITING)).startsWith("guest-1", "guest-2", "guest-3");
    assertThat(names(TopOrder.SWITCHES)).startsWith("guest-1", "guest-2", "guest-3");
    assertThat(names(TopOrder.EXITS)).startsWith("guest-3");
    assertThat(names(TopOrder.SCENARIO)).startsWith("Domain-0", "guest-1", "guest-2");
  }

  private static List<String> names(TopOrder order) {
    TopView view =
        view(order, TopView.Processors.AUTOMATIC, TopView.Window.ALL, TopView.Bottom.KEYS);
    return utf8(SampleLoads.of(1, 1, 3), view).stream()
        .filter(line -> line.matches("  (guest-\\d|Domain-0) .*"))
        .map(line -> line.strip().split(" ")[0])
        .toList();
  }

  @Test
  void manyPcpusAreAStripUnlessAskedFor() {
    Load load = SampleLoads.of(1, 70, 1);
    assertThat(text(utf8(load, view(TopView.Window.ALL))))
        .contains("  pCPUs 0-63  [", "  pCPUs 64-69 [");
    TopView bars =
        view(TopOrder.CPU, TopView.Processors.BARS, TopView.Window.ALL, TopView.Bottom.KEYS);
    assertThat(text(utf8(load, bars))).contains("  69 [").doesNotContain("pCPUs 0-63");
  }

  @Test
  void coloursAddNothingToTheText() {
    Load load = SampleLoads.of(2, 20, 5);
    TopView view = view(new TopView.Window(24, 0));
    List<String> painted = TopFrame.of(load, view, device(true)).lines();
    assertThat(text(painted)).contains("\u001b[");
    assertThat(painted.stream().map(TopFrameTest::unpainted).map(String::stripTrailing))
        .isEqualTo(TopFrame.of(load, view, device(false)).lines());
  }

  private static String unpainted(String line) {
    return line.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  @Test
  void saysAtWhatSpeedItIsPlayed() {
    assertThat(speed(new TopView.Playing(64, false, 0, 0))).endsWith("· 64x");
    assertThat(speed(new TopView.Playing(64, true, 0, 0))).endsWith("· 64x, paused");
    assertThat(speed(new TopView.Playing(64, false, 12.3, 9))).endsWith("· 64x (reaches 12x)");
    assertThat(speed(new TopView.Playing(0.001, false, 0.001, 9))).endsWith("· 1:1,000");
    assertThat(speed(new TopView.Playing(Double.POSITIVE_INFINITY, false, 3.25, 9)))
        .endsWith("· as fast as possible (reaches 3.3x)");
  }

  private static String speed(TopView.Playing playing) {
    TopView view =
        new TopView(
            "sample",
            Optional.of(playing),
            TopOrder.CPU,
            TopView.Processors.AUTOMATIC,
            TopView.Window.ALL,
            TopView.Bottom.KEYS);
    return utf8(SampleLoads.small(), view).get(0);
  }
}
