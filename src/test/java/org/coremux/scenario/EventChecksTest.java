package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with events is said before the run, with its place. */
class EventChecksTest {
  private static final Plugins PLUGINS = Plugins.installed();

  private static final String SCENARIO =
      """
      scenario: test
      duration: 10 s
      hosts:
        - {name: a, cpu: {cores: 4, clock: 2 GHz}, memory: 8 GiB, platform: xen}
        - {name: b, cpu: {cores: 2, clock: 2 GHz}, memory: 8 GiB, platform: xen}
        - {name: k, cpu: {cores: 4, clock: 2 GHz}, memory: 8 GiB, platform: kvm}
        - {name: m, cpu: {cores: 4, clock: 2 GHz}, memory: 8 GiB}
        - {name: both, cpu: {cores: 4, clock: 2 GHz}, memory: 8 GiB, platform: kvm}
      guests:
        - {name: web, count: 2, vcpus: 2, memory: 1 GiB, host: a, workload: [&c {kind: compute}]}
        - {name: big, vcpus: 2, memory: 7 GiB, host: b, workload: [{kind: compute}]}
        - {name: pinned, vcpus: 1, memory: 1 GiB, host: a, affinity: 3, workload: [{kind: compute}]}
        - {name: own, vcpus: 1, memory: 1 GiB, host: a, devices: assigned, workload: [*c]}
        - {name: late, vcpus: 1, memory: 1 GiB, host: k, start: 5 s, stop: 8 s, workload: [*c]}
        - name: lab
          vcpus: 2
          memory: 4 GiB
          host: k
          platform: kvm
          guests: [{name: in, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}]
        - {name: proc, vcpus: 1, memory: 1 GiB, host: m, workload: [{kind: compute}]}
        - {name: both, vcpus: 1, memory: 1 GiB, host: m, workload: [{kind: compute}]}
      events:
        - {at: 1 s, pause: web-1}
      """;

  private static Scenario read(String events) {
    return new ScenarioReader(PLUGINS.catalogue())
        .read(SCENARIO + events.indent(2), "x.yaml", Path.of(""));
  }

  private static List<String> problems(String events) {
    ScenarioException wrong = catchThrowableOfType(ScenarioException.class, () -> read(events));
    assertThat(wrong).as(events).isNotNull();
    return wrong.problems().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- {at: 2 s, pause: web-1} | events[1].pause: web-1 is paused already, by the event",
        "- {at: 2 s, pause: web} | web-1 is paused already",
        "- {at: 2 s, resume: web-2} | web-2 is not paused then",
        "- {at: 2 s, stop: wep-2} | there is no guest `wep-2`; there are web-1, web-2,",
        "- {at: 2 s, fail: node} | there is no guest and no host `node`; there are",
        "- {at: 2 s, fail: both} | `both` is a host and a guest",
        "- {at: 10 s, stop: web} | at: is 10 s, not before the end of the run, 10 s",
        "- {at: 2 s, pause: late} | late is not there before its start, 5 s",
        "- {at: 9 s, pause: late} | late is stopped by then, at 8 s",
        "- {at: 2 s, migrate: web-1, to: a} | to: names a, the host that web-1 is on",
        "- {at: 2 s, migrate: web-1, to: c} | events[1].to: names `c`, and there is no such host",
        "- {at: 2 s, migrate: web-1, to: k} | names k, which has kvm; web-1 can move to",
        "- {at: 2 s, migrate: web, to: b} | names b, which has 0 B of memory left then; web-2",
        "- {at: 2 s, migrate: pinned, to: b} | the affinity of pinned names pCPU 3, but the host",
        "- {at: 2 s, migrate: own, to: b} | own has devices of its own (`assigned`)",
        "- {at: 2 s, migrate: in, to: both} | in is in a guest; only guests of a host itself",
        "- {at: 2 s, migrate: lab, to: both} | lab is a host itself; only guests without guests",
        "- {at: 2 s, migrate: proc, to: a} | proc is a group of processes on bare-metal",
        "- {at: 2 s, set: {guests.web.vcpus: 4}} | `guests.web.vcpus` cannot change",
        "- {at: 2 s, set: {hosts.a.platform: kvm}} | cannot change during a run",
        "- {at: 2 s, set: {guests.web.weight: 0}} | guests.web.weight: `0` is out of range",
        "- {at: 2 s, set: {guests.web.cap: 500 %}} | guests.web.cap: is more than the 2 vCPUs",
        "- {at: 2 s, set: {guests.wep.weight: 10}} | `guests` has no element named `wep`",
        "- {at: 2 s, set: {guests.web.affinity: 7}} | guests.web.affinity: names pCPU 7",
        "- {at: 2 s, set: {'guests.web.workload[0].threads': 7}} | cannot change during a run",
        "- {at: 2 s, set: {hosts.k.domain0.weight: 7}} | has no driver domain",
      })
  void saysWhatIsWrongAndWhere(String event, String message) {
    List<String> problems = problems(event);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith("x.yaml:25:").contains(message);
  }

  @Test
  void knowsWhatEarlierEventsHaveDoneWhereverTheyStandInTheFile() {
    assertThat(problems("- {at: 3 s, pause: big}\n- {at: 2 s, fail: b}").get(0))
        .startsWith("x.yaml:25:")
        .contains("big is on a host that has failed, by the event in line 26");
    assertThat(problems("- {at: 2 s, stop: lab}\n- {at: 3 s, pause: in}").get(0))
        .contains("in has been stopped, by the event in line 25");
    assertThat(problems("- {at: 2 s, fail: b}\n- {at: 3 s, migrate: web-1, to: b}").get(0))
        .contains("names b, which has failed by the event in line 25");
  }

  @Test
  void whatIsSetStaysSetAndIsCheckedTogether() {
    Scenario scenario =
        read(
            "- {at: 3 s, set: {guests.web.weight: 300}}\n"
                + "- {at: 2 s, set: {guests.web.cap: 50 %, guests.big.weight: 10}}");
    EventSpec.Changed last = scenario.events().get(1).changed().orElseThrow();
    assertThat(last.guests().get(0).weight()).isEqualTo(300);
    assertThat(last.guests().get(0).cap()).isEqualTo(5_000);
    assertThat(last.guests().get(1).weight()).isEqualTo(10);
    assertThat(scenario.guests().get(0).weight()).isEqualTo(256);
  }

  @Test
  void eventsAreWrittenBackAsTheyWereRead() {
    Scenario scenario =
        read("- {at: 3 s, set: {guests.web.weight: 300}}\n- {at: 4 s, migrate: web-1, to: b}");
    String yaml = EffectiveScenario.yaml(scenario, PLUGINS.catalogue());
    Scenario again = new ScenarioReader(PLUGINS.catalogue()).read(yaml, "y.yaml", Path.of(""));
    assertThat(again.events())
        .extracting(EventSpec::action)
        .containsExactly("pause", "set", "migrate");
    assertThat(again.events().get(1).settings()).isEqualTo(scenario.events().get(1).settings());
    assertThat(EffectiveScenario.yaml(again, PLUGINS.catalogue())).isEqualTo(yaml);
  }

  private static final String OF_TWO_SIZES =
      """
      scenario: test
      duration: 10 s
      hosts:
        - {name: large, cpu: {cores: 2, threads: 2}, memory: 4 GiB, platform: xen}
        - {name: small, cpu: {cores: 1, threads: 2}, memory: 4 GiB, platform: xen,
           scheduler: {name: credit2, granularity: core}}
        - {name: plain, cpu: {cores: 2}, memory: 4 GiB, platform: xen, scheduler: round-robin}
      guests:
        - {name: first, vcpus: 2, memory: 1 GiB, host: large, workload: [{kind: compute}]}
        - {name: second, vcpus: 2, memory: 1 GiB, host: small, workload: [{kind: compute}]}
        - {name: anywhere, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
      events:
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{at: 1 s, set: {guests.anywhere.affinity: 3}} | guests.anywhere.affinity: names pCPU 3",
        "{at: 1 s, migrate: first, to: small} - {at: 2 s, set: {guests.first.affinity: 0}}"
            + " | guests.first.affinity: names 0, a part of a core",
        "{at: 1 s, set: {guests.first.affinity: 3}} - {at: 2 s, migrate: first, to: small}"
            + " | names small; the affinity of first names pCPU 3",
        "{at: 1 s, set: {guests.first.affinity: 1}} - {at: 2 s, migrate: first, to: small}"
            + " | names small; the affinity of first names 1, a part of a core",
        "{at: 1 s, set: {guests.first.cap: 50 %}} - {at: 2 s, migrate: first, to: plain}"
            + " | names plain; the cap of first cannot be kept by its scheduler round-robin",
        "{at: 1 s, migrate: first, to: plain} - {at: 2 s, set: {guests.first.cap: 50 %}}"
            + " | guests.first.cap: cannot be kept by its scheduler round-robin",
      })
  void whatIsSetMustSuitTheHostThatTheGuestIsOnThen(String events, String message) {
    String[] each = events.split(" - ");
    String text = OF_TWO_SIZES + "  - " + String.join("\n  - ", each) + "\n";

    ScenarioException wrong =
        catchThrowableOfType(
            ScenarioException.class,
            () -> new ScenarioReader(PLUGINS.catalogue()).read(text, "x.yaml", Path.of("")));

    assertThat(wrong).as(text).isNotNull();
    assertThat(wrong.problems()).hasSize(1);
    assertThat(wrong.problems().get(0).toString())
        .startsWith("x.yaml:" + (12 + each.length) + ":")
        .contains(message);
  }
}
