package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.coremux.experiment.SampleResults;
import org.coremux.report.ResultJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartCommandTest {
  @TempDir private static Path saved;
  private static Path seven;
  private static Path eight;

  @TempDir private Path folder;

  private final Shell shell = new Shell();

  @BeforeAll
  static void runTwice() {
    seven = saved.resolve("seven");
    eight = saved.resolve("eight");
    Shell own = new Shell();
    assertThat(own.run("run", Shell.SCENARIO, "--out", seven.toString())).as(own.err()).isZero();
    assertThat(own.run("run", Shell.SCENARIO, "--seed", "8", "--out", eight.toString())).isZero();
  }

  private int chart(Object... arguments) {
    return shell.run(
        Stream.concat(Stream.of("chart"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new));
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void drawsWhatRunDrew() throws IOException {
    assertThat(chart(seven, "--out", folder)).as(shell.err()).isZero();

    assertThat(written())
        .containsExactly(
            "latency.png",
            "latency.svg",
            "states.png",
            "states.svg",
            "steal.png",
            "steal.svg",
            "timeline.png",
            "timeline.svg",
            "utilisation.png",
            "utilisation.svg");
    for (String name : written()) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(seven.resolve(name));
    }
    assertThat(shell.out().lines().sorted())
        .isEqualTo(written().stream().map(name -> folder.resolve(name).toString()).toList());
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void drawsOnlyWhatIsAskedFor() throws IOException {
    Path file = seven.resolve("result.json");
    assertThat(chart(file, "--only", "states,steal", "--format", "svg", "--out", folder)).isZero();
    assertThat(written()).containsExactly("states.svg", "steal.svg");
    assertThat(chart(seven, "--only", "states", "--theme", "dark", "--out", folder)).isZero();
    assertThat(folder.resolve("states.svg")).content().contains("rgb(20,25,31)");
  }

  @Test
  void drawsAWindowOfTheTimeline() {
    assertThat(chart(seven, "--only", "timeline", "--window", "20 ms..21ms", "--out", folder))
        .as(shell.err())
        .isZero();
    assertThat(folder.resolve("timeline.svg")).content().contains(" 20 to 21 ms ");
  }

  @Test
  void ofSeveralResultsEachHasFilesOfItsOwn() throws IOException {
    assertThat(chart(seven, eight, "--only", "states", "--format", "png", "--out", folder))
        .isZero();
    assertThat(written()).containsExactly("states-seed-7.png", "states-seed-8.png");
  }

  @Test
  void namesWhatIsWrongAndWhatIsAllowed() {
    assertThat(chart(seven, "--only", "pie")).isEqualTo(2);
    assertThat(shell.err())
        .contains(
            "--only pie: must be among utilisation, latency, steal, states, migration, timeline");
    assertThat(chart(seven, "--format", "gif")).isEqualTo(2);
    assertThat(shell.err()).contains("--format gif: must be among svg, png");
    assertThat(chart(seven, "--theme", "pink")).isEqualTo(2);
    assertThat(shell.err()).contains("--theme pink: must be among light, dark");
    assertThat(chart(seven, "--host", "moon")).isEqualTo(2);
    assertThat(shell.err()).contains("--host moon: ", " has no such host; it has node");
    assertThat(chart(seven, "--window", "1 ms")).isEqualTo(2);
    assertThat(shell.err()).contains("--window 1 ms: is no FROM..TO, such as");
    assertThat(chart(seven, "--window", "2 ms..1 ms")).isEqualTo(2);
    assertThat(shell.err()).contains("--window 2 ms..1 ms: ends before it begins");
    assertThat(chart(seven, "--window", "1 h..2 h")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--window 1 h..2 h: ", "timeline.json.gz has only 10 ms to 210 ms of the host");
    Path fleet = folder.resolve("fleet.json");
    ResultJson.write(SampleResults.fleet(1, 1), fleet);
    assertThat(chart(fleet, "--only", "latency")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--only latency: there is nothing to draw it from in " + fleet);
    assertThat(chart()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void whatIsNoResultIsRefused() throws IOException {
    Path none = folder.resolve("none");
    assertThat(chart(none)).isEqualTo(2);
    assertThat(shell.err()).contains(none.toString());
    assertThat(chart(folder)).isEqualTo(2);
    assertThat(shell.err())
        .contains("the folder " + folder + " has no result.json: it is not one that run --out");
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertThat(chart(text)).isEqualTo(2);
    assertThat(shell.err()).contains(text + " is not a coremux result");
  }

  @Test
  void timelineOfAnotherRunIsRefused() throws IOException {
    Files.copy(seven.resolve("result.json"), folder.resolve("result.json"));
    Files.copy(eight.resolve("timeline.json.gz"), folder.resolve("timeline.json.gz"));
    assertThat(chart(folder, "--out", folder)).isEqualTo(2);
    assertThat(shell.err()).contains("timeline.json.gz is of another run (trace ");
    assertThat(written()).hasSize(2);
  }

  @Test
  void withoutATimelineTheOthersAreDrawn() throws IOException {
    Files.copy(seven.resolve("result.json"), folder.resolve("result.json"));
    assertThat(chart(folder, "--out", folder)).isZero();
    assertThat(shell.err()).startsWith("note: there is no ").contains("timeline.json.gz");
    assertThat(written()).contains("states.svg").doesNotContain("timeline.svg");

    assertThat(chart(folder, "--only", "timeline", "--out", folder)).isEqualTo(2);
    assertThat(shell.err()).contains("to draw a timeline from; run --out keeps one");
  }

  @Test
  void folderThatTakesNothingIsAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(chart(seven, "--out", file)).isEqualTo(1);
    assertThat(shell.err()).contains("cannot write " + file);
  }
}
