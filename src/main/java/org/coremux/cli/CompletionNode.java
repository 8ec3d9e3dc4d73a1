package org.coremux.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coremux.cli.ArgumentValues.Files;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What can follow some words of a command line.
 *
 * @param path the words: {@code coremux import}
 * @param summary what they stand for
 * @param options that may follow
 * @param operands that may follow, in order
 * @param children what is there one word further, if that word is known
 */
record CompletionNode(
    String path,
    String summary,
    List<Option> options,
    List<Operand> operands,
    List<CompletionNode> children) {

  CompletionNode {
    options = List.copyOf(options);
    operands = List.copyOf(operands);
    children = List.copyOf(children);
  }

  /**
   * An option.
   *
   * @param names with their hyphens
   * @param label of its value; empty when it takes none
   * @param summary one line
   * @param repeats whether it may be given again
   * @param values what its value can be
   */
  record Option(
      List<String> names, String label, String summary, boolean repeats, ArgumentValues values) {
    Option {
      names = List.copyOf(names);
    }
  }

  /**
   * An operand.
   *
   * @param label of it
   * @param repeats whether more of it may follow
   * @param values what it can be
   */
  record Operand(String label, boolean repeats, ArgumentValues values) {}

  /** The last word. */
  String word() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  /** This and all below, each before its own. */
  List<CompletionNode> all() {
    List<CompletionNode> all = new ArrayList<>();
    all.add(this);
    children.forEach(child -> all.addAll(child.all()));
    return all;
  }

  /** Of a command. */
  static CompletionNode of(CommandLine command, Plugins plugins) {
    CommandSpec spec = command.getCommandSpec();
    String path = spec.qualifiedName();
    List<Option> options = CommandTree.options(spec).stream().map(CompletionNode::option).toList();
    List<Operand> operands = new ArrayList<>();
    List<CompletionNode> children = new ArrayList<>();
    for (CommandLine child : CommandTree.children(command)) {
      children.add(of(child, plugins));
    }
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      operands.add(
          new Operand(argument.paramLabel(), argument.isMultiValue(), ArgumentValues.of(argument)));
    }
    boolean takesCommand =
        operands.stream().anyMatch(operand -> operand.values.files() == Files.COMMAND);
    if (takesCommand) {
      children.addAll(names(CommandTree.root(command), path));
      operands.clear();
    }
    if (spec.userObject() instanceof ShowCommand) {
      children.addAll(kinds(path, options, plugins));
      operands.subList(1, operands.size()).clear();
    }
    return new CompletionNode(path, summary(spec), options, operands, children);
  }

  /** The commands once more, as the words that help and man take. */
  private static List<CompletionNode> names(CommandLine above, String path) {
    List<CompletionNode> names = new ArrayList<>();
    for (CommandLine child : CommandTree.children(above)) {
      String word = path + " " + child.getCommandName();
      names.add(
          new CompletionNode(
              word, summary(child.getCommandSpec()), List.of(), List.of(), names(child, word)));
    }
    return names;
  }

  private static List<CompletionNode> kinds(String path, List<Option> options, Plugins plugins) {
    return Arrays.stream(Kind.values())
        .map(
            kind ->
                new CompletionNode(
                    path + " " + kind.one(),
                    kind.meaning(),
                    options,
                    List.of(
                        new Operand(
                            "NAME",
                            false,
                            new ArgumentValues(safe(kind.names(plugins)), Files.NONE, ""))),
                    List.of()))
        .toList();
  }

  /** Words that no shell makes anything else of; the names of files may hold anything. */
  static List<String> safe(List<String> words) {
    return words.stream().filter(word -> word.matches("[A-Za-z0-9_][A-Za-z0-9_.:@%+-]*")).toList();
  }

  private static Option option(OptionSpec option) {
    boolean takesValue = option.arity().max() > 0;
    return new Option(
        List.of(option.names()),
        takesValue ? option.paramLabel() : "",
        summary(option),
        option.isMultiValue(),
        ArgumentValues.of(option));
  }

  private static String summary(ArgSpec argument) {
    String[] description = argument.description();
    return description.length == 0 ? "" : description[0].replaceAll(" ?\\(default: .*", "");
  }

  private static String summary(CommandSpec spec) {
    String[] description = spec.usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }
}
