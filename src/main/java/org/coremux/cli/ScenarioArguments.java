package org.coremux.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.zip.ZipFile;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Problem;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.Variant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of the commands that read a scenario. */
final class ScenarioArguments {
  private static final String SEED = "seed=";

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The scenario, a YAML file, or the name of one that is shipped: quickstart.")
  private Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another seed than the scenario's: a whole number from 0.")
  private String seed;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Another value at a path, such as guests.web.count=8; may be repeated.")
  private List<String> changes = new ArrayList<>();

  @Mixin private PluginArguments plugins = new PluginArguments();

  /** The jars of plug-ins. */
  static final class PluginArguments {
    @Option(
        names = "--plugin",
        paramLabel = "JAR",
        description = "A jar with schedulers or workloads of your own; may be repeated.")
    private List<Path> jars = new ArrayList<>();

    /**
     * What is installed, and what the jars have.
     *
     * @throws ScenarioException if one is no jar, or names a class that it does not have
     */
    Plugins load() {
      if (jars.isEmpty()) {
        return Plugins.installed();
      }
      URL[] urls = jars.stream().map(PluginArguments::url).toArray(URL[]::new);
      try {
        // Open as long as the program runs: a plug-in may load classes whenever it likes.
        return Plugins.installed(new URLClassLoader(urls, Plugins.class.getClassLoader()));
      } catch (ServiceConfigurationError | IllegalStateException wrong) {
        throw wrong("--plugin", wrong.getMessage());
      } catch (LinkageError wrong) {
        throw wrong("--plugin", "was compiled for another Java or another Coremux: " + wrong);
      }
    }

    private static URL url(Path jar) {
      String shown = "--plugin " + jar;
      if (!Files.isRegularFile(jar)) {
        throw wrong(shown, Files.exists(jar) ? "is no file" : "there is no such file");
      }
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.stream().noneMatch(entry -> entry.getName().startsWith("META-INF/services/"))) {
          throw wrong(shown, "announces nothing: it has no META-INF/services");
        }
        return jar.toUri().toURL();
      } catch (MalformedURLException impossible) {
        throw new IllegalStateException(impossible);
      } catch (java.io.IOException broken) {
        throw wrong(shown, "is no jar");
      }
    }

    private static ScenarioException wrong(String source, String message) {
      return new ScenarioException(new Problem(source, 0, 0, "", message));
    }
  }

  /** As the user wrote it. */
  String written() {
    return file.toString();
  }

  /**
   * The file, which may have been named without its folder and ending if it is a shipped one: a
   * folder of that name, such as {@code run NAME --out NAME} leaves, is not meant.
   */
  Path file() {
    String name = file.toString();
    boolean isFile = Files.exists(file) && !Files.isDirectory(file);
    return name.isEmpty() || isFile ? file : ShippedScenarios.file(name).orElse(file);
  }

  /** Whether another scenario was asked for than that of the file. */
  boolean areChanged() {
    return seed != null || !changes.isEmpty();
  }

  /** The same arguments for another file. */
  ScenarioArguments of(Path other) {
    ScenarioArguments arguments = new ScenarioArguments();
    arguments.file = other;
    arguments.seed = seed;
    arguments.changes = changes;
    arguments.plugins = plugins;
    return arguments;
  }

  /** What is installed for this scenario. */
  Plugins plugins() {
    return plugins.load();
  }

  /**
   * Reads the scenario.
   *
   * @throws ScenarioException with everything that is wrong with it
   */
  Scenario read(Catalogue catalogue) {
    return read(catalogue, Variant.NONE);
  }

  /**
   * Reads the scenario as it would be on another platform or with another scheduler.
   *
   * @throws ScenarioException with everything that is wrong with it
   */
  Scenario read(Catalogue catalogue, Variant variant) {
    if (file.toString().isEmpty()) {
      throw new ScenarioException(new Problem("FILE", 0, 0, "", "the name of the file is empty"));
    }
    Path from = file();
    refuseMissing(from);
    List<String> overrides = new ArrayList<>(changes);
    if (seed != null) {
      overrides.add(SEED + seed);
    }
    try {
      return new ScenarioReader(catalogue).read(from, overrides, variant);
    } catch (ScenarioException wrong) {
      throw new ScenarioException(wrong.problems().stream().map(this::named).toList());
    }
  }

  /** The reader says that there is no such file; here are the names that it may have been. */
  private static void refuseMissing(Path file) {
    boolean isName = file.toString().matches("[^./\\\\]*");
    List<String> known =
        isName
            ? ShippedScenarios.names()
            : ShippedScenarios.files().stream().map(Path::toString).toList();
    String hint = Nearest.hints(file.toString(), known);
    if (!Files.exists(file) && !hint.isEmpty()) {
      throw new ScenarioException(
          new Problem(file.toString(), 0, 0, "", "there is no such file" + hint));
    }
  }

  /** What is wrong with {@code --seed} is not said of {@code --set}. */
  private Problem named(Problem problem) {
    return seed != null && problem.source().equals("--set " + SEED + seed)
        ? new Problem("--seed " + seed, 0, 0, "", problem.message())
        : problem;
  }
}
