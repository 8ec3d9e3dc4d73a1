package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.platform.Features;
import org.junit.jupiter.api.Test;

/** The keys of input and output: devices of hosts and guests, and what workloads need of them. */
class IoKeysTest {
  private static final String FILE =
      """
      scenario: devices
      duration: 1 s
      hosts:
        - name: node
          cpu: {cores: 4}
          memory: 64 GiB
          platform: kvm
          devices:
            disk: {mean: 250 us, distribution: erlang, shape: 4}
            diskChannels: 2
            link: 25 Gbit/s
        - {name: plain, cpu: {cores: 4}, memory: 64 GiB, platform: kvm}
      guests:
        - name: web
          vcpus: 2
          memory: 4 GiB
          host: node
          devices: emulated
          workload:
            - {kind: server, arrivals: {rate: 100/s}, service: 1 ms,
               receives: 2, sends: 40, reads: 3}
            - {kind: clients, clients: 5, think: 10 ms, service: 1 ms, receives: 1, sends: 1}
            - {kind: batch, jobs: 10, work: 1 ms, reads: 7}
        - {name: usual, vcpus: 1, memory: 1 GiB, host: plain, workload: [{kind: compute}]}
      """;

  private final ScenarioReader reader = new ScenarioReader(Plugins.installed().catalogue());

  private Scenario read(String text) {
    return reader.read(text, "x.yaml", Path.of(""));
  }

  @Test
  void areReadAsTheyAreWritten() {
    Scenario scenario = read(FILE);

    DevicesSpec devices = scenario.hosts().get(0).devices();
    assertThat(devices.disk()).isEqualTo(Distribution.erlang(250_000, 4));
    assertThat(devices.diskChannels()).isEqualTo(2);
    assertThat(devices.linkBitsPerSecond()).isEqualTo(25_000_000_000L);
    assertThat(scenario.hosts().get(1).devices()).isEqualTo(DevicesSpec.USUAL);
    assertThat(scenario.guests().get(0).devices()).contains(Features.Devices.EMULATED);
    assertThat(scenario.guests().get(1).devices()).isEmpty();
    List<WorkloadSpec> workload = scenario.guests().get(0).workload();
    assertThat(workload.get(0).parameters().intCount("receives")).isEqualTo(2);
    assertThat(workload.get(0).parameters().intCount("sends")).isEqualTo(40);
    assertThat(workload.get(0).parameters().intCount("reads")).isEqualTo(3);
    assertThat(workload.get(1).parameters().intCount("reads")).isZero();
    assertThat(workload.get(2).parameters().intCount("reads")).isEqualTo(7);
  }

  @Test
  void arePrintedAndReadBackAsTheSame() {
    Scenario scenario = read(FILE);

    String yaml = EffectiveScenario.yaml(scenario, Plugins.installed().catalogue());

    assertThat(yaml)
        .contains("diskChannels: 2", "link: 25 Gbit/s", "devices: emulated")
        .contains("receives: 2", "sends: 40", "reads: 7");
    assertThat(read(yaml)).isEqualTo(scenario);
  }

  private List<String> problems(String text) {
    return catchThrowableOfType(ScenarioException.class, () -> read(text)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void whatAWorkloadCannotNeedIsRefused() {
    assertThat(problems(FILE.replace("receives: 2, sends: 40", "receives: -1, sends: 100001")))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("receives", "-1", "0 to 100,000"))
        .anySatisfy(line -> assertThat(line).contains("sends", "100001", "0 to 100,000"));
    assertThat(problems(FILE.replace("reads: 7", "reads: 1.5"))).hasSize(1);
    assertThat(problems(FILE.replace("reads: 7", "receives: 1")))
        .singleElement()
        .asString()
        .contains("receives");
  }
}
