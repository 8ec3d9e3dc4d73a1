package org.coremux.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The commands and what they have, as help, manual and completion walk over them. */
final class CommandTree {
  private CommandTree() {}

  /** The outermost command above this one. */
  static CommandLine root(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root;
  }

  /** A command and all below it, each before its own. */
  static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>();
    all.add(command);
    children(command).forEach(child -> all.addAll(all(child)));
    return all;
  }

  /** The commands right below, in the order in which help lists them. */
  static List<CommandLine> children(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(child -> !child.getCommandSpec().usageMessage().hidden())
        .distinct()
        .toList();
  }

  /** The names of the commands right below. */
  static List<String> names(CommandLine command) {
    return children(command).stream().map(CommandLine::getCommandName).toList();
  }

  /** The options that help shows, by name. */
  static List<OptionSpec> options(CommandSpec spec) {
    List<OptionSpec> options = new ArrayList<>(spec.options());
    options.removeIf(OptionSpec::hidden);
    options.sort((a, b) -> a.longestName().compareTo(b.longestName()));
    return options;
  }

  /**
   * The command of these names below the outermost one.
   *
   * @throws ParameterException of {@code asker} if there is none
   */
  static CommandLine find(CommandLine asker, Collection<String> names) {
    CommandLine at = root(asker);
    for (String name : names) {
      CommandLine next = at.getSubcommands().get(name);
      if (next == null) {
        String above = at.getCommandSpec().qualifiedName();
        List<String> known = names(at);
        throw new ParameterException(
            asker,
            "there is no command "
                + Problem.quoted(name)
                + " of "
                + above
                + (known.isEmpty() ? "" : "; there are " + String.join(", ", known))
                + Nearest.hints(name, known));
      }
      at = next;
    }
    return at;
  }
}
