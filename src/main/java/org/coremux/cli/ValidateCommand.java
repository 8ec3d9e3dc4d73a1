package org.coremux.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coremux validate [SUITE]}: the simulator beside what is known otherwise. */
@Command(
    name = "validate",
    description = {
      "Holds the simulator against what is known otherwise, error by error: against theory,",
      "published measurements, recorded kernels; against all of them where no suite is named."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ValidateTheoryCommand.class,
      ValidatePublishedCommand.class,
      ValidateKernelCommand.class
    },
    footer = {
      "",
      "Exit code 1 says that a goal of some suite is missed.",
      "Examples:",
      "  coremux validate",
      "  coremux validate theory",
      "  coremux validate published",
      "  coremux validate kernel",
      "coremux validate SUITE --help says more of each."
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /**
   * Runs all suites, whatever comes of those before.
   *
   * @return the highest of their exit codes
   */
  @Override
  public Integer call() {
    int worst = CommandLine.ExitCode.OK;
    for (CommandLine suite : spec.subcommands().values()) {
      worst = Math.max(worst, suite.execute());
    }
    return worst;
  }
}
