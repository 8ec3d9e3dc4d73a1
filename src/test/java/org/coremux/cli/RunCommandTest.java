package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir private Path folder;

  private final Shell shell = new Shell();

  private JsonNode json(String... more) throws IOException {
    Shell own = new Shell();
    String[] arguments =
        Stream.concat(Stream.of("run", Shell.SCENARIO, "--format", "json"), Stream.of(more))
            .toArray(String[]::new);
    assertThat(own.run(arguments)).as(own.err()).isZero();
    return JSON.readTree(own.out());
  }

  @Test
  void printsATableAndNothingElse() {
    assertThat(shell.run("run", Shell.SCENARIO)).isZero();

    assertThat(shell.out())
        .startsWith("two-guests\nWho runs where?\n200 ms after 10 ms of warm-up")
        .contains("Host node: kvm, round-robin, 2 pCPUs", "injection: 300 cycles (kvm)");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void printsExactlyOneJsonDocument() throws IOException {
    JsonNode result = json();

    assertThat(result.get("format").asText()).isEqualTo("coremux-result/1");
    assertThat(result.get("seed").asLong()).isEqualTo(7);
  }

  @Test
  void printsCsvWithARowForEachWorkload() {
    assertThat(shell.run("run", Shell.SCENARIO, "--format", "csv")).isZero();

    assertThat(shell.out().lines().toList()).hasSize(4);
    assertThat(shell.out()).startsWith("scenario,seed,");
  }

  @Test
  void nothingButSeedAndSettingsChangesWhatHappens() throws IOException {
    JsonNode plain = json();
    for (List<String> options :
        List.of(
            List.of("--check"),
            List.of("--quiet"),
            List.of("--out", folder.resolve("x").toString()),
            List.of("--set", "seed=7"))) {
      JsonNode other = json(options.toArray(String[]::new));
      assertThat(other).as(options.toString()).isEqualTo(plain);
    }
    assertThat(json("--seed", "8").get("trace_hash")).isNotEqualTo(plain.get("trace_hash"));
    assertThat(json("--set", "guests.web.count=1").get("events")).isNotEqualTo(plain.get("events"));
  }

  @Test
  void saysThatAllBooksBalanced() {
    assertThat(shell.run("run", Shell.SCENARIO, "--check")).isZero();
    assertThat(shell.err())
        .matches("checked: the books balanced after each of [1-9]\\d* instants\n");
  }

  @Test
  void aTimelineThatNothingKeepsIsRefused() {
    assertThat(shell.run("run", Shell.SCENARIO, "--timeline", "all")).isEqualTo(2);
    assertThat(shell.err()).contains("--timeline says what --out and --trace keep");
  }

  @Test
  void keepsEverythingInAFolder() throws IOException {
    Path out = folder.resolve("a/b");
    assertThat(shell.run("run", Shell.SCENARIO, "--out", out.toString())).isZero();

    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "latency.png",
              "latency.svg",
              "report.html",
              "result.json",
              "scenario.yaml",
              "states.png",
              "states.svg",
              "steal.png",
              "steal.svg",
              "summary.txt",
              "timeline.json.gz",
              "timeline.png",
              "timeline.svg",
              "utilisation.png",
              "utilisation.svg");
    }
    assertThat(Files.readString(out.resolve("summary.txt"))).startsWith("two-guests\n");
    Shell again = new Shell();
    String scenario = out.resolve("scenario.yaml").toString();
    assertThat(again.run("run", scenario, "--format", "json")).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(Files.readString(out.resolve("result.json")));
  }

  @Test
  void failsBeforeTheRunWhereItCannotKeepTheResult() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(shell.run("run", Shell.SCENARIO, "--out", file.toString())).isEqualTo(1);
    assertThat(shell.run("run", Shell.SCENARIO, "--out", file + "/deep/er")).isEqualTo(1);

    assertThat(shell.err())
        .isEqualTo(
            "coremux: cannot write to the folder "
                + file
                + ": it is a file\n"
                + "coremux: cannot write to the folder "
                + file
                + "/deep/er: "
                + file
                + " is a file, not a folder\n");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void twoAtOnceIntoOneFolderLeaveWholeFiles() throws Exception {
    Path out = folder.resolve("shared");
    Thread[] threads = new Thread[3];
    for (int i = 0; i < threads.length; i++) {
      String seed = Integer.toString(i);
      threads[i] =
          new Thread(
              () ->
                  new Shell().run("run", Shell.SCENARIO, "--seed", seed, "--out", out.toString()));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(JSON.readTree(out.resolve("result.json").toFile()).get("seed").asInt())
        .isBetween(0, 2);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.filter(file -> file.toString().endsWith(".draft"))).isEmpty();
    }
  }

  @Test
  void saysAllThatIsWrongAndWritesNothing() {
    Path out = folder.resolve("none");
    int code =
        shell.run(
            "run",
            Shell.SCENARIO,
            "--set",
            "guests.wb.count=3",
            "--seed",
            "-1",
            "--out",
            out.toString());

    assertThat(code).isEqualTo(2);
    assertThat(shell.err())
        .contains("`guests` has no element named `wb`; there are web, batch; did you mean `web`?")
        .contains("--seed -1: `-1` is out of range; allowed is 0 or more\n")
        .doesNotContain("Exception");
    assertThat(shell.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAMissingFile() {
    assertThat(shell.run("run", "no-such.yaml")).isEqualTo(2);
    assertThat(shell.err()).isEqualTo("no-such.yaml: there is no such file\n");
  }

  @Test
  void refusesACapThatTheSchedulerWouldIgnore() {
    assertThat(shell.run("run", Shell.SCENARIO, "--set", "guests.web.cap=50 %")).isEqualTo(2);
    assertThat(shell.err()).contains("guests.web.cap", "round-robin", "cannot cap a guest");
  }

  @Test
  void tellsTheNearestOptionAndCommand() {
    assertThat(shell.run("run", Shell.SCENARIO, "--sed", "3")).isEqualTo(2);
    assertThat(shell.run("rum")).isEqualTo(2);
    assertThat(shell.err()).contains("--seed", "did you mean `run`?");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command : List.of("run", "show", "list", "schema", "diff")) {
      Shell own = new Shell();
      assertThat(own.run(command, "--help")).isZero();
      assertThat(own.out()).contains("Usage: coremux " + command, "Example");
    }
  }

  @Test
  void estimatesALongRun() {
    AtomicLong nowNs = new AtomicLong();
    // Each look at the clock is 0.2 s later: the pace of its second second gives the estimate.
    shell.clock(() -> nowNs.addAndGet(200_000_000L));

    assertThat(shell.run("run", Shell.SCENARIO)).isZero();

    assertThat(shell.err())
        .matches("about \\d+ (s|min|h) of computing for 0.2 s of model time; Ctrl-C stops\n");
  }

  @Test
  void estimatesNothingOfAShortRun() {
    AtomicLong nowNs = new AtomicLong();
    shell.clock(() -> nowNs.addAndGet(1_000));

    assertThat(shell.run("run", Shell.SCENARIO)).isZero();

    assertThat(shell.err()).isEmpty();
  }

  @Test
  void isQuietWhenTold() {
    AtomicLong nowNs = new AtomicLong();
    shell.clock(() -> nowNs.addAndGet(200_000_000L));

    assertThat(shell.run("run", Shell.SCENARIO, "--quiet", "--check")).isZero();

    assertThat(shell.err()).isEmpty();
    assertThat(shell.out()).startsWith("two-guests\n");
  }

  @Test
  void warnsOfWhatHasNoEffectOnCoresOfItsOwn() {
    String[] run = {
      "run", Shell.SCENARIO, "--set", "guests.web.weight=512", "--set", "guests.web.affinity=0-1"
    };
    assertThat(shell.run(run)).isZero();
    assertThat(shell.err()).isEmpty();

    String[] dedicated = Arrays.copyOf(run, run.length + 4);
    System.arraycopy(
        new String[] {"--set", "hosts.node.platform=bare-metal-dedicated", "--set", "seed=7"},
        0,
        dedicated,
        run.length,
        4);
    assertThat(shell.run(dedicated)).isZero();
    assertThat(shell.err())
        .isEqualTo(
            "warning: guests.web.weight: no effect on bare-metal-dedicated, where each guest has"
                + " cores of its own\n"
                + "warning: guests.web.affinity: no effect on bare-metal-dedicated, where each"
                + " guest has cores of its own\n");
  }

  @Test
  void refusesEmptyNames() {
    assertThat(shell.run("run", Shell.SCENARIO, "--out", "")).isEqualTo(2);
    assertThat(shell.run("run", "")).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .contains("--out: the name of the folder is empty\n")
        .contains("FILE: the name of the file is empty\n");
  }

  @Test
  void reportsTheResultEvenIfTheFolderDoesNotTakeIt() throws IOException {
    Files.createDirectories(folder.resolve("out/result.json/in-the-way"));

    assertThat(shell.run("run", Shell.SCENARIO, "--out", folder.resolve("out").toString()))
        .isEqualTo(1);

    assertThat(shell.out()).startsWith("two-guests\n");
    assertThat(shell.err()).startsWith("coremux: cannot write ").doesNotContain("\tat ");
  }
}
