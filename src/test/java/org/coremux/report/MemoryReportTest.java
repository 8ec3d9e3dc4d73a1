package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.GuestMemoryResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result says of memory: where there is something to say, and the same when read back. */
class MemoryReportTest {
  private static RunResult run(String memory, String overcommit) {
    Scene scene =
        Scene.on("free-virtual")
            .cores(2)
            .window("duration: 200 ms")
            .guest("web", 1, List.of("count: 2", "pages: {active: 60 MiB}"), "kind: compute")
            .set("guests.web.memory=100 MiB")
            .set("hosts.node.memory=" + memory);
    return (overcommit.isEmpty() ? scene : scene.host("overcommit: " + overcommit)).run();
  }

  @Test
  void isTheSameWhenReadBack(@TempDir Path folder) throws Exception {
    RunResult result = run("130 MiB", "{memory: 200 %, balloon: false}");
    Path file = folder.resolve("result.json");

    ResultJson.write(result, file);

    RunResult read = ResultJson.read(file);
    assertThat(read.guests()).extracting("memory").isEqualTo(memories(result));
    assertThat(read.hosts().get(0).memory()).isEqualTo(result.hosts().get(0).memory());
    assertThat(Files.readString(file)).contains("\"fault_wait_s\"", "\"state\": \"");
  }

  private static List<Object> memories(RunResult result) {
    return result.guests().stream().map(guest -> (Object) guest.memory()).toList();
  }

  @Test
  void aGroupHasTheSumsOfItsGuests() {
    RunResult result = run("130 MiB", "{memory: 200 %, balloon: false}");

    GuestMemoryResult sum = result.groups().get(0).totals().memory().orElseThrow();
    assertThat(sum.sizes().touched()).isEqualTo(200L << 20);
    assertThat(sum.faults())
        .isEqualTo(result.guests().stream().mapToLong(g -> g.memory().orElseThrow().faults()).sum())
        .isPositive();
  }

  @Test
  void theSummaryHasABlockOnlyWhenSomethingWasTaken() {
    assertThat(summary(run("130 MiB", "{memory: 200 %}"))).contains("memory, MiB", "node: of 130");
    assertThat(summary(run("1 GiB", "{memory: 200 %}"))).doesNotContain("memory, MiB");
  }

  @Test
  void aHostThatPromisesNoMoreThanItHasSaysNothingOfMemory() {
    RunResult result = run("1 GiB", "");

    assertThat(ResultJson.text(result)).doesNotContain("\"memory\"");
    assertThat(summary(result)).doesNotContain("memory, MiB");
  }

  private static String summary(RunResult result) {
    return SummaryTable.text(result, StandardCharsets.UTF_8);
  }
}
