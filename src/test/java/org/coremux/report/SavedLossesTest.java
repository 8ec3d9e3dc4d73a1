package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.coremux.experiment.LockFigures;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;
import org.coremux.scenario.Model;
import org.coremux.scenario.Scenario;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What guests lose to locks and cross calls is the same in a saved result as in a run. */
class SavedLossesTest {
  private static RunResult locks;
  private static RunResult calls;

  @TempDir private Path folder;

  @BeforeAll
  static void runs() {
    locks = run("p05-lock-holder-preemption", "warmup=10 ms", "duration=60 ms");
    calls = run("p07-tlb-shootdown", "warmup=10 ms", "duration=300 ms");
  }

  private static RunResult run(String name, String... changes) {
    Scenario scenario = RecordedRun.scenario("pathologies/" + name, changes);
    return new Run(new Model(scenario, RecordedRun.PLUGINS, Model.Options.NORMAL)).toEnd();
  }

  private RunResult saved(RunResult result) {
    ResultJson.write(result, folder.resolve(SavedRun.FILE));
    return SavedRun.read(folder).result();
  }

  private static Stream<WorkloadResult> workloads(RunResult result) {
    return result.guests().stream().flatMap(guest -> guest.workloads().stream());
  }

  private static String text(RunResult result) {
    return SummaryTable.text(result, StandardCharsets.UTF_8);
  }

  @Test
  void everyFigureComesBackAndIsWrittenAsBefore() throws IOException {
    assertThat(workloads(locks).flatMap(one -> one.extras().locks().stream()))
        .anyMatch(one -> one.waiters().count() > 0 && one.waiters().ns() > 0 && one.spinNs() > 0)
        .anyMatch(one -> one.kicks() > 0);
    assertThat(workloads(calls).flatMap(one -> one.extras().crossCalls().stream()))
        .anyMatch(one -> one.late() > 0 && one.stalledNs() > 0)
        .anyMatch(one -> one.deferred() > 0);
    for (RunResult result : List.of(locks, calls)) {
      assertThat(saved(result)).isEqualTo(result);
      assertThat(Files.readString(folder.resolve(SavedRun.FILE)))
          .isEqualTo(ResultJson.text(saved(result)));
    }
  }

  @Test
  void theReportOfASavedResultTellsTheSame() {
    assertThat(text(saved(locks))).isEqualTo(text(locks)).contains("spin locks of");
    assertThat(text(saved(calls))).isEqualTo(text(calls)).contains("left to the hypervisor");
  }

  @Test
  void nothingDiffersBetweenARunAndItsFile() {
    for (RunResult result : List.of(locks, calls)) {
      assertThat(ResultDiff.of(result, saved(result)).rows())
          .allSatisfy(row -> assertThat(row.changes()).isEmpty());
    }
  }

  @Test
  void everyFigureThatChangesIsToldByDiff() {
    RunResult other = run("p07-tlb-shootdown", "warmup=10 ms", "duration=300 ms", "seed=8");
    assertThat(changed(calls, saved(other)))
        .contains(
            "workloads[0].cross_calls.ipis",
            "workloads[0].cross_calls.deferred",
            "workloads[0].cross_calls.stall_s");
    RunResult later = run("p05-lock-holder-preemption", "warmup=10 ms", "duration=300 ms");
    assertThat(changed(locks, saved(later)))
        .contains("workloads[0].locks.spin_s", "workloads[0].locks.waiter_stall_s");
  }

  private static List<String> changed(RunResult a, RunResult b) {
    return ResultDiff.of(a, b).rows().stream()
        .flatMap(row -> row.changes().stream())
        .map(ResultDiff.Change::path)
        .toList();
  }

  @Test
  void aRowForEachThatTookLocksAndNoneForOthers() {
    List<String> rows =
        text(locks)
            .lines()
            .dropWhile(line -> !line.startsWith("  spin locks of"))
            .skip(1)
            .takeWhile(line -> line.startsWith("  "))
            .toList();
    assertThat(rows).hasSize(4).noneMatch(row -> row.contains("other"));
    WorkloadResult workload = locks.guest("crowded-locks").orElseThrow().workloads().get(0);
    LockFigures crowded = workload.extras().locks().orElseThrow();
    assertThat(rows.get(1)).contains(Figure.count(crowded.waiters().count()));
    assertThat(text(calls)).doesNotContain("spin locks of");
  }
}
