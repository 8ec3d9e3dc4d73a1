package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.guest.ReplayMeter.Figures;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.importer.PerfSchedOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded schedules are predicted as nearly as is claimed. */
class KernelEvidenceTest {
  private static final Path FOLDER = Path.of("../shared/traces/perf-sched");
  private static final long MS = 1_000_000;

  private static KernelEvidence.Comparison compared(String name, int way) {
    assumeTrue(Files.isDirectory(FOLDER), "skipped: no recordings in " + FOLDER);
    return new KernelEvidence(Plugins.installed())
        .compare(FOLDER.resolve(name + ".txt"), KnownRecording.of(name).get(way));
  }

  @ParameterizedTest
  @CsvSource({"two-hogs-nice, 2", "hogs-and-sleeper, 2", "build, 1", "quota-30, 1"})
  void goalsAreMet(String name, int goals) {
    KernelEvidence.Comparison comparison = compared(name, 0);

    assertThat(comparison.rows())
        .filteredOn(row -> row.verdict() != KernelRow.Verdict.NO_GOAL)
        .hasSize(goals)
        .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(KernelRow.Verdict.MET));
  }

  @ParameterizedTest
  @CsvSource({
    "two-hogs-nice, hog-nice5, share %, 24.66",
    "two-hogs-nice, hog, share %, 75.34",
    "quota-30, hog, ms a period, 30.49",
    "quota-30, hog, ms throttled, 69.51"
  })
  void whatWeightsAndQuotasMakeIsPredicted(
      String name, String process, String what, double recorded) {
    KernelEvidence.Comparison comparison = compared(name, 0);

    assertThat(comparison.figures())
        .filteredOn(figure -> figure.process().equals(process) && figure.what().equals(what))
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.recorded()).isCloseTo(recorded, within(0.01));
              assertThat(figure.verdict()).isEqualTo(KernelRow.Verdict.MET);
              // who knows no weights and no quotas is far off
              assertThat(Math.abs(figure.error(figure.roundRobin()))).isGreaterThan(30);
            });
  }

  @Test
  void weightsOfGroupsAreHeldToTheSharesThatEqualNiceValuesHad() {
    KernelEvidence.Comparison comparison = compared("two-hogs-nice", 1);

    assertThat(comparison.known().told()).contains("weight:33");
    assertThat(comparison.isMissed()).isFalse();
    assertThat(comparison.figures())
        .extracting(KernelFigure::process)
        .containsExactly("hog", "hog-nice5");
    // 33 of 133, and not the 335 of 1,359 that the nice values say
    assertThat(comparison.figures().get(1).eevdf()).isCloseTo(24.81, within(0.1));
  }

  @ParameterizedTest
  @CsvSource({
    "throttles /s, 10.16, MET", // 31 in 3.052 s
    "ms a run, 30.02, MET",
    "ms run p95, 31.68, MET", // 7 ticks and a part of one, now and then 8
    "ms held, 68.41, MET",
    "ms held p95, 72.44, MET",
    "ms to start, 61.71, NO_GOAL"
  })
  void thePatternOfThrottlesIsPredicted(String what, double recorded, KernelRow.Verdict verdict) {
    assertThat(compared("quota-30", 0).figures())
        .filteredOn(figure -> figure.what().equals(what))
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.recorded()).isCloseTo(recorded, within(0.01));
              assertThat(figure.verdict()).isEqualTo(verdict);
            });
  }

  @Test
  void whyItIsOffIsSaidOfTheUsualImportOnly() {
    KnownRecording known = KnownRecording.of("quota-30").get(0);

    assertThat(known.offs()).anyMatch(off -> off.startsWith("ms to start"));
    assertThat(known.with(PerfSchedOptions.USUAL, "--kernel 6.6").offs()).isEmpty();
  }

  @Test
  void aMissedFigureIsAMissedGoal() {
    KernelFigure far = new KernelFigure("p", "share %", 50, 60, 40, 2);
    KnownRecording known = KnownRecording.of("mine").get(0);

    assertThat(comparison(known, far).isMissed()).isTrue();
    assertThat(comparison(known, far.unjudged(100)).isMissed()).isFalse();
    assertThat(far.unjudged(100).error(60)).isEqualTo(10); // percent of that, not of 50
  }

  private static KernelEvidence.Comparison comparison(KnownRecording known, KernelFigure figure) {
    return new KernelEvidence.Comparison(FOLDER, known, List.of(), List.of(), List.of(figure));
  }

  @Test
  void aFigureIsJudgedInPercentOfWhatWasRecorded() {
    KernelFigure near = new KernelFigure("p", "share %", 50, 50.9, 40, 2);

    assertThat(near.error(near.eevdf())).isCloseTo(1.8, within(1e-9));
    assertThat(near.error(near.roundRobin())).isCloseTo(-20, within(1e-9));
    assertThat(near.verdict()).isEqualTo(KernelRow.Verdict.MET);
    assertThat(new KernelFigure("p", "share %", 50, 51.1, 40, 2).verdict())
        .isEqualTo(KernelRow.Verdict.MISSED);
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
