package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code show} prints. */
class EffectiveScenarioTest {

  private final ScenarioReader reader = new ScenarioReader(TestCatalogue.catalogue());

  @Test
  void readsBackAsTheSameScenario() {
    Scenario scenario = reader.read(ScenarioReaderTest.EVERYTHING, "x.yaml", Path.of(""));

    String yaml = EffectiveScenario.yaml(scenario, TestCatalogue.catalogue());

    assertThat(reader.read(yaml, "y.yaml", Path.of(""))).isEqualTo(scenario);
    assertThat(
            EffectiveScenario.yaml(
                reader.read(yaml, "y.yaml", Path.of("")), TestCatalogue.catalogue()))
        .isEqualTo(yaml);
  }

  @Test
  void fillsInDefaultsAndSaysHowThePlatformPutsThem() {
    Scenario scenario =
        reader.read(
            """
            scenario: small
            duration: 1 s
            hosts: [{name: node, cpu: {cores: 4}, memory: 64 GiB, platform: kvm}]
            guests:
              - {name: web, count: 2, vcpus: 2, memory: 4 GiB, weight: 300, cap: 150 %,
                 workload: [{kind: server, arrivals: {rate: 3/s}, service: 1 ms}]}
            """,
            "x.yaml", Path.of(""));

    assertThat(EffectiveScenario.yaml(scenario, TestCatalogue.catalogue()))
        .isEqualTo(
            """
            scenario: small
            seed: 1
            warmup: 0 s
            duration: 1 s
            hosts:
              - name: node
                cpu: {sockets: 1, cores: 4, threads: 1, clock: 2.6 GHz}
                memory: 64 GiB
                platform: kvm
                # assists: {nestedPaging: true, hugePages: false} (its own)
                scheduler:
                  name: eevdf
                  preset: latest
                  hrtick: false
            guests:
              - name: web
                count: 2  # web-1, web-2
                vcpus: 2
                memory: 4 GiB
                weight: 300  # kvm: shares = 1200
                cap: 150 %  # kvm: limit = 3900 MHz
                # host: node (placed)
                os:
                  scheduler:
                    name: eevdf
                    preset: latest
                    hrtick: false
                  tick: 4 ms
                  stealClock: true
                  lostTicks: collapse
                  accounting: precise
                start: 0 s
                workload:
                  - kind: server
                    threads: 1
                    arrivals: {rate: 3/s, distribution: exponential}
                    service: 1 ms
                    queue: 1000000
            """);
  }
}
