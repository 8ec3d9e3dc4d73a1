package org.coremux.cli;

import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

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
    versionProvider = Version.class,
    footer = {
      "",
      "Example:",
      "  coremux run scenarios/quickstart.yaml",
      "coremux COMMAND --help says more of each."
    })
public final class Main {
  private static final String VERSION = "--version";

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals(VERSION)) {
      for (String line : new Version().getVersion()) { // scripts ask: no command line is built
        System.out.println(line);
      }
      return;
    }
    CommandLine command = commandLine();
    int code;
    try {
      code = command.execute(arguments);
    } catch (Error failure) {
      code = Failures.fatal(failure, command, arguments);
    }
    System.exit(code);
  }

  /** The whole command line, for tests and generated documentation. */
  static CommandLine commandLine() {
    return commandLine(System::nanoTime);
  }

  /** The same by another clock. */
  static CommandLine commandLine(LongSupplier clockNs) {
    CommandLine command = new CommandLine(new Main());
    // Everywhere, and asked for where a failure is told: no command has a use for it.
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(Failures.DEBUG)
                .type(boolean.class)
                .scopeType(ScopeType.INHERIT)
                .description("Adds the stack trace to what is said of an error.")
                .build());
    Colour.addTo(command);
    return command
        .addSubcommand(new RunCommand(clockNs))
        .addSubcommand(new CompareCommand())
        .addSubcommand(new TopCommand(clockNs))
        .addSubcommand(new ShowCommand())
        .addSubcommand(new ListCommand())
        .addSubcommand(new SchemaCommand())
        .addSubcommand(new DiffCommand())
        .addSubcommand(new BisectCommand())
        .addSubcommand(new ReportCommand())
        .addSubcommand(new ChartCommand())
        .addSubcommand(new ImportCommand())
        .addSubcommand(new ValidateCommand())
        .addSubcommand(new FuzzCommand(clockNs))
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new ManCommand())
        .addSubcommand(new HelpCommand())
        .setParameterExceptionHandler(Failures::badUsage)
        .setExecutionExceptionHandler(new Failures());
  }
}
