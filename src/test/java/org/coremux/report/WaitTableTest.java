package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.scenario.Model;
import org.coremux.scenario.Scenario;
import org.junit.jupiter.api.Test;

class WaitTableTest {
  private static RunResult run(String name, String... changes) {
    Scenario scenario = RecordedRun.scenario("pathologies/" + name, changes);
    return new Run(new Model(scenario, RecordedRun.PLUGINS, Model.Options.NORMAL)).toEnd();
  }

  private static List<String> lines(RunResult result) {
    return new WaitTable(new Text(StandardCharsets.UTF_8)).lines(result);
  }

  private static String row(RunResult result, String guest) {
    return lines(result).stream()
        .filter(line -> line.startsWith("  " + guest + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWakeUpThatWaitsIsTold() {
    RunResult result = run("p04-lost-preemption", "duration=1 s");
    assertThat(row(result, "waker")).endsWith("9.501   9.501   9.501");
    assertThat(row(result, "hog")).endsWith("0       –       –       –");
  }

  @Test
  void whatACapAndWhatSiblingsHeldIsToldApart() {
    RunResult capped = run("p08-bandwidth-burst", "duration=1 s");
    long cappedNs = capped.guest("service").orElseThrow().time().cappedNs();
    assertThat(row(capped, "service")).contains(seconds(cappedNs));
    RunResult wide = run("p10-co-stop", "duration=1 s");
    long stoppedNs = wide.guest("wide").orElseThrow().time().costoppedNs();
    assertThat(row(wide, "wide")).contains(seconds(stoppedNs));
  }

  private static String seconds(long ns) {
    return " " + Figure.brief(Decimal.seconds(ns)) + " ";
  }

  @Test
  void whereGuestsWaitForPcpusOnlyThereIsNone() {
    assertThat(lines(run("p09-gang-fragmentation", "duration=1 s"))).isEmpty();
  }

  @Test
  void itFitsEightyColumns() {
    assertThat(lines(run("p15-boost-storm", "duration=1 s")))
        .hasSizeGreaterThan(8)
        .allMatch(line -> Text.width(line) <= 80);
  }
}
