package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.guest.ReplayMeter.Figures;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded schedules are predicted as nearly as is claimed. */
class KernelEvidenceTest {
  private static final Path FOLDER = Path.of("../shared/traces/perf-sched");
  private static final long MS = 1_000_000;

  @ParameterizedTest
  @CsvSource({"two-hogs-nice, 2", "hogs-and-sleeper, 2", "build, 1", "quota-30, 1"})
  void goalsAreMet(String name, int goals) {
    assumeTrue(Files.isDirectory(FOLDER), "skipped: no recordings in " + FOLDER);

    KernelEvidence.Comparison comparison =
        new KernelEvidence(Plugins.installed())
            .compare(FOLDER.resolve(name + ".txt"), KnownRecording.of(name));

    assertThat(comparison.rows())
        .filteredOn(row -> row.verdict() != KernelRow.Verdict.NO_GOAL)
        .hasSize(goals)
        .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(KernelRow.Verdict.MET));
  }

  private static KernelRow row(Figures recorded, Figures predicted) {
    return new KernelRow("p", recorded, predicted, predicted, KernelRow.Verdict.NO_GOAL);
  }

  private static Figures figures(long runMs, long delayMs, long switches) {
    return new Figures(runMs * MS, delayMs * MS, switches, 0);
  }

  @Test
  void aDelayIsJudgedAgainstTheLargestOfThree() {
    assertThat(row(figures(1_000, 500, 9), figures(1_000, 450, 9)).delayError(figures(0, 450, 9)))
        .isEqualTo(10.0);
    assertThat(row(figures(5_000, 10, 9), figures(0, 0, 0)).delayError(figures(0, 30, 9)))
        .isEqualTo(20.0); // of 2 % of the run time
    assertThat(row(figures(100, 10, 9), figures(0, 0, 0)).signedDelayError(figures(0, 5, 9)))
        .isEqualTo(-25.0); // of 20 ms
  }

  @Test
  void switchesAreJudgedInPercentOrByTenOfAFew() {
    KnownRecording.Goal goal = new KnownRecording.Goal(5, 5);

    assertThat(goal.isMet(row(figures(1_000, 500, 200), figures(1_000, 500, 210)))).isTrue();
    assertThat(goal.isMet(row(figures(1_000, 500, 200), figures(1_000, 500, 211)))).isFalse();
    assertThat(goal.isMet(row(figures(1_000, 500, 99), figures(1_000, 500, 109)))).isTrue();
    assertThat(goal.isMet(row(figures(1_000, 500, 99), figures(1_000, 500, 110)))).isFalse();
    assertThat(goal.isMet(row(figures(1_000, 500, 99), figures(1_000, 526, 99)))).isFalse();
    KnownRecording.Goal delay = new KnownRecording.Goal(5, KnownRecording.Goal.NONE);
    assertThat(delay.isMet(row(figures(1_000, 500, 99), figures(1_000, 500, 9_999)))).isTrue();
  }
}
