package org.coremux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.coremux.report.CatalogueText;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code coremux list WHAT}: what there is to choose from. */
@Command(
    name = "list",
    description = "Lists what there is: each with a line about it, its parameters and sources.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  coremux list schedulers"})
final class ListCommand implements Callable<Integer> {
  private static final String ALL =
      """
      schedulers   policies, for hosts and guests
      workloads    what guests can do
      platforms    what may run on the bare machine
      cpus         CPUs by name
      metrics      the figures of a result, and their short names
      scenarios    the scenarios that come with the program
      """;

  /** What can be listed. */
  enum What {
    /** Policies. */
    SCHEDULERS,
    /** Kinds of workload. */
    WORKLOADS,
    /** Presets of platforms. */
    PLATFORMS,
    /** Presets of CPUs. */
    CPUS,
    /** Figures of a result. */
    METRICS,
    /** Files. */
    SCENARIOS;

    /** Reads it as it is written on the command line. */
    static final class Converter implements ITypeConverter<What> {
      @Override
      public What convert(String value) {
        for (What what : values()) {
          if (what.name().toLowerCase(Locale.ROOT).equals(value)) {
            return what;
          }
        }
        throw new TypeConversionException(
            "'"
                + value
                + "' is not one of schedulers, workloads, platforms, cpus, metrics,"
                + " scenarios");
      }
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments.PluginArguments plugins;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHAT",
      converter = What.Converter.class,
      description = "schedulers, workloads, platforms, cpus, metrics or scenarios.")
  private What what;

  /**
   * Prints the list.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    console.print(what == null ? ALL : text(plugins.load()));
    return console.exitCode();
  }

  private String text(Plugins installed) {
    return switch (what) {
      case SCHEDULERS -> CatalogueText.schedulers(installed, Console.charset());
      case WORKLOADS -> CatalogueText.workloads(installed, Console.charset());
      case PLATFORMS -> CatalogueText.platforms(installed, Console.charset());
      case CPUS -> CatalogueText.cpus(installed, Console.charset());
      case METRICS -> CatalogueText.metrics(Console.charset());
      case SCENARIOS -> scenarios(installed);
    };
  }

  // ---- scenarios ----

  private static String scenarios(Plugins installed) {
    Path folder = folder();
    if (folder == null) {
      return "There is no folder `scenarios` here or beside the program.\n";
    }
    ScenarioReader reader = new ScenarioReader(installed.catalogue());
    StringBuilder text = new StringBuilder();
    for (Path file : files(folder)) {
      text.append(file).append('\n');
      text.append("    ").append(question(reader, file)).append('\n');
    }
    return text.toString();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder " + folder, e);
    }
  }

  private static String question(ScenarioReader reader, Path file) {
    try {
      Scenario scenario = reader.read(file, List.of());
      return scenario.question().isEmpty() ? scenario.name() : scenario.question();
    } catch (ScenarioException wrong) {
      // Such as one that needs a folder of recordings: what it asks is still worth a line.
      return Stream.of(text(file).split("\n"))
          .filter(line -> line.startsWith("question: "))
          .map(line -> line.substring("question: ".length()))
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
  private static Path folder() {
    Path here = Path.of("scenarios");
    if (Files.isDirectory(here)) {
      return here;
    }
    try {
      Path code =
          Path.of(ListCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path checkout = code.getParent() == null ? null : code.getParent().getParent();
      Path there = checkout == null ? null : checkout.resolve("scenarios");
      return there != null && Files.isDirectory(there) ? there : null;
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
