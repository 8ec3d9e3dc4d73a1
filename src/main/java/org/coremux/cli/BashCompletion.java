package org.coremux.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.coremux.cli.ArgumentValues.Files;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;

/** Completion for bash: tables of what there is, by the words before. */
final class BashCompletion extends CompletionScript {
  BashCompletion(CommandLine command, Plugins plugins) {
    super(command, plugins);
  }

  @Override
  String template() {
    return "completion.bash";
  }

  @Override
  String filled(String template) {
    StringBuilder commands = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (CompletionNode node : root().all()) {
      commands.append(command(node));
      for (CompletionNode.Option option : node.options()) {
        for (String name : option.names()) {
          values.append(value(quoted(node.path() + "|" + name), option.values()));
        }
      }
      for (int i = 0; i < node.operands().size(); i++) {
        CompletionNode.Operand operand = node.operands().get(i);
        String place = operand.repeats() ? "[1-9]*" : Integer.toString(i + 1);
        values.append(value(quoted(node.path() + "|") + place, operand.values()));
      }
    }
    return template
        .replace("@commands@\n", commands.toString())
        .replace("@values@\n", values.toString());
  }

  @Override
  String assigned(List<String> words) {
    return "list=" + quoted(String.join(" ", words));
  }

  @Override
  String keys(List<String> keys) {
    return keys.stream().map(key -> key + "=").collect(Collectors.joining(" "));
  }

  private static String command(CompletionNode node) {
    String options =
        node.options().stream()
            .flatMap(option -> option.names().stream())
            .collect(Collectors.joining(" "));
    String valued =
        node.options().stream()
            .filter(option -> !option.label().isEmpty())
            .flatMap(option -> option.names().stream())
            .collect(Collectors.joining(" "));
    String commands =
        node.children().stream().map(CompletionNode::word).collect(Collectors.joining(" "));
    return "    %s)\n      options=%s\n      valued=%s\n      commands=%s\n      ;;\n"
        .formatted(quoted(node.path()), quoted(options), quoted(valued), quoted(commands));
  }

  private static String value(String where, ArgumentValues values) {
    if (values.words().isEmpty() && values.files() == Files.NONE) {
      return "";
    }
    String words = values.words().isEmpty() ? "" : " words=" + quoted(words(values));
    String kind =
        values.files() == Files.NONE
            ? ""
            : " kind=" + values.files().name().toLowerCase(Locale.ROOT);
    String ending = values.ending().isEmpty() ? "" : " ending=" + values.ending();
    return "    " + where + ")" + words + kind + ending + " ;;\n";
  }

  private static String words(ArgumentValues values) {
    return String.join(" ", values.words());
  }
}
