package org.coremux.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code coremux} command: hands each subcommand its arguments and turns its outcome into an
 * exit code.
 */
@Command(
    name = "coremux",
    description = "Simulates how hypervisors share processor cores among guests.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
