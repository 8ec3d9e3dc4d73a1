package org.coremux.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.coremux.cli.ArgumentValues.Files;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;

/** Completion for zsh: a function for each command, with what each option is for. */
final class ZshCompletion extends CompletionScript {
  ZshCompletion(CommandLine command, Plugins plugins) {
    super(command, plugins);
  }

  @Override
  String template() {
    return "completion.zsh";
  }

  @Override
  String filled(String template) {
    String functions =
        root().all().stream().map(ZshCompletion::function).collect(Collectors.joining("\n"));
    return template.replace("@functions@\n", functions);
  }

  @Override
  String assigned(List<String> words) {
    return "list=(" + String.join(" ", words) + ")";
  }

  private static String name(CompletionNode node) {
    return "_" + node.path().replace(' ', '_');
  }

  private static String function(CompletionNode node) {
    List<String> arguments = new ArrayList<>();
    for (CompletionNode.Option option : node.options()) {
      option.names().forEach(name -> arguments.add(option(option, name)));
    }
    String lead = node.children().isEmpty() ? "  _arguments" : "  _arguments -C";
    if (!node.children().isEmpty()) {
      arguments.add(quoted("1: :" + name(node) + "__first"));
      arguments.add(quoted("*:: :->rest"));
      return first(node) + name(node) + "() {\n" + dispatch(node, call(lead, arguments)) + "}\n";
    }
    for (int i = 0; i < node.operands().size(); i++) {
      CompletionNode.Operand operand = node.operands().get(i);
      String place = operand.repeats() ? "*" : Integer.toString(i + 1);
      arguments.add(quoted(place + ":" + message(operand.label()) + action(operand.values())));
    }
    return name(node) + "() {\n" + call(lead, arguments) + "}\n";
  }

  private static String call(String lead, List<String> arguments) {
    return lead + " \\\n    " + String.join(" \\\n    ", arguments) + "\n";
  }

  /** The first word after the command: a command below it, and what else may stand there. */
  private static String first(CompletionNode node) {
    String words =
        node.children().stream()
            .map(child -> "    " + quoted(described(child)) + "\n")
            .collect(Collectors.joining());
    boolean isScenario =
        !node.operands().isEmpty() && node.operands().get(0).values().files() == Files.SCENARIO;
    return name(node)
        + "__first() {\n  local -a known\n  known=(\n"
        + words
        + "  )\n  _describe -t commands command known\n"
        + (isScenario ? "  _coremux_scenario\n" : "")
        + "}\n\n";
  }

  private static String described(CompletionNode child) {
    return child.word() + ":" + child.summary().replace(":", "\\:");
  }

  private static String dispatch(CompletionNode node, String call) {
    String cases =
        node.children().stream()
            .map(child -> "    " + child.word() + ") " + name(child) + " ;;\n")
            .collect(Collectors.joining());
    List<String> others = new ArrayList<>();
    for (CompletionNode.Option option : node.options()) {
      option.names().forEach(name -> others.add(option(option, name)));
    }
    String other =
        others.isEmpty() ? "" : "    *)\n" + call("      _arguments", others) + "      ;;\n";
    return "  local curcontext=$curcontext context state state_descr line ret=1\n"
        + "  typeset -A opt_args\n"
        + call.stripTrailing()
        + " && ret=0\n  [[ $state == rest ]] || return ret\n  case $line[1] in\n"
        + cases
        + other
        + "  esac\n";
  }

  private static String option(CompletionNode.Option option, String name) {
    String repeats = option.repeats() ? "*" : "";
    String value =
        option.label().isEmpty() ? "" : ":" + message(option.label()) + action(option.values());
    String equals = option.label().isEmpty() || !name.startsWith("--") ? "" : "=";
    return quoted(repeats + name + equals + "[" + message(option.summary()) + "]" + value);
  }

  /** Words inside of a specification, where colons and brackets have a meaning. */
  private static String message(String words) {
    return words.replace("\\", "\\\\").replace(":", "\\:").replace("[", "\\[").replace("]", "\\]");
  }

  private static String action(ArgumentValues values) {
    if (!values.words().isEmpty()) {
      return ":(" + String.join(" ", values.words()) + ")";
    }
    return switch (values.files()) {
      case NONE, COMMAND -> ": ";
      case FILE ->
          values.ending().isEmpty() ? ":_files" : ":_files -g \"*" + values.ending() + "\"";
      case SCENARIO -> ":_coremux_scenario";
      case FOLDER -> ":_files -/";
      case SETTING -> ":_coremux_setting";
    };
  }
}
