package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bisect}, and {@code run --until-event}, by which one looks at what it found. */
class BisectCommandTest {
  private static final Pattern EVENTS = Pattern.compile("\"events\": (\\d+)");

  @TempDir private Path folder;

  private final Shell shell = new Shell();

  private String changed(String from, String to) throws IOException {
    String text = Files.readString(Path.of(Shell.SCENARIO));
    assertThat(text).contains(from);
    Path file = folder.resolve("other.yaml");
    return Files.writeString(file, text.replace(from, to)).toString();
  }

  @Test
  void runsThatDifferByNamesAloneAreEqual() throws IOException {
    String other = changed("name: batch", "name: crowd");

    assertThat(shell.run("bisect", Shell.SCENARIO, other)).as(shell.out()).isZero();

    assertThat(shell.out()).startsWith("Equal: ").containsPattern("[0-9a-f]{16}");
  }

  @Test
  void ofTwoLengthsTheShorterIsComparedAndTheRestIsNamed() throws IOException {
    String text = Files.readString(Path.of(Shell.SCENARIO));
    Path longer = folder.resolve("longer.yaml");
    Files.writeString(longer, text.replaceFirst("duration: .*", "duration: 2 s"));

    assertThat(shell.run("bisect", Shell.SCENARIO, longer.toString())).as(shell.err()).isZero();

    assertThat(shell.out()).startsWith("Equal: ").contains("the other goes on alone");
  }

  @Test
  void theFirstChangeThatDiffersIsShownWithWhatBothDidAndTheQueuesBefore() throws IOException {
    String other = changed("seed: 7", "seed: 77");

    assertThat(shell.run("bisect", Shell.SCENARIO, other)).isEqualTo(1);

    assertThat(shell.out())
        .startsWith("The first difference is change ")
        .contains("Equal before: ")
        .contains("\nA, " + Shell.SCENARIO + ", next at ")
        .contains("\nB, " + other + ", next at ")
        .contains("\nA, before that:\n")
        .contains("decided at ");
  }

  @Test
  void stopsInTheInstantOfTheEventOfThatNumber() {
    assertThat(shell.run("run", Shell.SCENARIO, "--until-event", "100")).as(shell.err()).isZero();
    assertThat(shell.out()).startsWith("Event 100: ").contains("\nHost node: ");
    assertThat(shell.run("run", Shell.SCENARIO, "--until-event", "0")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--until-event", "1", "--at", "1 ms")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--until-event", "x")).isEqualTo(2);
    assertThat(shell.err()).contains("--until-event: `x` is not a whole number");
  }

  @Test
  void countsEventsAsTheResultDoes() {
    shell.run("run", Shell.SCENARIO, "--format", "json");
    Matcher all = EVENTS.matcher(shell.out());
    assertThat(all.find()).isTrue();
    long events = Long.parseLong(all.group(1));
    Shell last = new Shell();
    Shell beyond = new Shell();

    last.run("run", Shell.SCENARIO, "--until-event", Long.toString(events));
    beyond.run("run", Shell.SCENARIO, "--until-event", Long.toString(events + 1));

    assertThat(last.out()).startsWith("Event ");
    assertThat(beyond.out()).startsWith("There is no event ");
  }

  @Test
  void stepsWithinGuestsInGuests() {
    String lab = "scenarios/nested-lab.yaml";
    String input = "g inner-1\nd\nq\n";

    assertThat(shell.told(input, "run", lab, "--at", "20 ms", "--step")).as(shell.err()).isZero();

    assertThat(shell.out()).contains("\nGuest lab on nested").contains("\nGuest inner-1 on ");
    assertThat(shell.out().split("Guest inner-3 on ")[1]).containsPattern("inner-1.*: .* -> ");
  }

  @Test
  void fuzzPrintsWhatWasDone() throws IOException {
    int code = shell.run("fuzz", "--cases", "5", "--seed", "1", "--jobs", "2", "--quiet");

    assertThat(code).as(shell.out()).isZero();
    assertThat(shell.out()).startsWith("5 cases of seed 1, ").contains("none failed");
    assertThat(shell.run("fuzz", "--cases", "0")).isEqualTo(2);
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(shell.run("fuzz", "--cases", "1", "--out", file.toString())).isEqualTo(2);
    assertThat(shell.err()).contains("--out " + file + ": cannot be made");
    assertThat(shell.run("fuzz", "--scheduler", "nobody")).isEqualTo(2);
  }

  @Test
  void fuzzRunsOneFileWithEveryInvariantOn() {
    assertThat(shell.run("fuzz", Shell.SCENARIO)).as(shell.out()).isZero();
    assertThat(shell.out()).contains(": every invariant held");
  }
}
