package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.TraceHash;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library as its users use it. */
class LibraryTest {
  private static final Path FILE = Path.of("src/test/resources/org/coremux/cli/two-guests.yaml");

  private final Plugins plugins = Plugins.installed();

  private Scenario scenario(String... changes) {
    return new ScenarioReader(plugins.catalogue()).read(FILE, List.of(changes));
  }

  private RunResult run(Scenario scenario) {
    return new Run(new Model(scenario, plugins, Model.Options.NORMAL)).toEnd();
  }

  @Test
  void anExperimentIsFifteenLinesAndTheDocumentationQuotesIt() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/org/coremux/experiment/ExampleExperiment.java"));
    String example =
        source.substring(source.indexOf("begin\n") + 6, source.indexOf("  // example: end"));

    assertThat(ExampleExperiment.threadsUntilSlow(FILE)).isPositive();
    assertThat(example.lines().filter(line -> line.length() > 4).count()).isLessThanOrEqualTo(15);
    assertThat(Files.readString(Path.of("docs/library.md")).replace("\r", ""))
        .contains(example.stripTrailing().stripIndent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"round-robin", "eevdf", "credit2"})
  void watchingChangesNothing(String policy) {
    Scenario scenario =
        new ScenarioReader(plugins.catalogue())
            .read(
                Path.of("scenarios/quickstart.yaml"),
                List.of("hosts.node.scheduler=" + policy, "warmup=0 s", "duration=600 ms"));
    RunResult result = run(scenario);
    Inspector inspector = new Inspector(scenario, plugins);
    inspector.runTo(50_000_000);
    int decisions = 0;
    while (decisions < 500 && inspector.nextDecision()) {
      decisions++;
      inspector.snapshot();
    }
    assertThat(decisions).isEqualTo(500);
    inspector.runTo(inspector.endNs());

    long hash = 0;
    for (var host : inspector.model().hosts()) {
      hash = TraceHash.combine(hash, host.traceHash());
    }
    assertThat(hash).isEqualTo(result.header().traceHash());
    assertThat(inspector.model().simulation().events()).isEqualTo(result.header().events());
    assertThat(inspector.isOver()).isTrue();
  }

  @Test
  void severalHostsGoOnInOneOrderOfTime() {
    Inspector inspector =
        new Inspector(scenario("hosts.node.count=2", "guests.web.count=4"), plugins);
    long before = 0;
    for (int i = 0; i < 200; i++) {
      assertThat(inspector.nextInstant()).isTrue();
      assertThat(inspector.nowNs()).isGreaterThan(before);
      before = inspector.nowNs();
    }
    assertThat(inspector.snapshot().levels().stream().map(Snapshot.Level::host).distinct())
        .containsExactly("node-1", "node-2");
  }

  @Test
  void waitsForTheChangesOfOneGuestAndForSwitches() {
    Inspector inspector = new Inspector(scenario(), plugins);
    inspector.runTo(20_000_000);
    assertThat(inspector.nextChange("web-2")).isTrue();
    assertThat(inspector.happened()).anyMatch(one -> one.what().startsWith("web-2."));
    assertThat(inspector.nextSwitch()).isTrue();
    assertThat(inspector.happened()).anyMatch(one -> one.what().startsWith("decision on "));
    assertThatThrownBy(() -> inspector.nextChange("web"))
        .hasMessage("there is no guest web; there are web-1, web-2, batch");
  }

  @Test
  void endsWhenAllWorkIsDone() {
    Scenario finite =
        new ScenarioReader(plugins.catalogue())
            .read(
                """
                scenario: finite
                until: finished
                hosts:
                  - {name: node, cpu: {cores: 1, clock: 2 GHz}, memory: 2 GiB, platform: kvm,
                     scheduler: round-robin}
                guests:
                  - {name: job, vcpus: 1, memory: 1 GiB, os: {scheduler: round-robin},
                     workload: [{kind: compute, work: 5 ms}]}
                """,
                "finite.yaml",
                Path.of(""));
    RunResult result = run(finite);
    Inspector inspector = new Inspector(finite, plugins);
    inspector.runTo(inspector.endNs());

    assertThat(inspector.isOver()).isTrue();
    assertThat(inspector.nowNs()).isEqualTo(result.durationNs());
    assertThat(inspector.nextInstant()).isFalse();
  }

  @Test
  void progressIsToldOftenAndAscends() {
    List<Long> at = new ArrayList<>();
    Run run = new Run(new Model(scenario(), plugins, Model.Options.NORMAL));
    run.onProgress(now -> at.add(now.nowNs())).toEnd();

    assertThat(at).isSorted().hasSizeGreaterThan(200).last().isEqualTo(run.endNs());
  }

  @Test
  void aLongBucketIsWalkedInSmallSteps() {
    Pace pace = new Pace();
    long at = 0;
    long largest = 0;
    int steps = 0;
    while (at < 1_000_000_000L) { // one event in each ns
      long next = pace.next(at, 1_000_000_000L);
      largest = Math.max(largest, next - at);
      pace.took(next - at, next - at);
      at = next;
      steps++;
    }
    assertThat(largest).isLessThanOrEqualTo(2 * Pace.EVENTS);
    assertThat(steps).isBetween(5_000, 20_000);
  }

  @Test
  void metricsHaveAShortFormAndAPath() {
    RunResult result = SampleResults.webAndBatch();
    GuestResult web = result.group("web").orElseThrow().totals();

    assertThat(Metric.value(result, "web.latency.p99"))
        .contains(Decimal.milliseconds(web.workloads().get(0).latency().p99Ns()))
        .isEqualTo(Metric.value(result, "groups.web.workloads[0].latency_ms.p99"));
    assertThat(Metric.value(result, "guests.web-1.steal"))
        .contains(result.guest("web-1").orElseThrow().steal());
    assertThat(Metric.value(result, "\"web\".steal")).contains(web.steal());
    assertThat(Metric.value(result, "batch.latency.p99")).isEmpty();
    assertThatThrownBy(() -> Metric.value(result, "web.latency.p98"))
        .hasMessageStartingWith("there is no metric latency.p98; there are latency.count, ");
    assertThatThrownBy(() -> Metric.value(result, "wb.steal"))
        .hasMessage("there is no group wb in wb.steal; there are web, batch");
    assertThatThrownBy(() -> Metric.value(result, "nonsense")).hasMessageContaining("no group");
  }

  @Test
  void metricsOfFurtherWorkloadsAreNamedByPlaceOrByKind() {
    RunResult result =
        run(
            new ScenarioReader(plugins.catalogue())
                .read(
                    """
                    scenario: several
                    duration: 100 ms
                    hosts:
                      - {name: node, cpu: {cores: 2, clock: 2 GHz}, memory: 2 GiB}
                    guests:
                      - name: web
                        count: 2
                        vcpus: 2
                        memory: 1 GiB
                        workload:
                          - {kind: server, arrivals: {rate: 900/s}, service: 100 us}
                          - {kind: periodic, period: 10 ms, burst: 1 ms, deadline: 5 ms}
                          - {kind: periodic, period: 20 ms, burst: 2 ms}
                    """,
                    "several.yaml",
                    Path.of("")));
    List<WorkloadResult> all = result.group("web").orElseThrow().totals().workloads();
    BigDecimal completed = BigDecimal.valueOf(all.get(1).completed());
    BigDecimal last = BigDecimal.valueOf(all.get(2).completed());

    assertThat(completed).isGreaterThan(last).isPositive();
    assertThat(Metric.value(result, "web.workloads[1].completed")).contains(completed);
    assertThat(Metric.value(result, "groups.web.workloads[1].completed")).contains(completed);
    assertThat(Metric.value(result, "web.workloads[2].completed")).contains(last);
    assertThat(Metric.value(result, "web.server.latency.p99"))
        .isEqualTo(Metric.value(result, "web.latency.p99"))
        .isNotEqualTo(Metric.value(result, "web.workloads[1].latency.p99"));
    assertThat(Metric.value(result, "guests.web-2.workloads[1].latency_ms.max"))
        .contains(
            Decimal.milliseconds(
                result.guest("web-2").orElseThrow().workloads().get(1).latency().maxNs()));
    assertThat(Metric.value(result, "web.workloads[1].missed")).isPresent();
    assertThat(Metric.value(result, "web.server.missed")).isEmpty();

    assertThatThrownBy(() -> Metric.value(result, "web.periodic.completed"))
        .hasMessage(
            "several workloads of web are of the kind periodic; there are workloads[0] (server),"
                + " workloads[1] (periodic), workloads[2] (periodic)");
    assertThatThrownBy(() -> Metric.value(result, "web.workloads[3].completed"))
        .hasMessageStartingWith("there is no workloads[3] in web; there are workloads[0] (server)");
    assertThatThrownBy(() -> Metric.value(result, "web.workloads[1].steal"))
        .hasMessageStartingWith("there is no metric workloads[1].steal; there are ");
    assertThatThrownBy(() -> Metric.value(result, "web.clients.completed"))
        .hasMessageStartingWith("there is no metric clients.completed; there are ");
  }
}
