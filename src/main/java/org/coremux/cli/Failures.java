package org.coremux.cli;

import java.io.UncheckedIOException;
import java.util.List;
import org.coremux.experiment.Decimal;
import org.coremux.report.BadResultException;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What a user reads when a command ends otherwise than it should: for what is wrong with the input
 * each problem in a line, exit code 2; for a file that cannot be written a line, 1; for a mistake
 * of ours a paragraph from which it can be repeated, 1. A stack trace only with {@code --debug}.
 */
final class Failures implements IExecutionExceptionHandler {
  /** The option that adds the stack trace. */
  static final String DEBUG = "--debug";

  /** A run that broke, with what is needed to see it break again. */
  static final class BrokenRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenRun(long nowNs, long seed, Throwable cause) {
      super(
          "at %s ms of model time, seed %d"
              .formatted(Decimal.milliseconds(nowNs).toPlainString(), seed),
          cause);
    }
  }

  /** One line that says what is wrong, the nearest names, and where help is. */
  static int badUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    Console console = new Console(command);
    String name = command.getCommandSpec().qualifiedName();
    console.wrong(name + ": " + BadUsage.message(wrong, List.of(arguments)));
    console.note("`" + name + " --help` tells more.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    Console console = new Console(command);
    if (isDebug(parsed)) {
      failure.printStackTrace(command.getErr());
    }
    if (failure instanceof ScenarioException wrong) {
      for (Problem problem : wrong.problems()) {
        console.wrong(problem.toString());
      }
      return ExitCode.USAGE;
    }
    if (failure instanceof BadResultException wrong) {
      console.wrong(wrong.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof UncheckedIOException cannot) {
      console.wrong("coremux: " + cannot.getMessage());
      return ExitCode.SOFTWARE;
    }
    console.wrong(internal(failure, parsed));
    return ExitCode.SOFTWARE;
  }

  /** What is beyond the reach of a command: no memory, no stack. */
  static int fatal(Error failure, CommandLine command, String[] arguments) {
    Console console = new Console(command);
    if (failure instanceof OutOfMemoryError) {
      console.note(
          "coremux: out of memory; give more, as in COREMUX_JAVA_OPTS=-Xmx16g, or simulate less");
    } else {
      console.wrong(internal(failure, String.join(" ", arguments)));
    }
    return ExitCode.SOFTWARE;
  }

  private static boolean isDebug(ParseResult parsed) {
    return Boolean.getBoolean("coremux.debug") || parsed.originalArgs().contains(DEBUG);
  }

  private static String internal(Throwable failure, ParseResult parsed) {
    StringBuilder command = new StringBuilder();
    for (String argument : parsed.originalArgs()) {
      command.append(' ').append(quoted(argument));
    }
    return internal(failure, command.toString().strip());
  }

  private static String internal(Throwable failure, String command) {
    boolean isRun = failure instanceof BrokenRun;
    Throwable cause = isRun ? failure.getCause() : failure;
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return "coremux: internal error"
        + (isRun ? " " + failure.getMessage() : "")
        + ": "
        + what
        + "\nThis is a mistake in Coremux, or in a plug-in, and not in your scenario. The same"
        + " happens again with:\n  coremux "
        + command
        + "\nand with "
        + DEBUG
        + " it also says where.";
  }

  /** An argument as a shell takes it. */
  static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_@%+=:,./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
