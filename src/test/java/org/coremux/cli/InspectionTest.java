package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/coremux/cli");

  private static final String CREDIT2 = "hosts.node.scheduler=credit2";

  private final Shell shell = new Shell();

  private static void matches(String name, String actual) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  @Test
  void showsWhoRunsWhereAndWhy() throws IOException {
    assertThat(shell.run("run", Shell.SCENARIO, "--at", "12.345 ms")).isZero();

    assertThat(shell.err()).isEmpty();
    matches("at.txt", shell.out());
  }

  @Test
  void printsEachRunQueueOnceAndFitsATerminal() {
    assertThat(shell.run("run", Shell.SCENARIO, "--at", "12.345 ms", "--set", CREDIT2)).isZero();

    List<String> lines = shell.out().lines().toList();
    assertThat(lines.stream().filter(line -> line.contains("run queue 0: "))).hasSize(1);
    assertThat(lines.stream().filter(line -> line.contains("runs web-1.v0, "))).hasSize(1);
    assertThat(lines).allMatch(line -> line.length() <= 80);
    // a line that goes on does so after a comma, further in
    assertThat(shell.out()).containsPattern("\n  vCPU 0 \\(batch.v0\\): [^\n]*[,:]\n      [a-z]");
  }

  @Test
  void goesOnAsTold() throws IOException {
    String input = "\ne\nd\ns\ng web-1\nt 20 ms\nq\np\n";
    assertThat(shell.told(input, "run", Shell.SCENARIO, "--step")).isZero();

    assertThat(shell.err()).isEmpty();
    matches("step.txt", shell.out());
  }

  @Test
  void theEndOfTheInputQuits() {
    assertThat(shell.told("", "run", Shell.SCENARIO, "--at", "1 ms", "--step")).isZero();
    assertThat(shell.out()).startsWith("at 1.000000 ms\n");
  }

  @Test
  void aWrongWordIsToldAndTheSessionGoesOn() {
    String input = "x\ng nobody\nt 1\nt 5 ms\nt 1 ms\nh\n";
    assertThat(shell.told(input, "run", Shell.SCENARIO, "--step")).isZero();

    assertThat(shell.out())
        .contains("`x` is no command; h lists them\n")
        .contains("there is no guest nobody; there are web-1, web-2, batch\n")
        .contains("`1` has no unit")
        .contains("at 5.000000 ms\n")
        .contains("1 ms has passed; it is 5 ms\n")
        .contains("Enter, e");
  }

  @Test
  void stepsNotBeyondTheEnd() {
    assertThat(shell.told("t 1 h\ne\nd\n", "run", Shell.SCENARIO, "--step")).isZero();

    assertThat(shell.out())
        .contains("at 210.000000 ms\n", "The run is over.\n")
        .endsWith("The run is over; nothing more happens.\n");
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThat(shell.run("run", Shell.SCENARIO, "--at", "5")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--at", "5 s")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--at", "1 ms", "--format", "json")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--at: `5` has no unit")
        .contains("--at 5 s is after the end of the run, 210 ms")
        .contains("do not go with --out, --trace and --format");
    assertThat(shell.out()).isEmpty();
  }
}
