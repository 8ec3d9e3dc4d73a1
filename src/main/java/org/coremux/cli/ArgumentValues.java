package org.coremux.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What an argument can be, as far as it is known before it is written: from its label, which names
 * words as in {@code table|json} and files by their ending, else from its candidates.
 *
 * @param words all that are allowed or usual; none when anything goes
 * @param files what files it names, if any
 * @param ending of those files, with the dot; empty for any
 */
record ArgumentValues(List<String> words, Files files, String ending) {
  private static final Pattern WORDS =
      Pattern.compile("(?:\\[[A-Z]+=])?([a-z0-9][a-z0-9.-]*(?:\\|[a-z0-9][a-z0-9.-]*)+)");

  /** What files an argument names. */
  enum Files {
    /** None. */
    NONE,
    /** Any of that ending, and folders on the way. */
    FILE,
    /** Scenarios: files, and the names of those that come with the program. */
    SCENARIO,
    /** Folders. */
    FOLDER,
    /** No file, but a path in a scenario and a value for it. */
    SETTING,
    /** No file, but a command. */
    COMMAND
  }

  ArgumentValues {
    words = List.copyOf(words);
  }

  /** Of an option or a positional parameter. */
  static ArgumentValues of(ArgSpec argument) {
    String label = argument.paramLabel();
    var named = WORDS.matcher(label);
    if (named.matches()) {
      return new ArgumentValues(List.of(named.group(1).split("\\|")), Files.NONE, "");
    }
    if (argument.completionCandidates() != null) {
      List<String> words = new ArrayList<>();
      argument.completionCandidates().forEach(words::add);
      return new ArgumentValues(words, Files.NONE, "");
    }
    return switch (label) {
      case "PATH=VALUE" -> new ArgumentValues(List.of(), Files.SETTING, "");
      case "COMMAND" -> new ArgumentValues(List.of(), Files.COMMAND, "");
      case "FILE" -> new ArgumentValues(List.of(), Files.SCENARIO, ".yaml");
      case "DIR" -> new ArgumentValues(List.of(), Files.FOLDER, "");
      case "JAR" -> new ArgumentValues(List.of(), Files.FILE, ".jar");
      case "TRACE" -> new ArgumentValues(List.of(), Files.FILE, "");
      default -> isPath(argument) ? file(label) : new ArgumentValues(List.of(), Files.NONE, "");
    };
  }

  /** A label such as {@code A.json} says which files. */
  private static ArgumentValues file(String label) {
    int dot = label.lastIndexOf('.');
    String ending = dot < 0 ? "" : label.substring(dot).toLowerCase(Locale.ROOT);
    return new ArgumentValues(List.of(), Files.FILE, ending.matches("\\.[a-z]{1,5}") ? ending : "");
  }

  private static boolean isPath(ArgSpec argument) {
    return argument.type() == Path.class
        || argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0] == Path.class;
  }
}
