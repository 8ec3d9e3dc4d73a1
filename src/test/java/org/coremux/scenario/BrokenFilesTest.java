package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every broken file gets its own clear messages: those in the {@code .txt} beside it, in order.
 *
 * <p>After a change of words, {@code -Dgolden.update} writes the {@code .txt} files anew; read them
 * before you commit them.
 */
class BrokenFilesTest {

  private static final Path FOLDER = Path.of("src/test/resources/broken");

  private final ScenarioReader reader = new ScenarioReader(TestCatalogue.catalogue());

  static Stream<String> files() throws IOException {
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
  @MethodSource("files")
  void saysWhatIsWrong(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    Path expected = FOLDER.resolve(name.replace(".yaml", ".txt"));

    ScenarioException wrong = wrong(file);

    String messages =
        wrong.problems().stream()
            .map(problem -> problem.toString().replace(FOLDER + "/", "") + "\n")
            .collect(Collectors.joining());
    if (System.getProperty("golden.update") != null) {
      Files.writeString(expected, messages);
    }
    assertThat(messages).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysEachProblemInOneLineWithItsPlace(String name) {
    for (Problem problem : wrong(FOLDER.resolve(name)).problems()) {
      assertThat(problem.toString())
          .startsWith(FOLDER.resolve(name) + ":")
          .doesNotContain("\n", "\t", "Exception", "org.coremux", "snakeyaml", "java.");
      assertThat(problem.message().length()).isBetween(10, 400);
    }
  }

  @Test
  void hasAtLeastSixtyOfThem() throws IOException {
    assertThat(files().count()).isGreaterThanOrEqualTo(60);
  }

  @Test
  void refusesAFolder(@TempDir Path folder) {
    assertThat(wrong(folder)).hasMessage(folder + ": is a folder, where a file is expected");
  }

  @Test
  void refusesAMissingFile(@TempDir Path folder) {
    assertThat(wrong(folder.resolve("none.yaml")))
        .hasMessage(folder.resolve("none.yaml") + ": there is no such file");
  }

  @Test
  void refusesAnUnreadableFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret.yaml"), "scenario: x\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "skipped: root can read every file");

    assertThat(wrong(file)).hasMessage(file + ": cannot be read: permission denied");
  }

  @Test
  void refusesAFileTooLarge(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.write(file, new byte[(64 << 20) + 1]);

    assertThat(wrong(file)).hasMessage(file + ": is larger than 64 MiB");
  }

  @Test
  void refusesOtherEncodings(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("utf-16.yaml");
    Files.write(file, "scenario: x\n".getBytes(StandardCharsets.UTF_16));

    assertThat(wrong(file).problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .startsWith("is no text: byte");
  }

  private ScenarioException wrong(Path file) {
    return catchThrowableOfType(ScenarioException.class, () -> reader.read(file, List.of()));
  }
}
