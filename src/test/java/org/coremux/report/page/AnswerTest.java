package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.Doing;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.MigrationResult;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.coremux.experiment.Timeline;
import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final long MS = 1_000_000;

  private static Answer answer(RunResult result, Timeline timeline) {
    return Answer.of(result, Optional.of(WaitingAnalysis.of(timeline)));
  }

  /** Batch waits 300 ms, while web-1 and web-2 have one pCPU each; then web-2 waits 500 ms. */
  private static Timeline batchBesideWeb() {
    return new TimelineSketch(2, 1_000 * MS, 2_000 * MS)
        .vcpu("web-1")
        .vcpu("web-2")
        .vcpu("batch")
        .at(0, 0, Doing.RUNNING, 0)
        .at(0, 1, Doing.RUNNING, 1)
        .at(0, 2, Doing.BLOCKED, 0)
        .at(1_100 * MS, 2, Doing.WAITING, 0)
        .at(1_400 * MS, 1, Doing.WAITING, 1)
        .at(1_400 * MS, 2, Doing.RUNNING, 1)
        .at(1_900 * MS, 2, Doing.BLOCKED, 1)
        .at(1_900 * MS, 1, Doing.RUNNING, 1)
        .timeline();
  }

  @Test
  void itTellsOfMigrationsFirst() {
    RunResult still = SampleResults.webAndBatch();
    MigrationResult moved = migration(OptionalLong.of(1_250 * MS), "little was left");
    MigrationResult stayed = migration(OptionalLong.empty(), "too much was sent");
    RunResult result =
        new RunResult(
            still.header(),
            still.hosts(),
            still.guests(),
            still.groups(),
            List.of(moved, stayed),
            still.assumed(),
            still.series(),
            still.happened());

    assertThat(Answer.of(result, Optional.empty()).more())
        .startsWith(
            "web-1 moved from node to node-2, and stood still for 250.0 ms.",
            "web-1 did not move from node to node-2: too much was sent.");
  }

  private static MigrationResult migration(OptionalLong resumedNs, String why) {
    return new MigrationResult(
        "web-1",
        "node",
        "node-2",
        "pre-copy",
        new MigrationResult.Span(0, OptionalLong.of(1_000 * MS), resumedNs, resumedNs),
        List.of(),
        new MigrationResult.Pages(0, 0, 0, 0),
        "converged",
        why,
        Optional.empty());
  }

  @Test
  void itNamesWhoSufferedMostWhenAndBecauseOfWhom() {
    Answer answer = answer(SampleResults.webAndBatch(), batchBesideWeb());
    assertThat(answer.sentence())
        .startsWith("batch suffered most: it waited for ")
        .endsWith(" s), mostly because of web (3 guests).");
    assertThat(answer.more())
        .contains(
            "While it waited, the processors that it may use were with:"
                + " web (3 guests)\u00a0100.0\u00a0%.",
            "Its longest wait: 300.0 ms (batch.2), from 1100.000 ms on.",
            "The longest single wait was that of web-2: 500.0 ms, from 1400.000 ms on;"
                + " meanwhile the other guests of web\u00a050.0\u00a0%, batch\u00a050.0\u00a0%.");
    assertThat(answer.more().get(answer.more().size() - 1))
        .startsWith("Slowest was the server of web-")
        .contains("(p99)");
  }

  @Test
  void withoutATimelineItSaysWhoAndHowMuch() {
    Answer answer = Answer.of(SampleResults.webAndBatch(), Optional.empty());
    assertThat(answer.sentence())
        .startsWith("batch suffered most: it waited for ")
        .endsWith(" s).");
    assertThat(answer.more()).hasSize(1).allMatch(line -> line.contains("(p99)"));
  }

  @Test
  void whoIsHeldByItsCapIsNobodysVictim() {
    Timeline timeline =
        new TimelineSketch(1, 0, 1_000 * MS)
            .vcpu("one")
            .at(0, 0, Doing.RUNNING, 0)
            .at(250 * MS, 0, Doing.CAPPED, 0)
            .timeline();
    Answer answer = answer(one(new GuestTime(250 * MS, 750 * MS, 0, 0, 0, 750 * MS, 0)), timeline);
    assertThat(answer.sentence())
        .isEqualTo(
            "one suffered most: for 75.0 % of the time that it wanted to run (750.0 ms), its own"
                + " cap held it back; that is no other guest's fault.");
    assertThat(answer.more())
        .containsExactly("Its longest stretch held back: 750.0 ms (one.0), from 250.000 ms on.");
  }

  @Test
  void whereNobodyWaitedItSaysSo() {
    RunResult result = one(new GuestTime(1_000 * MS, 0, 0, 0, 0, 0, 0));
    assertThat(Answer.of(result, Optional.empty()).sentence())
        .isEqualTo("Nobody suffered: every guest ran whenever it wanted to.");
    RunResult hardly = one(new GuestTime(1_000 * MS - 1000, 1000, 0, 0, 1000, 0, 0));
    assertThat(Answer.of(hardly, Optional.empty()).sentence())
        .startsWith("Nobody suffered to speak");
  }

  @Test
  void whoStandsInItsOwnWayIsToldSo() {
    Timeline timeline =
        new TimelineSketch(1, 0, 1_000 * MS)
            .vcpu("one")
            .vcpu("one")
            .vcpu("node")
            .at(0, 0, Doing.WAITING, 0)
            .at(0, 1, Doing.RUNNING, 0)
            .at(400 * MS, 1, Doing.BLOCKED, 0)
            .at(400 * MS, 2, Doing.RUNNING, 0)
            .at(500 * MS, 2, Doing.BLOCKED, 0)
            .at(500 * MS, 0, Doing.RUNNING, 0)
            .timeline();
    RunResult result = one(new GuestTime(500 * MS, 500 * MS, 0, 0, 500 * MS, 0, 0));
    assertThat(answer(result, timeline).sentence())
        .endsWith(
            "mostly because of itself: more of it wanted to run than there were processors for.");
  }

  @Test
  void theHostSystemsOwnWorkIsNamedAsThat() {
    Timeline timeline =
        new TimelineSketch(1, 0, 1_000 * MS)
            .vcpu("one")
            .vcpu("node")
            .at(0, 0, Doing.WAITING, 0)
            .at(0, 1, Doing.RUNNING, 0)
            .at(500 * MS, 1, Doing.BLOCKED, 0)
            .at(500 * MS, 0, Doing.RUNNING, 0)
            .timeline();
    RunResult result = one(new GuestTime(500 * MS, 500 * MS, 0, 0, 500 * MS, 0, 0));
    assertThat(answer(result, timeline).sentence())
        .endsWith("mostly because of the host system's own work.");
  }

  @Test
  void whoWaitedForNextToNothingIsNotWhoSufferedHoweverLargeItsSteal() {
    GuestTime all = new GuestTime(0, 1 * MS, 999 * MS, 0, 1 * MS, 0, 0);
    GuestTime half = new GuestTime(500 * MS, 500 * MS, 0, 0, 500 * MS, 0, 0);
    RunResult result = of(guest("brief", all), guest("long", half));
    assertThat(Answer.victim(result)).map(GuestResult::name).contains("long");
    assertThat(Answer.victim(of(guest("brief", all)))).map(GuestResult::name).contains("brief");
  }

  /** A guest of one vCPU, for a second. */
  private static RunResult one(GuestTime time) {
    return of(guest("one", time));
  }

  private static GuestResult guest(String name, GuestTime time) {
    return new GuestResult(
        name,
        "node",
        1,
        time,
        Breakdown.NONE,
        time.runningNs(),
        new GuestResult.Dispatches(1, 0, 0),
        Breakdown.NONE,
        Breakdown.NONE,
        Latency.NONE,
        List.of());
  }

  private static RunResult of(GuestResult... guests) {
    long ranNs = Stream.of(guests).mapToLong(guest -> guest.time().runningNs()).sum();
    HostTime used = new HostTime(ranNs, 0, 0, 0, 0, 0, 1_000 * MS - ranNs);
    var sample = SampleResults.header(1);
    var header =
        new RunHeader(
            "sketch",
            Optional.empty(),
            sample.generator(),
            1,
            0,
            new RunHeader.Span(1_000 * MS, 0, Optional.empty()),
            1,
            2);
    return new RunResult(
        header,
        List.of(new HostResult("node", "kvm", "eevdf", 1, used, 1, 0, Optional.empty())),
        List.of(guests),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
