package org.coremux.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code coremux} command.
 *
 * <p>Hands each subcommand its arguments and turns its outcome into an exit code: 0 for success, 1
 * for a failure, 2 for bad usage or input.
 */
@Command(
    name = "coremux",
    description = "Simulates how hypervisors share processor cores among guests.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command line, for tests and generated documentation. */
  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }
}
