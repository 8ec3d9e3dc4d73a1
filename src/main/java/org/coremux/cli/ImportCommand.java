package org.coremux.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coremux import KIND FILE}: a scenario from what other tools recorded. */
@Command(
    name = "import",
    description = "Makes a scenario from a recording.",
    mixinStandardHelpOptions = true,
    subcommands = ImportPerfSchedCommand.class,
    footer = {
      "",
      "Example:",
      "  coremux import perf-sched schedule.txt --out schedule.yaml",
      "coremux import KIND --help says more of each."
    })
final class ImportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to import: " + String.join(", ", spec.subcommands().keySet()));
  }
}
