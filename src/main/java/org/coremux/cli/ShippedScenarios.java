package org.coremux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.ScenarioReader;

/**
 * The scenarios that come with the program: files that have a name without a path, too. Those of
 * schedulers' pathologies are in a folder of their own.
 */
final class ShippedScenarios {
  private static final String ENDING = ".yaml";
  private static final String PATHOLOGIES = "pathologies";
  private static final String QUESTION = "question: ";

  private ShippedScenarios() {}

  /** Their names, in alphabetical order. */
  static List<String> names() {
    return files().stream().map(ShippedScenarios::name).toList();
  }

  /** The files, folder by folder in the order of their names; none where there is no folder. */
  static List<Path> files() {
    Path folder = folder();
    if (folder == null) {
      return List.of();
    }
    return Stream.of(folder, folder.resolve(PATHOLOGIES))
        .flatMap(each -> in(each).stream())
        .toList();
  }

  private static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder " + folder, e);
    }
  }

  /** The file of that name. */
  static Optional<Path> file(String name) {
    return files().stream().filter(file -> name(file).equals(name)).findFirst();
  }

  /** Each file with the question that it asks. */
  static Map<String, String> questions(Catalogue catalogue) {
    ScenarioReader reader = new ScenarioReader(catalogue);
    Map<String, String> questions = new LinkedHashMap<>();
    files().forEach(file -> questions.put(file.toString(), question(reader, file)));
    return questions;
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ENDING.length());
  }

  private static String question(ScenarioReader reader, Path file) {
    try {
      Scenario scenario = reader.read(file, List.of());
      return scenario.question().isEmpty() ? scenario.name() : scenario.question();
    } catch (ScenarioException wrong) {
      // Such as one that needs a folder of recordings: what it asks is still worth a line.
      return text(file)
          .lines()
          .filter(line -> line.startsWith(QUESTION))
          .map(line -> line.substring(QUESTION.length()))
          .findFirst()
          .orElse("needs --set: " + wrong.problems().get(0).message());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The folder here, or that of the checkout in whose {@code target} the jar is; else null. */
  static Path folder() {
    Path here = Path.of("scenarios");
    if (Files.isDirectory(here)) {
      return here;
    }
    try {
      Path code =
          Path.of(
              ShippedScenarios.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path checkout = code.getParent() == null ? null : code.getParent().getParent();
      Path there = checkout == null ? null : checkout.resolve("scenarios");
      return there != null && Files.isDirectory(there) ? there : null;
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
