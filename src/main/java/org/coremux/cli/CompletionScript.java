package org.coremux.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioKeys;
import picocli.CommandLine;

/**
 * A script by which a shell completes command lines without starting this program: a template with
 * what the shells do, and into it, what there is at the time at which it is made.
 */
abstract class CompletionScript {
  private final CompletionNode root;
  private final Plugins plugins;

  CompletionScript(CommandLine command, Plugins plugins) {
    this.plugins = plugins;
    root = CompletionNode.of(CommandTree.root(command), plugins);
  }

  /** The name of the template. */
  abstract String template();

  /** The template's own places, filled. */
  abstract String filled(String template);

  /** How the shell gives the variable {@code list} these words. */
  abstract String assigned(List<String> words);

  /** What can follow the name of the program. */
  final CompletionNode root() {
    return root;
  }

  /** The script. */
  final String text() {
    Path folder = ShippedScenarios.folder();
    String shown = folder == null ? "scenarios" : folder.toAbsolutePath().toString();
    return filled(resource(template()))
        .replace("@awk@\n", resource("names.awk"))
        .replace("@known@\n", known())
        .replace("@host@", keys(ScenarioKeys.ofHost()))
        .replace("@guest@", keys(ScenarioKeys.ofGuest()))
        .replace("@top@", topKeys())
        .replace("@shipped@", String.join(" ", CompletionNode.safe(ShippedScenarios.names())))
        .replace("@folder@", quoted(shown));
  }

  /** With equals signs in bash, where they are of the word. */
  String keys(List<String> keys) {
    return String.join(" ", keys);
  }

  private static String topKeys() {
    return ScenarioKeys.ofScenario().stream()
        .filter(key -> !key.equals("hosts") && !key.equals("guests"))
        .map(key -> key + "=")
        .collect(Collectors.joining(" "));
  }

  /** Values of keys that name what the catalogue has. */
  private String known() {
    return Stream.of(Kind.PLATFORM, Kind.SCHEDULER, Kind.CPU)
            .map(kind -> known(kind.one(), kind))
            .collect(Collectors.joining())
        + known("kind", Kind.WORKLOAD);
  }

  private String known(String key, Kind kind) {
    List<String> words = new ArrayList<>(CompletionNode.safe(kind.names(plugins)));
    return "        " + key + ") " + assigned(words) + " ;;\n";
  }

  /** As a shell takes it for one word that is nothing but its characters. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static String resource(String name) {
    try (InputStream in = CompletionScript.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException("cannot read " + name + " of the program", broken);
    }
  }
}
