package org.coremux.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code coremux help COMMAND}: the same as {@code coremux COMMAND --help}. */
@Command(
    name = "help",
    helpCommand = true,
    description = "Says what a command takes, as its --help does.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  coremux help run", "  coremux help import perf-sched"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command, and one below it; without any, all are listed.")
  private List<String> names = new ArrayList<>();

  /**
   * Prints it.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    List<String> unknown = spec.commandLine().getUnmatchedArguments();
    if (!unknown.isEmpty()) { // which picocli forgives a command that helps
      throw new UnmatchedArgumentException(spec.commandLine(), unknown);
    }
    CommandLine command = CommandTree.find(spec.commandLine(), names);
    command.usage(spec.commandLine().getOut());
    return new Console(spec.commandLine()).exitCode();
  }
}
