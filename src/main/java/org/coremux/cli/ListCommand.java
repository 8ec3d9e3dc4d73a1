package org.coremux.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.coremux.report.CatalogueJson;
import org.coremux.report.CatalogueText;
import org.coremux.scenario.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux list WHAT}: what there is to choose from. */
@Command(
    name = "list",
    description = "Lists what there is: each with a line about it, its parameters and sources.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "`coremux show KIND NAME` shows one of them with all that is known of it.",
      "Examples:",
      "  coremux list schedulers",
      "  coremux list --format json"
    })
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments.PluginArguments plugins;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHAT",
      converter = Kind.Converter.class,
      completionCandidates = Kind.Plurals.class,
      description = "schedulers, workloads, platforms, cpus, metrics or scenarios.")
  private Kind what;

  @Option(
      names = "--format",
      paramLabel = "table|json",
      defaultValue = "table",
      converter = Format.Converter.class,
      description = "How to print it; json without WHAT has everything (default: table).")
  private Format format;

  /**
   * Prints the list.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    if (format == Format.CSV) {
      throw new ParameterException(spec.commandLine(), "list prints table or json, not csv");
    }
    Console console = new Console(spec.commandLine());
    if (format == Format.JSON) {
      console.print(json(plugins.load()));
    } else {
      console.print(what == null ? all() : text(plugins.load()));
    }
    return console.exitCode();
  }

  private static String all() {
    return Arrays.stream(Kind.values())
        .map(kind -> "%-12s %s\n".formatted(kind.all(), kind.meaning()))
        .collect(Collectors.joining());
  }

  private String json(Plugins installed) {
    List<Kind> kinds = what == null ? List.of(Kind.values()) : List.of(what);
    Map<String, String> questions =
        kinds.contains(Kind.SCENARIO)
            ? ShippedScenarios.questions(installed.catalogue())
            : Map.of();
    return CatalogueJson.text(kinds.stream().map(Kind::one).toList(), installed, questions);
  }

  private String text(Plugins installed) {
    return switch (what) {
      case SCHEDULER -> CatalogueText.schedulers(installed, Console.charset());
      case WORKLOAD -> CatalogueText.workloads(installed, Console.charset());
      case PLATFORM -> CatalogueText.platforms(installed, Console.charset());
      case CPU -> CatalogueText.cpus(installed, Console.charset());
      case METRIC -> CatalogueText.metrics(Console.charset());
      case SCENARIO ->
          ShippedScenarios.folder() == null
              ? "There is no folder `scenarios` here or beside the program.\n"
              : CatalogueText.scenarios(
                  ShippedScenarios.questions(installed.catalogue()), Console.charset());
    };
  }
}
