package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the documentation says is so. */
class DocumentationTest {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static String text(String name) throws IOException {
    return Files.readString(Path.of("docs", name));
  }

  @Test
  void theScenarioAndThePlatformOfTheTextAreSound() throws IOException {
    Matcher yaml = YAML.matcher(text("scenarios.md"));
    assertThat(yaml.find()).isTrue();
    Path scenario = Files.writeString(folder.resolve("scenario.yaml"), yaml.group(1));
    do {
      assertThat(yaml.find()).as("an example of a platform").isTrue();
    } while (!yaml.group(1).startsWith("platform:"));
    Files.writeString(folder.resolve("mine.yaml"), yaml.group(1));

    Shell shell = new Shell();
    assertThat(shell.run("show", scenario.toString())).as(shell.err()).isZero();
    Path own =
        Files.writeString(
            folder.resolve("own.yaml"),
            Files.readString(scenario).replace("platform: kvm ", "platform: mine.yaml "));
    Shell again = new Shell();
    assertThat(again.run("show", own.toString())).as(again.err()).isZero();
    assertThat(again.out()).contains("mine.yaml");
  }

  @Test
  void everyCommandAndEveryOptionOfRunIsDescribed() throws IOException {
    String text = text("command-line.md");
    CommandLine main = Main.commandLine();
    for (String command : main.getSubcommands().keySet()) {
      assertThat(text).contains("coremux " + command);
    }
    List<String> options =
        main.getSubcommands().get("run").getCommandSpec().options().stream()
            .map(option -> option.longestName())
            .filter(name -> !List.of("--help", "--version").contains(name))
            .toList();
    assertThat(options).isNotEmpty().allSatisfy(name -> assertThat(text).contains("`" + name));
  }
}
