package org.coremux.cli;

import java.util.concurrent.Callable;
import org.coremux.scenario.SchemaWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coremux schema}: the JSON Schema of scenario files. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of scenarios, by which editors complete and check them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  coremux schema > coremux.schema.json",
      "and as the first line of a scenario, for editors with a YAML language server:",
      "  # yaml-language-server: $schema=coremux.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments.PluginArguments plugins;

  /**
   * Prints it.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    console.print(SchemaWriter.json(plugins.load().catalogue()));
    return console.exitCode();
  }
}
