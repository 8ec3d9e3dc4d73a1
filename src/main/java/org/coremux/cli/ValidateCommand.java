package org.coremux.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coremux validate SUITE}: the simulator beside what is known otherwise. */
@Command(
    name = "validate",
    description = "Holds the simulator against what is known otherwise, error by error.",
    mixinStandardHelpOptions = true,
    subcommands = {ValidateKernelCommand.class, ValidateTheoryCommand.class},
    footer = {
      "",
      "Examples:",
      "  coremux validate kernel",
      "  coremux validate theory",
      "coremux validate SUITE --help says more of each."
    })
final class ValidateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to validate: " + String.join(", ", spec.subcommands().keySet()));
  }
}
