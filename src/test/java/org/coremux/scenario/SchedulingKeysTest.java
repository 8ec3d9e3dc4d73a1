package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.mux.Refusal;
import org.junit.jupiter.api.Test;

/** What a guest says to single policies. */
class SchedulingKeysTest {
  private static final long MS = 1_000_000;

  private static final String FILE =
      """
      scenario: settings
      duration: 1 s
      hosts:
        - {name: node, cpu: {cores: 2}, memory: 64 GiB, platform: kvm, scheduler: server}
      guests:
        - name: a
          count: 2
          vcpus: 2
          memory: 4 GiB
          scheduling:
            server: {budget: 6 ms}
            other: {level: 3}
          workload: [{kind: compute}]
        - {name: silent, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
      """;

  /** Two policies with settings for guests; the first has 10 ms of each processor to give. */
  private static Catalogue catalogue() {
    Catalogue base = Plugins.installed().catalogue();
    Parameter budget =
        Parameter.duration("budget", 4 * MS, Range.of(1, 100 * MS), "Of each period", "assumed");
    Parameter level = Parameter.count("level", 1, Range.of(1, 9), "Its level", "assumed");
    Catalogue.Scheduler server =
        new Catalogue.Scheduler(
            "server",
            "Serves",
            List.of(),
            "",
            "",
            List.of(budget),
            (processors, own, guests) -> {
              long leftNs = processors * 10 * MS;
              for (var guest : guests) {
                leftNs -= guest.settings() == null ? 0 : guest.settings().durationNs("budget");
                if (leftNs < 0) {
                  return List.of(new Refusal(guest.guest(), "budget", "is more than is left"));
                }
              }
              return List.of();
            });
    Catalogue.Scheduler other =
        new Catalogue.Scheduler(
            "other", "Else", List.of(), "", "", List.of(level), (n, own, guests) -> List.of());
    List<Catalogue.Scheduler> all = new java.util.ArrayList<>(base.schedulers());
    all.add(server);
    all.add(other);
    return new Catalogue(all, base.workloads(), base.platforms(), base.cpus());
  }

  private static Scenario read(String text) {
    return new ScenarioReader(catalogue()).read(text, "x.yaml", Path.of(""));
  }

  @Test
  void areKeptByPolicyAndCompletedWithDefaults() {
    List<SchedulerSpec> said = read(FILE).guests().get(0).scheduling();

    assertThat(said).extracting(SchedulerSpec::name).containsExactly("server", "other");
    assertThat(SchedulingReader.byPolicy(said).get("server").durationNs("budget"))
        .isEqualTo(6 * MS);
    assertThat(
            SchedulingReader.byPolicy(
                    read(FILE.replace("{budget: 6 ms}", "{}")).guests().get(0).scheduling())
                .get("server")
                .durationNs("budget"))
        .isEqualTo(4 * MS);
    assertThat(read(FILE).guests().get(1).scheduling()).isEmpty();
  }

  @Test
  void areWrittenSoThatTheyCanBeReadAgain() {
    String written = EffectiveScenario.yaml(read(FILE), catalogue());

    assertThat(read(written).guests()).isEqualTo(read(FILE).guests());
  }

  @Test
  void ofUnknownPoliciesAndUnknownSettingsAreRefusedByName() {
    assertThatThrownBy(() -> read(FILE.replace("other: {", "othr: {")))
        .hasMessageContaining("x.yaml:12")
        .hasMessageContaining("guests.a.scheduling.othr")
        .hasMessageContaining("did you mean `other`?");
    assertThatThrownBy(() -> read(FILE.replace("{budget:", "{bugdet:")))
        .hasMessageContaining("guests.a.scheduling.server.bugdet")
        .hasMessageContaining("allowed are budget");
    assertThatThrownBy(() -> read(FILE.replace("{budget: 6 ms}", "7")))
        .hasMessageContaining("settings are expected");
    assertThatThrownBy(() -> read(FILE.replace("6 ms", "200 ms")))
        .hasMessageContaining("guests.a.scheduling.server.budget");
  }

  @Test
  void thatThePolicyOfTheHostCannotDoAreRefusedWhereTheyStand() {
    assertThatThrownBy(() -> read(FILE.replace("6 ms", "11 ms")))
        .hasMessageContaining("x.yaml:11")
        .hasMessageContaining("guests.a.scheduling.server.budget: is more than is left");
  }

  private static final String TABLE =
      """
      scenario: table
      duration: 1 s
      hosts:
        - name: node
          cpu: {cores: 1}
          memory: 8 GiB
          platform: xen
          scheduler: {name: arinc653, schedule: "a.v0 10 ms, Domain-0.v0 2 ms"}
      guests:
        - name: a
          vcpus: 1
          memory: 1 GiB
          os: {scheduler: {name: arinc653}}
          workload: [{kind: compute}]
      """;

  @Test
  void aPolicyIsAskedWithDomain0AmongItsGuestsAndAGuestsOwnPolicyIsAskedToo() {
    assertThat(installed(TABLE).guests()).hasSize(1);
    for (String platform : List.of("kvm", "hosted")) {
      assertThatThrownBy(() -> installed(TABLE.replace("xen", platform)))
          .hasMessageContaining("hosts.node.scheduler.schedule: names Domain-0.v0")
          .hasMessageContaining("allowed: a.v0, idle");
    }
    String inGuest = "os: {scheduler: {name: arinc653, schedule: a.v0 1 ms}}";
    assertThatThrownBy(() -> installed(TABLE.replace("os: {scheduler: {name: arinc653}}", inGuest)))
        .hasMessageContaining("x.yaml:13")
        .hasMessageContaining("guests.a.os.scheduler.schedule: names a.v0, which is not here");
  }

  private static Scenario installed(String text) {
    return new ScenarioReader(Plugins.installed().catalogue()).read(text, "x.yaml", Path.of(""));
  }

  @Test
  void thePolicyNullIsANameAndNotNothing() {
    for (String scheduler : List.of("null", "'null'", "{name: null}")) {
      Scenario read =
          new ScenarioReader(Plugins.installed().catalogue())
              .read(
                  "{scenario: s, duration: 1 s, hosts: [{name: n, cpu: {cores: 2}, memory: 2 GiB,"
                      + " platform: xen, scheduler: "
                      + scheduler
                      + "}], guests: [{name: a, vcpus: 1, memory: 1 GiB,"
                      + " workload: [{kind: compute}]}]}",
                  "x.yaml",
                  Path.of(""));

      assertThat(read.hosts().get(0).scheduler().name()).isEqualTo("null");
    }
  }
}
