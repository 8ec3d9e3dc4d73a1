package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that are shipped can be read, and say what they are for. */
class ShippedScenariosTest {

  private static final Path FOLDER = Path.of("scenarios");
  private static final String FILE = "guests.vm.workload[0].file=";

  private final ScenarioReader reader = new ScenarioReader(Plugins.installed().catalogue());

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysItsQuestionAndTheAnswerExpected(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve(name));

    assertThat(text).startsWith("# ").contains("\n# Question: ", "\n# Expected: ");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @MethodSource("names")
  void canBeRead(String name) {
    List<String> overrides =
        name.equals("planetlab-hour.yaml") ? List.of(FILE + "src/test/resources") : List.of();

    Scenario scenario = reader.read(FOLDER.resolve(name), overrides);

    assertThat(scenario.name()).isEqualTo(name.replace(".yaml", ""));
    assertThat(scenario.question()).endsWith("?");
  }

  @Test
  void asksForTheRecordingsThatAreNotShipped() {
    assertThatThrownBy(() -> reader.read(FOLDER.resolve("planetlab-hour.yaml"), List.of()))
        .hasMessageContaining(
            "guests.vm.workload[0].file: there is no file or folder "
                + "`scenarios/give-the-folder-with-set`");
  }

  @Test
  void takesNamesInOverridesFromTheWorkingFolder() {
    Path planetlab = Path.of("../shared/traces/planetlab/20110303");
    assumeTrue(Files.isDirectory(planetlab), "skipped: no recordings beside the project");

    Scenario scenario =
        reader.read(FOLDER.resolve("planetlab-hour.yaml"), List.of(FILE + planetlab));

    assertThat(scenario.guests().get(0).workload().get(0).parameters().file("file"))
        .isEqualTo(planetlab.toAbsolutePath().normalize());
  }
}
