package org.coremux.cli;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Version;
import org.coremux.report.ManualPage;
import org.coremux.report.ManualPage.Block;
import org.coremux.report.ManualPage.Code;
import org.coremux.report.ManualPage.Item;
import org.coremux.report.ManualPage.Paragraph;
import org.coremux.report.ManualPage.Section;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual, a page for each command, from what the commands say of themselves. */
final class ManualPages {
  /** Wider than any. Unit: columns. */
  private static final int SYNOPSIS_WIDTH = 2_000;

  private static final List<Item> EXIT_CODES =
      List.of(
          new Item("0", "All went well."),
          new Item("1", "It failed: a file that cannot be written, or a mistake of the program's."),
          new Item(
              "2",
              "Something is wrong with the command line or the scenario, and nothing was"
                  + " written."));

  private static final List<Item> ENVIRONMENT =
      List.of(
          new Item("JAVA_HOME", "The JDK to run on; without it, the java on the PATH."),
          new Item("COREMUX_JAVA_OPTS", "More options for the JVM, such as -Xmx16g."),
          new Item("NO_COLOR", "Anything but nothing: no colours, unless --colour says always."),
          new Item("COLUMNS", "How wide a terminal is to be taken for."),
          new Item(
              "COREMUX_TTY, COREMUX_STDOUT_TTY",
              "How many columns the terminal has that stderr or stdout is, 0 for none; the launcher"
                  + " sets them."),
          new Item("MANPAGER, PAGER", "By what coremux man shows a page on a terminal."));

  private static final List<Item> FILES =
      List.of(
          new Item(
              "scenarios/*.yaml",
              "The scenarios that come with the program; each can be named without folder and"
                  + " ending."),
          new Item("docs/scenarios.md", "What a scenario may say."),
          new Item("docs/command-line.md", "More of the command line."));

  private ManualPages() {}

  /** The name of a command's page: {@code coremux-import-perf-sched}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** The page of a command. */
  static ManualPage of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Footer footer = Footer.of(spec);
    List<Section> sections = new ArrayList<>();
    String[] description = spec.usageMessage().description();
    String summary = description.length == 0 ? "" : description[0].replaceFirst("\\.$", "");
    add(sections, "NAME", List.of(new Paragraph(name(command) + " - " + summary)));
    add(sections, "SYNOPSIS", List.of(new Paragraph(synopsis(command))));
    add(sections, "DESCRIPTION", description(description, footer));
    add(sections, "ARGUMENTS", arguments(spec));
    add(sections, "OPTIONS", options(spec));
    add(sections, "COMMANDS", commands(command));
    add(sections, "EXIT STATUS", EXIT_CODES);
    add(sections, "EXAMPLES", examples(footer));
    add(sections, "ENVIRONMENT", ENVIRONMENT);
    add(sections, "FILES", FILES);
    add(sections, "SEE ALSO", List.of(new Paragraph(seeAlso(command))));
    return new ManualPage(name(command), "coremux " + Version.number(), sections);
  }

  private static void add(List<Section> sections, String title, List<? extends Block> blocks) {
    if (!blocks.isEmpty()) {
      sections.add(new Section(title, List.copyOf(blocks)));
    }
  }

  private static String synopsis(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    int width = spec.usageMessage().width();
    try {
      spec.usageMessage().width(SYNOPSIS_WIDTH); // picocli breaks a line within an option
      Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
      return help.synopsis(0).strip().replaceAll("\\s+", " ");
    } finally {
      spec.usageMessage().width(width);
    }
  }

  private static List<Block> description(String[] description, Footer footer) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(String.join(" ", description)));
    blocks.addAll(blocks(footer.words()));
    return blocks;
  }

  private static List<Item> arguments(CommandSpec spec) {
    List<Item> items = new ArrayList<>();
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      if (!argument.hidden()) {
        items.add(new Item(argument.paramLabel(), words(argument)));
      }
    }
    return items;
  }

  private static List<Item> options(CommandSpec spec) {
    List<Item> items = new ArrayList<>();
    for (OptionSpec option : CommandTree.options(spec)) {
      String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
      items.add(new Item(String.join(", ", option.names()) + value, words(option)));
    }
    return items;
  }

  private static String words(ArgSpec argument) {
    String standard = argument.defaultValue() == null ? "" : argument.defaultValue();
    return String.join(" ", argument.description())
        .replace("${DEFAULT-VALUE}", standard)
        .replace("%%", "%");
  }

  private static List<Item> commands(CommandLine command) {
    List<Item> items = new ArrayList<>();
    for (CommandLine child : CommandTree.children(command)) {
      String[] description = child.getCommandSpec().usageMessage().description();
      items.add(new Item(child.getCommandName(), String.join(" ", description)));
    }
    return items;
  }

  private static List<Block> examples(Footer footer) {
    return blocks(footer.examples());
  }

  /** Lines with an indent are code; the others are filled. */
  private static List<Block> blocks(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    List<String> run = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean isCode = Footer.isCode(lines.get(i));
      run.add(isCode ? lines.get(i).substring(2) : lines.get(i));
      if (i + 1 == lines.size() || Footer.isCode(lines.get(i + 1)) != isCode) {
        blocks.add(isCode ? new Code(run) : new Paragraph(String.join(" ", run)));
        run.clear();
      }
    }
    return blocks;
  }

  private static String seeAlso(CommandLine command) {
    List<String> names = new ArrayList<>();
    for (CommandLine other : CommandTree.all(CommandTree.root(command))) {
      if (!other.equals(command)) {
        names.add(name(other) + "(1)");
      }
    }
    return String.join(", ", names);
  }
}
