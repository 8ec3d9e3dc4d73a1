package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values from the command line. */
class OverridesTest {

  private static final String TEXT =
      """
      scenario: overrides
      duration: 1 s
      hosts: [{name: node, cpu: {cores: 4}, memory: 64 GiB, platform: xen}]
      guests:
        - name: web
          count: 2
          vcpus: 1
          memory: 1 GiB
          workload: [{kind: server, arrivals: {rate: 10/s}, service: 1 ms}]
        - {name: a.out, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
      """;

  private final ScenarioReader reader = new ScenarioReader(TestCatalogue.catalogue());

  @Test
  void changesValuesByName() {
    Scenario scenario =
        read(
            "hosts.node.platform=kvm",
            "guests.web.count=8",
            "seed=7",
            "guests.\"a.out\".weight=512",
            "guests[0].weight=128");

    assertThat(scenario.hosts().get(0).platform()).isEqualTo("kvm");
    assertThat(scenario.hosts().get(0).scheduler().name()).isEqualTo("eevdf");
    assertThat(scenario.guests().get(0).count()).isEqualTo(8);
    assertThat(scenario.guests().get(0).weight()).isEqualTo(128);
    assertThat(scenario.guests().get(1).weight()).isEqualTo(512);
    assertThat(scenario.seed()).isEqualTo(7);
  }

  @Test
  void reachesIntoPlainValues() {
    Scenario scenario =
        read(
            "guests.web.workload[0].service.mean=2 ms",
            "hosts.node.scheduler.ratelimit=2 ms",
            "guests.web.os.scheduler.preset=6.6");

    WorkloadSpec server = scenario.guests().get(0).workload().get(0);
    assertThat(server.written().get("service")).isEqualTo("2 ms");
    assertThat(scenario.hosts().get(0).scheduler().parameters().durationNs("ratelimit"))
        .isEqualTo(2_000_000);
    assertThat(scenario.guests().get(0).os().scheduler().parameters().choice("preset"))
        .isEqualTo("6.6");
  }

  @Test
  void addsKeysAndWholeMappings() {
    Scenario scenario =
        read(
            "hosts.node.domain0={vcpus: 1, weight: 512}",
            "guests.web.cap=50 %",
            "guests.web.affinity=0,2");

    assertThat(scenario.hosts().get(0).domain0().get().weight()).isEqualTo(512);
    assertThat(scenario.guests().get(0).cap()).isEqualTo(5_000);
    assertThat(scenario.guests().get(0).affinity().indices()).containsExactly(0, 2);
  }

  @Test
  void letsTheLastOneWin() {
    assertThat(read("seed=7", "seed=8").seed()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guests.wbe.count=8 | `guests` has no element named `wbe`; there are web, a.out; "
            + "did you mean `web`?",
        "guests.web.wieght=8 | did you mean `weight`?",
        "guests[7].weight=8 | `guests` has no element [7]; it has 2, from [0] to [1]",
        "guests.web.weight=heavy | guests.web.weight: `heavy` is not a whole number",
        "hosts.node.name.x=1 | `hosts.node.name` is a single value",
        "seed | is not PATH=VALUE",
        "=3 | the path is empty",
        "seed.=3 | the path ends in a dot",
        "a..b=3 | stray `.`",
        "guests[x]=3 | is not followed by a position",
        "guests.\"web=3 | is not PATH=VALUE",
        "seed= | seed: has no value",
        "seed=[1 | expected `,` or `]`",
      })
  void namesTheOptionInWhatIsWrong(String override, String message) {
    ScenarioException wrong = catchThrowableOfType(ScenarioException.class, () -> read(override));

    assertThat(wrong.problems())
        .allSatisfy(problem -> assertThat(problem.source()).isEqualTo("--set " + override));
    assertThat(wrong).hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "a[0].b", "a.\"b c\".d", "\"a.b\"[3]", "a.\"q\\\"q\""})
  void writesPathsAsItReadsThem(String path) {
    assertThat(ScenarioPath.parse(path)).hasToString(path);
  }

  private Scenario read(String... overrides) {
    return reader.read(TEXT, Path.of(""), List.of(overrides));
  }
}
