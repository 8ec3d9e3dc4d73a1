package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.platform.Platform;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShowCommandTest {
  private final Shell shell = new Shell();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void showsEachThatListLists(Kind kind) {
    for (String name : kind.names(Plugins.installed())) {
      if (name.equals("planetlab-hour")) {
        continue; // it needs a folder of recordings
      }
      Shell one = new Shell();
      assertThat(one.run("show", kind.one(), name)).as(name + one.err()).isZero();
      assertThat(one.out()).contains(name);
      Shell many = new Shell();
      assertThat(many.run("show", kind.all(), name)).isZero();
      assertThat(many.out()).isEqualTo(one.out());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SCENARIO"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatItShowsFitsATerminal(Kind kind) {
    for (String name : kind.names(Plugins.installed())) {
      assertThat(shell.run("show", kind.one(), name)).isZero();
    }
    assertThat(shell.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @Test
  void aPlatformIsShownWithEachCostAndWhatItRestsOn() {
    assertThat(shell.run("show", "platform", "xen")).isZero();
    Platform xen = Platforms.preset("xen");
    xen.primitives()
        .forEach(
            primitive ->
                assertThat(shell.out().replaceAll("\\s+", " "))
                    .contains(" " + primitive.name() + ": ", primitive.evidence().source()));
    xen.paths().forEach(path -> assertThat(shell.out()).contains("  " + path.name() + ": "));
    assertThat(shell.out())
        .contains("dispatch: 444 cycles, fitted on Xeon E5-2450")
        .contains("injection: 300 cycles, assumed")
        .contains("injection in the hypervisor, booked as exit,\n")
        .contains("preempt: 585 ns, 1,228 cycles in all") // (784 + 444) cycles at 2.1 GHz
        .contains("784 cycles       373 ns  exitEntry in the hypervisor, booked as exit")
        .contains("nestedPaging on", "walkRatio: times 4.15, fitted", "[R-high]")
        .contains("privileged: 656 ns, 1,378 cycles in all", "585 ns beyond the bare hardware")
        .contains("--set hosts.node.assists.nestedPaging=false");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aSchedulerIsShownWithItsEventsLimitsAndRanges() {
    assertThat(shell.run("show", "scheduler", "credit2")).isZero();
    assertThat(shell.run("show", "scheduler", "fifo")).isZero();
    assertThat(shell.out())
        .contains("every policy: admit, charge, pickNext, retire, sleep, wake")
        .contains("beyond that: changed, check, describe, place, saved, yield")
        .contains("not answered: changed, check, isWaitedFor, place, saved")
        .contains("groups: no: it knows domains", "caps: yes", "caps: no: it looks at")
        .contains("duration, 0 s to 500 ms; 1 ms unless said, source: Xen, private.h");
  }

  @ParameterizedTest
  @CsvSource({
    "web.latency.p99, groups.web.workloads[0].latency_ms.p99",
    "latency.p99, groups.GROUP.workloads[0].latency_ms.p99",
    "web.workloads[2].latency.p99, groups.web.workloads[2].latency_ms.p99",
    "web.batch.latency.p99, groups.web.workloads[0].latency_ms.p99",
    "groups.web.time_s.running, groups.web.time_s.running",
    "web.dispatch.p99, groups.web.dispatch_latency_ms.p99",
    "guests.web-1.steal, groups.GROUP.steal",
  })
  void aMetricIsFoundByEachOfItsNames(String name, String path) {
    assertThat(shell.run("show", "metric", name)).as(shell.err()).isZero();
    assertThat(shell.out()).contains("path: " + path + "\n");
  }

  @Test
  void aShippedScenarioNeedsNoFolderAndEnding() {
    Shell byFile = new Shell();
    assertThat(byFile.run("show", "scenarios/quickstart.yaml", "--seed", "5")).isZero();
    for (List<String> words : List.of(List.of("quickstart"), List.of("scenario", "quickstart"))) {
      Shell byName = new Shell();
      String[] arguments =
          java.util.stream.Stream.of(List.of("show"), words, List.of("--seed", "5"))
              .flatMap(List::stream)
              .toArray(String[]::new);
      assertThat(byName.run(arguments)).isZero();
      assertThat(byName.out()).isEqualTo(byFile.out()).contains("seed: 5");
    }
    String at = "1 us";
    assertThat(shell.run("run", "quickstart", "--at", at)).as(shell.err()).isZero();
  }

  @Test
  void aFolderOfThatNameIsNotTakenForTheScenario() throws IOException {
    Path folder = Files.createDirectory(Path.of("quickstart")); // as run --out quickstart leaves it
    try {
      assertThat(shell.run("show", "quickstart")).as(shell.err()).isZero();
    } finally {
      Files.delete(folder);
    }
    assertThat(shell.run("show", "docs")).isEqualTo(2);
    assertThat(shell.err()).contains("docs: is a folder");
  }

  @Test
  void aNameThatThereIsNotIsToldWithWhatThereIs() {
    assertThat(shell.run("show", "platform", "xne")).isEqualTo(2);
    assertThat(shell.run("show", "shceduler", "credit2")).isEqualTo(2);
    assertThat(shell.run("show", "cpu")).isEqualTo(2);
    assertThat(shell.run("show", "quickstrat")).isEqualTo(2);
    assertThat(shell.run("show", "metric", "web.latncy.p99")).isEqualTo(2);
    assertThat(shell.run("show", "scenario", "quickstrat")).isEqualTo(2);
    assertThat(shell.err().lines().filter(line -> !line.endsWith("tells more.")).toList())
        .satisfiesExactly(
            line -> assertThat(line).contains("hosted", "; did you mean `xen`?"),
            line -> assertThat(line).contains("workload, platform", "; did you mean `scheduler`?"),
            line -> assertThat(line).contains("say which cpu: epyc-9654, "),
            line -> assertThat(line).contains("no such file", "did you mean `quickstart`?"),
            line -> assertThat(line).contains("did you mean `latency.p99`?"),
            line -> assertThat(line).contains("caps", "did you mean `quickstart`?"));
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void whatChangesAScenarioDoesNotGoWithAnythingElse() {
    assertThat(shell.run("show", "platform", "xen", "--seed", "3")).isEqualTo(2);
    assertThat(shell.err()).contains("--set and --seed change a scenario");
  }

  private static JsonNode setting(JsonNode list, String scheduler, String name) {
    for (JsonNode entry : list.at("/entries")) {
      for (JsonNode parameter : entry.at("/parameters")) {
        if (entry.at("/name").asText().equals(scheduler)
            && parameter.at("/name").asText().equals(name)) {
          return parameter;
        }
      }
    }
    throw new AssertionError(scheduler + " has no " + name);
  }

  @Test
  void theListAsJsonHasAllThatThereIs() throws IOException {
    assertThat(shell.run("list", "--format", "json")).isZero();
    JsonNode list = new ObjectMapper().readTree(shell.out());
    assertThat(list.at("/format").asText()).isEqualTo("coremux-list/1");
    for (Kind kind : Kind.values()) {
      List<String> names = new java.util.ArrayList<>();
      for (JsonNode entry : list.at("/entries")) {
        assertThat(entry.at("/summary").asText()).isNotEmpty();
        if (entry.at("/kind").asText().equals(kind.one())) {
          names.add(entry.at("/name").asText());
        }
      }
      assertThat(names).isEqualTo(kind.names(Plugins.installed()));
    }
    JsonNode credit = setting(list, "credit2", "creditInit");
    assertThat(credit.at("/default").asText()).isEqualTo("10 ms");
    assertThat(credit.at("/range").asText()).isEqualTo("1 ns to 10 s");
    assertThat(credit.at("/source").asText()).isEqualTo("Xen, credit2.c");
    assertThat(new Shell().run("list", "--format", "csv")).isEqualTo(2);
  }

  @Test
  void aListOfOneKindAsJsonHasThatKindOnly() throws IOException {
    assertThat(shell.run("list", "platforms", "--format", "json")).isZero();
    JsonNode entries = new ObjectMapper().readTree(shell.out()).at("/entries");
    assertThat(entries).hasSize(Platforms.names().size());
    assertThat(entries.at("/0/kind").asText()).isEqualTo("platform");
    JsonNode primitive = entries.at("/2/primitives/0");
    assertThat(primitive.at("/basis").asText()).isEqualTo("measured");
    assertThat(primitive.at("/cpu/cycles").asLong()).isEqualTo(784);
  }

  @Test
  void valuesOfOptionsAreToldWithTheNearestWord() {
    assertThat(shell.run("run", Shell.SCENARIO, "--format", "jsn")).isEqualTo(2);
    assertThat(shell.run("list", "shedulers")).isEqualTo(2);
    assertThat(shell.run("completion", "zhs")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--format: `jsn` is not one of table, json, csv; did you mean `json`?")
        .contains("did you mean `schedulers`?", "did you mean `zsh`?");
  }

  @Test
  void theManualIsWrittenForMan(@org.junit.jupiter.api.io.TempDir Path folder) {
    assertThat(shell.run("man", "--out", folder.toString())).isZero();
    for (var command : CommandTree.all(Main.commandLine())) {
      assertThat(folder.resolve("man1/" + ManualPages.name(command) + ".1")).isNotEmptyFile();
    }
    assertThat(shell.run("man", "run", "--out", folder.toString())).isEqualTo(2);
  }
}
