package org.coremux.cli;

import java.util.concurrent.Callable;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.EffectiveScenario;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coremux show FILE}: a scenario with everything filled in. */
@Command(
    name = "show",
    description = "Checks a scenario and prints it with every default, without running it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  coremux show scenarios/quickstart.yaml --set guests.web.count=6"})
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments arguments;

  /**
   * Reads, wires and prints.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Plugins plugins = arguments.plugins();
    Catalogue catalogue = plugins.catalogue();
    Scenario scenario = arguments.read(catalogue);
    String yaml = EffectiveScenario.yaml(scenario, catalogue);
    check(scenario, plugins);
    console.print(yaml);
    return console.exitCode();
  }

  /** Wires it only to see whether that works: a trace that it names may be missing or broken. */
  private static void check(Scenario scenario, Plugins plugins) {
    new Model(scenario, plugins, Model.Options.NORMAL).simulation();
  }
}
