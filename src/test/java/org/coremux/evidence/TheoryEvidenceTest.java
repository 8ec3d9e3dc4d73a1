package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.coremux.evidence.Lab.Effort;
import org.coremux.evidence.Lab.Scene;
import org.coremux.evidence.TheoryRow.Verdict;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What theory knows exactly is what is simulated, and what is wrong is found out. */
class TheoryEvidenceTest {
  /** Enough to see what is far off; the command simulates ten times as much. */
  private static final Effort LITTLE = new Effort(6, 0.25);

  private static List<TheoryRow> rows(TheorySuite suite) {
    return new TheoryEvidence(Plugins.installed(), 2, LITTLE).rows(EnumSet.of(suite));
  }

  @ParameterizedTest
  @EnumSource
  void everySuiteAgrees(TheorySuite suite) {
    List<TheoryRow> rows = rows(suite);

    assertThat(rows).hasSizeGreaterThan(6).allMatch(TheoryRow::isGood);
    assertThat(rows).allMatch(row -> row.suite() == suite && !row.claim().source().isBlank());
  }

  @Test
  void theSameIsSaidOnAnyNumberOfThreads() {
    List<TheoryRow> one =
        new TheoryEvidence(Plugins.installed(), 1, new Effort(2, 0.02))
            .rows(EnumSet.of(TheorySuite.NETWORKS));
    List<TheoryRow> three =
        new TheoryEvidence(Plugins.installed(), 3, new Effort(2, 0.02))
            .rows(EnumSet.of(TheorySuite.NETWORKS));

    assertThat(three).isEqualTo(one);
  }

  /** The claim is of 700 a second. */
  @ParameterizedTest
  @CsvSource({"700, INSIDE", "740, OUTSIDE"})
  void aWrongRateIsFoundOut(int perSecond, Verdict verdict) {
    try (Lab lab = new Lab(Plugins.installed(), new Effort(12, 1))) {
      String workload =
          "kind: server, arrivals: {rate: %d/s}, service: {mean: 1 ms}".formatted(perSecond);
      Experiment experiment =
          new Experiment(
              TheorySuite.QUEUES,
              "M/M/1",
              "",
              List.of(Claim.meanMs("time", new Mm1(1e9 / 700, 1e6).meanSojournNs(), "here")),
              lab.effort().replications(),
              lab.trial(Scene.of(1, "round-robin", 40, workload), Figures::meanMs));

      TheoryRow row = new TheoryEvidence(Plugins.installed(), 2).rows(List.of(experiment)).get(0);

      assertThat(row.verdict()).isEqualTo(verdict);
      assertThat(row.isGood()).isEqualTo(verdict == Verdict.INSIDE);
    }
  }

  private static TheoryRow row(
      Claim.Kind kind, double exact, double low, double mean, double high) {
    Claim claim = new Claim("figure", "", kind, exact, "here");
    return new TheoryRow(TheorySuite.QUEUES, "model", "", claim, low, mean, high);
  }

  @Test
  void aVerdictFollowsFromTheInterval() {
    assertThat(row(Claim.Kind.MEAN, 2, 1, 1.5, 2).verdict()).isEqualTo(Verdict.INSIDE);
    assertThat(row(Claim.Kind.MEAN, 2.1, 1, 1.5, 2).verdict()).isEqualTo(Verdict.OUTSIDE);
    assertThat(row(Claim.Kind.EXACTLY, 2, 2, 2, 2).verdict()).isEqualTo(Verdict.EQUAL);
    assertThat(row(Claim.Kind.EXACTLY, 0, 1, 1, 1).verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(row(Claim.Kind.AT_MOST, 2, 1.9, 2.2, 2.5).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(row(Claim.Kind.AT_MOST, 2, 2.1, 2.2, 2.5).verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(row(Claim.Kind.AT_LEAST, 2, 1, 1.5, 2.1).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(row(Claim.Kind.AT_LEAST, 2, 1, 1.5, 1.9).verdict()).isEqualTo(Verdict.VIOLATED);
    assertThat(row(Claim.Kind.MEAN, 2, 1, 1.5, 2).errorPercent()).isEqualTo(-25);
    assertThat(row(Claim.Kind.EXACTLY, 0, 0, 0, 0).errorPercent()).isZero();
  }

  @Test
  void refusesAnEffortThatSaysNothing() {
    assertThatThrownBy(() -> new Effort(1, 1)).hasMessageContaining("1 replications");
    assertThatThrownBy(() -> new Effort(2, 0)).hasMessageContaining("of 0");
  }
}
