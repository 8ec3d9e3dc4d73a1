package org.coremux.cli;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Problem;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line, with the names that were most likely meant. */
final class BadUsage {
  /** Types of which picocli would speak by their names in Java. */
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);

  private BadUsage() {}

  /** The line, without the command's name. */
  static String message(ParameterException wrong, List<String> arguments) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(command, unmatched.getUnmatched().get(0));
    }
    if (wrong instanceof MissingParameterException) {
      // Picocli took the misspelt option for what is missing, or did not get as far as that.
      for (String argument : arguments) {
        if (isUnknownOption(command, argument)) {
          return unmatched(command, argument);
        }
      }
    }
    return wrong.getArgSpec() == null || wrong.getValue() == null
        ? wrong.getMessage()
        : value(wrong);
  }

  private static String unmatched(CommandLine command, String argument) {
    if (argument.startsWith("-") && argument.length() > 1) {
      String name = optionName(argument);
      return "there is no option " + Problem.quoted(name) + Nearest.hints(name, options(command));
    }
    Collection<String> commands = CommandTree.names(command);
    return commands.isEmpty()
        ? "takes no further argument, such as " + Problem.quoted(argument)
        : "there is no command " + Problem.quoted(argument) + Nearest.hints(argument, commands);
  }

  private static String value(ParameterException wrong) {
    ArgSpec argument = wrong.getArgSpec();
    String name = argument instanceof OptionSpec o ? o.longestName() : argument.paramLabel();
    if (WHOLE.contains(argument.type())) {
      return name + ": " + Problem.quoted(wrong.getValue()) + " is not a whole number";
    }
    List<String> words = ArgumentValues.of(argument).words();
    if (words.isEmpty() || words.contains(wrong.getValue())) {
      return wrong.getMessage();
    }
    return name
        + ": "
        + Problem.quoted(wrong.getValue())
        + " is not one of "
        + String.join(", ", words)
        + Nearest.hints(wrong.getValue(), words);
  }

  private static boolean isUnknownOption(CommandLine command, String argument) {
    return argument.matches("--?[a-zA-Z].*") && !isOption(command, optionName(argument));
  }

  /** Whether this command or one above it has the option. */
  private static boolean isOption(CommandLine command, String name) {
    for (CommandLine at = command; at != null; at = at.getParent()) {
      if (at.getCommandSpec().optionsMap().containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  private static String optionName(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }

  private static Collection<String> options(CommandLine command) {
    return CommandTree.options(command.getCommandSpec()).stream()
        .map(OptionSpec::longestName)
        .toList();
  }
}
