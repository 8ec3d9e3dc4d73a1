package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coremux.report.ResultDiff;
import org.coremux.report.ResultJson;
import org.coremux.report.SummaryTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result says of a guest's timer ticks, and of threads that are charged by them. */
class TicksTest {
  private static final String EEVDF = "os: {scheduler: {name: eevdf}, tick: 4 ms";

  /** Two guests that compute on one pCPU, each with 10 ms by turns. */
  private static RunResult beside(String os) {
    return Scene.on("free-virtual")
        .window("warmup: 100 ms\nduration: 1 s")
        .guest("web", 1, List.of("count: 2", EEVDF + os + "}"), "kind: compute")
        .run();
  }

  private static TickFigures ticks(RunResult result) {
    return result.guests().get(0).ticks().orElseThrow();
  }

  @Test
  void everyTickOfABusyGuestIsAccountedFor() {
    for (String lost : List.of("collapse", "catch-up", "drop")) {
      TickFigures ticks = ticks(beside(", lostTicks: " + lost));

      assertThat(ticks.due()).as(lost).isBetween(245L, 255L);
      assertThat(ticks.delivered() + ticks.collapsed() + ticks.dropped()).isEqualTo(ticks.due());
    }
  }

  @Test
  void aGuestsClockFallsBehindOnlyWhereTicksAreDropped() {
    TickFigures dropped = ticks(beside(", lostTicks: drop"));

    assertThat(dropped.lagNs()).isEqualTo(dropped.dropped() * 4_000_000).isPositive();
    assertThat(ticks(beside("")).lagNs()).isZero();
    assertThat(ticks(beside(", lostTicks: catch-up")).lagNs()).isZero();
  }

  @Test
  void ticksCollapseUnlessSaid() {
    assertThat(ticks(beside(""))).isEqualTo(ticks(beside(", lostTicks: collapse")));
    assertThat(ticks(beside("")).collapsed()).isPositive();
  }

  @Test
  void whoSleepsAtEachTickIsChargedNothingAndWhoRunsOnlyThenForEverything() {
    String byTicks = EEVDF + ", accounting: ticks}";
    RunResult result =
        Scene.on("free-virtual")
            .cores(2)
            .guest(
                "dodger",
                1,
                List.of(byTicks, "start: 500 us"),
                "kind: periodic, period: 4 ms, burst: 3 ms")
            .guest(
                "victim",
                1,
                List.of(byTicks, "start: 3500 us"),
                "kind: periodic, period: 4 ms, burst: 1 ms")
            .run();

    TickCharge dodger = charged(result, "dodger");
    TickCharge victim = charged(result, "victim");
    assertThat(dodger.chargedNs()).isZero();
    assertThat(dodger.ranNs() / 1e9).isCloseTo(0.75, within(0.01));
    assertThat(victim.chargedNs() / 1e9).isCloseTo(1, within(0.01));
    assertThat(victim.ranNs() / 1e9).isCloseTo(0.25, within(0.01));
  }

  private static TickCharge charged(RunResult result, String guest) {
    return result.guest(guest).orElseThrow().workloads().get(0).extras().charged().orElseThrow();
  }

  @Test
  void nobodyIsChargedByTicksUnlessSaid() {
    assertThat(beside("").guests().get(0).workloads().get(0).extras().charged()).isEmpty();
  }

  @Test
  void aBlindGuestChargesItsThreadsForTimeThatWasStolen() {
    TickCharge blind =
        charged(beside(", lostTicks: catch-up, accounting: ticks, stealClock: false"), "web-1");
    TickCharge sighted = charged(beside(", accounting: ticks, stealClock: true"), "web-1");

    assertThat(blind.chargedNs() / 1e9).as("all the time").isCloseTo(1, within(0.02));
    assertThat(blind.ranNs() / 1e9).isCloseTo(0.5, within(0.02));
    assertThat(sighted.chargedNs()).isLessThan(sighted.ranNs());
  }

  @Test
  void aGroupHasTheSumsOfItsGuestsAndTheWorstOfTheirClocks() {
    RunResult result = beside(", lostTicks: drop");

    TickFigures sum = result.groups().get(0).totals().ticks().orElseThrow();
    List<TickFigures> each = result.guests().stream().map(g -> g.ticks().orElseThrow()).toList();
    assertThat(sum.due()).isEqualTo(each.get(0).due() + each.get(1).due());
    assertThat(sum.lagNs()).isEqualTo(Math.max(each.get(0).lagNs(), each.get(1).lagNs()));
  }

  @Test
  void isTheSameWhenReadBackAndNamesWhatDiffers(@TempDir Path folder) throws Exception {
    RunResult result = beside(", lostTicks: drop, accounting: ticks");
    Path file = folder.resolve("result.json");

    ResultJson.write(result, file);

    RunResult read = ResultJson.read(file);
    assertThat(read.guests().get(0).ticks()).isEqualTo(result.guests().get(0).ticks());
    assertThat(charged(read, "web-1")).isEqualTo(charged(result, "web-1"));
    assertThat(ResultDiff.of(result, read).isSame()).isTrue();
    assertThat(ResultDiff.of(result, beside("")).rows())
        .flatExtracting(ResultDiff.Row::changes)
        .extracting(ResultDiff.Change::path)
        .contains("ticks.dropped", "ticks.lag_s", "workloads[0].cpu_time_s.charged");
  }

  @Test
  void metricsNameTheFigures() {
    RunResult result = beside(", lostTicks: drop, accounting: ticks");

    TickFigures ticks = result.groups().get(0).totals().ticks().orElseThrow();
    assertThat(Metric.value(result, "web.ticks.dropped").orElseThrow().longValueExact())
        .isEqualTo(ticks.dropped());
    assertThat(Metric.value(result, "guests.web-1.ticks.lag_s")).isPresent();
    assertThat(Metric.value(result, "web.charged")).isPresent();
  }

  @Test
  void theSummaryTellsOfTicksOnlyWhereSomeAreLate() {
    assertThat(summary(beside(""))).contains("timer ticks of");
    assertThat(summary(alone(EEVDF + "}"))).doesNotContain("timer ticks of", "charged by ticks");
    assertThat(summary(alone(EEVDF + ", accounting: ticks}"))).contains("charged by ticks");
  }

  private static RunResult alone(String os) {
    return Scene.on("free-virtual").guest("web", 1, List.of(os), "kind: compute").run();
  }

  private static String summary(RunResult result) {
    return SummaryTable.text(result, StandardCharsets.UTF_8);
  }
}
