package org.coremux.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.coremux.evidence.published.PublishedEvidence;
import org.coremux.evidence.published.PublishedTable;
import org.coremux.evidence.published.PublishedTables;
import org.coremux.evidence.published.Summary;
import org.coremux.evidence.published.TableOutcome;
import org.coremux.report.Progress;
import org.coremux.report.PublishedJson;
import org.coremux.report.PublishedText;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coremux validate published}: tables of the literature, simulated beside published. */
@Command(
    name = "published",
    description =
        "Simulates published tables from presets and the scenarios in scenarios/published, and"
            + " prints row by row what was measured and what is simulated.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 1 says that a goal is missed. With --only the goals over all tables are left out.",
      "Examples:",
      "  coremux validate published",
      "  coremux validate published --only barham --format json"
    })
final class ValidatePublishedCommand implements Callable<Integer> {
  private static final String FOLDER = "published";

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "The tables with this in their name, such as \"Dall\".")
  private String only;

  @Mixin private TableOrJson format = new TableOrJson();

  @Option(names = "--quiet", description = "Says nothing while it works.")
  private boolean quiet;

  /**
   * Simulates and prints.
   *
   * @return 0, or 1 when a goal is missed or stdout did not take the report
   */
  @Override
  public Integer call() {
    boolean isJson = format.isJson();
    Console console = new Console(spec.commandLine());
    List<TableOutcome> outcomes = simulated(chosen());
    Summary all = Summary.of(outcomes);
    Summary summary = only == null ? all : all.ofSome();
    console.print(
        isJson
            ? PublishedJson.text(outcomes, summary)
            : PublishedText.of(outcomes, summary, Console.charset()));
    return summary.holds(outcomes) ? console.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }

  private List<TableOutcome> simulated(List<PublishedTable> tables) {
    int runs = PublishedEvidence.runs(tables);
    AtomicInteger done = new AtomicInteger();
    try (Progress progress =
        quiet || runs == 0 ? Progress.none() : Progress.onTerminal("published tables", runs)) {
      return new PublishedEvidence(folder(), Plugins.installed())
          .of(tables, () -> progress.update(done.incrementAndGet(), 0));
    }
  }

  private List<PublishedTable> chosen() {
    List<PublishedTable> all = PublishedTables.all();
    if (only == null) {
      return all;
    }
    List<PublishedTable> chosen =
        all.stream().filter(table -> contains(table.table(), only)).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "no table has '"
              + only
              + "' in its name; there are "
              + String.join("; ", all.stream().map(PublishedTable::table).toList()));
    }
    return chosen;
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(java.util.Locale.ROOT)
        .contains(part.toLowerCase(java.util.Locale.ROOT));
  }

  private Path folder() {
    Path scenarios = ShippedScenarios.folder();
    Path folder = scenarios == null ? null : scenarios.resolve(FOLDER);
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no folder scenarios/" + FOLDER + " here, nor beside the program");
    }
    return folder;
  }
}
