package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.Happened;
import org.coremux.experiment.Inspector;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Stay;
import org.coremux.report.chart.SampleCharts;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events show wherever a run is told of. */
class EventTellingTest {
  private static final Plugins PLUGINS = Plugins.installed();

  private static Scenario scenario() {
    String text =
        """
        scenario: test
        duration: 400 ms
        hosts:
          - {name: a, cpu: {cores: 2, clock: 2 GHz}, memory: 8 GiB, platform: kvm}
          - {name: b, cpu: {cores: 2, clock: 2 GHz}, memory: 8 GiB, platform: kvm}
        guests:
          - {name: web, host: a, vcpus: 1, memory: 8 MiB, workload: [{kind: compute}]}
        events:
          - {at: 300 ms, pause: web}
          - {at: 100 ms, set: {guests.web.weight: 300}}
          - {at: 200 ms, migrate: web, to: b}
        """;
    return new ScenarioReader(PLUGINS.catalogue()).read(text, Path.of(""), List.of());
  }

  private static RunResult result() {
    return new Run(new Model(scenario(), PLUGINS, Model.Options.NORMAL)).toEnd();
  }

  @Test
  void aResultKeepsThemAndWhereGuestsHaveBeen(@TempDir Path folder) {
    RunResult result = result();
    Path file = folder.resolve("result.json");
    ResultJson.write(result, file);
    RunResult read = ResultJson.read(file);
    assertThat(read).isEqualTo(result);
    assertThat(read.happened())
        .extracting(Happened::words)
        .containsExactly("set guests.web.weight to 300", "migrate web to b", "pause web");
    assertThat(read.guests().get(0).stays()).extracting(Stay::host).containsExactly("a", "b");
    assertThat(read.steal(read.hosts().get(0))).isEqualTo(result.steal(result.hosts().get(0)));
  }

  @Test
  void theSummaryHasALineForEach() {
    assertThat(SummaryTable.text(result(), StandardCharsets.UTF_8))
        .contains("\n  100 ms: set guests.web.weight to 300\n")
        .contains("\n  200 ms: migrate web to b\n  300 ms: pause web\n");
  }

  @Test
  void anInspectionSaysWhichHaveHappened() {
    Inspector inspector = new Inspector(scenario(), PLUGINS);
    inspector.runTo(200_000_000);
    assertThat(SnapshotText.events(inspector.events(), StandardCharsets.UTF_8))
        .isEqualTo(
            "event at 100.000000 ms: set guests.web.weight to 300\n"
                + "event at 200.000000 ms: migrate web to b\n");
  }

  @Test
  void chartsOverTimeMarkThem() throws IOException {
    assertThat(SampleCharts.svg(result(), "utilisation"))
        .contains(">2  at 200 ms: migrate web to b<")
        .contains(">3  at 300 ms: pause web<");
  }
}
