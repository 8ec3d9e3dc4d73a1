package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coremux.engine.Parameter;
import org.coremux.mux.SchedulerProvider;
import org.coremux.scenario.Catalogue;
import org.junit.jupiter.api.Test;

/** The pages about schedulers say what is so. */
class SchedulerPagesTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TEST = Pattern.compile("-Dtest=(\\w+)");
  private static final Pattern FILE = Pattern.compile("`([\\w./]+\\.java)`|`([A-Z]\\w+Test)`");
  private static final Pattern GUEST = Pattern.compile("\\{([a-z0-9-]+):\\s+\\{([^}]+)\\}");
  private static final Pattern KEY = Pattern.compile("(\\w+): ");
  private static final String DEFAULTS = "\n## Defaults\n";
  private static final String ADDING = "adding-a-scheduler.md";

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("docs", name));
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("src/main/java/org/coremux/sched", "src/test")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    return all;
  }

  @Test
  void everyInstalledPolicyHasARow() throws IOException {
    String text = page("schedulers.md");
    for (SchedulerProvider provider : ServiceLoader.load(SchedulerProvider.class)) {
      assertThat(text).contains("\n| `" + provider.name() + "` |");
    }
  }

  @Test
  void everyDefaultIsThatOfItsSetting() throws IOException {
    String text = page("schedulers.md");
    for (SchedulerProvider provider : ServiceLoader.load(SchedulerProvider.class)) {
      String row =
          "| `%s` | %s | %s |"
              .formatted(
                  provider.name(),
                  defaults(provider.parameters()),
                  defaults(provider.guestParameters()));
      if (System.getProperty("golden.update") != null) {
        int from = text.indexOf("\n| `" + provider.name() + "` |", text.indexOf(DEFAULTS)) + 1;
        text = text.substring(0, from) + row + text.substring(text.indexOf('\n', from));
        Files.writeString(Path.of("docs", "schedulers.md"), text);
      }
      assertThat(text).as("write it with -Dgolden.update").contains("\n" + row + "\n");
    }
  }

  private static String defaults(List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> "`" + parameter.name() + "` " + standard(parameter))
        .collect(Collectors.joining(", "));
  }

  private static String standard(Parameter parameter) {
    String standard = Catalogue.standard(parameter).replace("\"", "");
    return parameter.required() ? "required" : standard.isEmpty() ? "-" : standard;
  }

  /** What guests are told in examples is what they can be told. */
  @Test
  void whatGuestsAreToldInExamplesIsTheirs() throws IOException {
    Matcher example = GUEST.matcher(page("schedulers.md"));
    int count = 0;
    while (example.find()) {
      SchedulerProvider provider =
          ServiceLoader.load(SchedulerProvider.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(each -> each.name().equals(example.group(1)))
              .findFirst()
              .orElseThrow();
      Matcher key = KEY.matcher(example.group(2));
      while (key.find()) {
        assertThat(provider.guestParameters())
            .extracting(Parameter::name)
            .as(example.group())
            .contains(key.group(1));
      }
      count++;
    }
    assertThat(count).isGreaterThan(5);
  }

  @Test
  void theCodeThatIsQuotedIsThatOfTheTree() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path file : sources()) {
      sources.add(Files.readString(file));
    }
    Matcher quoted = JAVA.matcher(page(ADDING));
    int count = 0;
    while (quoted.find()) {
      String code = quoted.group(1);
      assertThat(sources).as(code).anyMatch(source -> source.contains(code));
      count++;
    }
    assertThat(count).isGreaterThan(3);
  }

  @Test
  void theTestsAndFilesThatAreNamedAreThere() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : sources()) {
      names.add(file.getFileName().toString());
    }
    Matcher test = TEST.matcher(page(ADDING));
    while (test.find()) {
      assertThat(names).contains(test.group(1) + ".java");
    }
    Matcher file = FILE.matcher(page(ADDING));
    while (file.find()) {
      String name = file.group(1) == null ? file.group(2) + ".java" : file.group(1);
      if (!name.endsWith("Mine.java")) {
        assertThat(names).contains(Path.of(name).getFileName().toString());
      }
    }
  }
}
