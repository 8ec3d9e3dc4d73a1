package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.coremux.report.Roff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What holds of each command and each one below it, whatever commands there are. */
class EveryCommandTest {
  /** Width that every terminal has had. */
  private static final int WIDTH = 80;

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  static Stream<String> commands() {
    return CommandTree.all(Main.commandLine()).stream()
        .map(command -> command.getCommandSpec().qualifiedName());
  }

  private static CommandLine command(String qualifiedName) {
    List<String> names = List.of(qualifiedName.split(" "));
    return CommandTree.find(Main.commandLine(), names.subList(1, names.size()));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group(3));
    }
    return words;
  }

  /** The command lines of this program among the examples, without what the shell does. */
  private static List<String> examples(CommandLine command) {
    List<String> lines = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    for (String line : Footer.of(command.getCommandSpec()).examples()) {
      if (Footer.isCode(line)) {
        boolean goesOn = line.endsWith("\\");
        whole.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
        if (!goesOn) {
          lines.add(whole.toString().strip());
          whole.setLength(0);
        }
      }
    }
    return lines.stream()
        .flatMap(line -> Stream.of(line.split("&&|\\||<\\(|\\)$")))
        .map(line -> line.replaceAll(" > \\S+", "").strip())
        .filter(line -> line.matches("(\\./)?coremux .*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasAnExampleOfItself(String name) {
    assertThat(examples(command(name)))
        .anySatisfy(
            example -> assertThat(example.replaceFirst("^\\./", "") + " ").startsWith(name + " "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsExamplesAreAccepted(String name) {
    for (String example : examples(command(name))) {
      List<String> words = words(example);
      String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
      assertThatCode(() -> Main.commandLine().parseArgs(arguments))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsHelpFitsATerminal(String name) {
    String help = command(name).getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(WIDTH + 1));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpSaysTheSameAsItsOption(String name) {
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    words.remove(0);
    Shell option = new Shell();
    words.add("--help");
    assertThat(option.run(words.toArray(String[]::new))).isZero();
    words.remove("--help");
    words.add(0, "help");
    Shell help = new Shell();
    assertThat(help.run(words.toArray(String[]::new))).isZero();
    assertThat(help.out()).isEqualTo(option.out()).contains("Usage: " + name);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsPageOfTheManualHasAllThatItTakes(String name) {
    CommandLine command = command(name);
    String page = ManualPages.of(command).text(java.nio.charset.StandardCharsets.UTF_8);
    for (OptionSpec option : CommandTree.options(command.getCommandSpec())) {
      assertThat(page).contains(option.names());
    }
    command
        .getCommandSpec()
        .positionalParameters()
        .forEach(argument -> assertThat(page).contains(" " + argument.paramLabel() + "\n"));
    CommandTree.names(command).forEach(child -> assertThat(page).contains(" " + child + "\n"));
    String oneLine = page.replaceAll("[\\s\\\\]+", " ");
    examples(command).forEach(e -> assertThat(oneLine).contains(e.replaceAll("\\s+", " ")));
    assertThat(page)
        .contains("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES", "ENVIRONMENT")
        .contains("FILES", "SEE ALSO")
        .doesNotContain("${", "%%")
        .endsWith("\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsPageForManIsPlainAscii(String name) {
    String page = Roff.text(ManualPages.of(command(name)));
    assertThat(page).matches(text -> text.chars().allMatch(c -> c == '\n' || c >= 32 && c < 127));
    assertThat(page.lines().filter(line -> line.startsWith(".")).map(line -> line.split(" ")[0]))
        .isSubsetOf(".TH", ".SH", ".TP", ".PP", ".nf", ".fi", ".nh", ".ad");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aMisspeltNameIsToldWithTheRightOne(String name) {
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    if (words.size() < 2) {
      return;
    }
    String last = words.get(words.size() - 1);
    words.set(words.size() - 1, last.substring(0, last.length() - 1) + "~");
    words.remove(0);
    Shell shell = new Shell();
    assertThat(shell.run(words.toArray(String[]::new))).isEqualTo(2);
    assertThat(shell.err()).contains("`" + last + "`").contains("--help` tells more.");
    assertThat(shell.err().lines()).hasSize(2);
    assertThat(shell.out()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aMisspeltOptionIsToldWithTheRightOne(String name) {
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    words.remove(0);
    words.add("--hlep");
    Shell shell = new Shell();
    assertThat(shell.run(words.toArray(String[]::new))).isEqualTo(2);
    assertThat(shell.err())
        .startsWith(name + ": there is no option `--hlep`; did you mean `--help`?\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void bothShellsCompleteAllOfIt(String name) {
    Shell bash = new Shell();
    assertThat(bash.run("completion", "bash")).isZero();
    Shell zsh = new Shell();
    assertThat(zsh.run("completion", "zsh")).isZero();
    String function = "\n_" + name.replace(' ', '_') + "() {\n";
    assertThat(zsh.out()).contains(function);
    String ofZsh = zsh.out().substring(zsh.out().indexOf(function)).split("\n}\n", 2)[0];
    String ofBash = bash.out().split("\n    '" + name + "'\\)\n", 2)[1].split(";;", 2)[0];
    for (OptionSpec option : CommandTree.options(command(name).getCommandSpec())) {
      assertThat(ofBash).contains(option.names());
      assertThat(ofZsh).contains(option.names());
    }
    CommandTree.names(command(name))
        .forEach(
            child -> {
              assertThat(ofBash).contains(child);
              assertThat(ofZsh).contains("    " + child + ")");
            });
    assertThat(bash.out() + zsh.out()).doesNotContainPattern("@[a-z]+@");
  }

  @Test
  void helpOfWhatThereIsNotNamesWhatThereIs() {
    Shell shell = new Shell();
    assertThat(shell.run("help", "rnu")).isEqualTo(2);
    assertThat(shell.run("man", "import", "perf")).isEqualTo(2);
    assertThat(shell.err())
        .contains("`rnu` of coremux", "did you mean `run`?", "`perf` of coremux import");
  }
}
