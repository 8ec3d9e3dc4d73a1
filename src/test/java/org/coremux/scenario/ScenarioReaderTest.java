package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Step;
import org.coremux.hypervisor.MemorySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scenario file means. */
class ScenarioReaderTest {

  /** Every key of the format. */
  static final String EVERYTHING =
      """
      scenario: everything
      question: "What can be said? Quotes: \\" and tabs: \\t."
      seed: 9
      warmup: 1 s
      until: finished
      limit: 2 h
      hosts:
        - name: node
          count: 2
          cpu: {sockets: 2, cores: 4, threads: 2, clock: 3.1 GHz}
          memory: 64 GiB
          platform: xen
          scheduler: {name: credit2, ratelimit: 2 ms, balance: 1.25, headroom: 1.5 %}
          domain0: {vcpus: 2, weight: 512, affinity: 0-1}
          remoteMemory: 170 %
        - name: laptop
          cpu: epyc-7543
          memory: 1.5 TiB
          platform: kvm
          background:
            - {kind: on-off, burst: {mean: 2 ms, distribution: lognormal, cv: 1.5},
               sleep: {min: 1 ms, max: 3 ms, distribution: uniform}, stream: daemon}
        - name: spare
          cpu: {cores: 4}
          memory: 8 GiB
          platform: kvm
          overcommit: {memory: 150 %, sharing: false, balloon: false, idleTax: 50 %,
                       scan: 5_000/s, swap: {mean: 5 ms, distribution: exponential}}
      guests:
        - name: web
          count: 3
          vcpus: 2
          memory: 4 GiB
          weight: 300
          cap: 150 %
          affinity: 0-3,6
          pages: {touched: 3 GiB, active: 1 GiB, references: 20_000/s, identical: 20 %,
                  content: linux, shares: 500, min: 1 GiB, node: 1, memoryBound: 40 %,
                  writes: {hot: 8 MiB, hotRate: 30_000/s, rate: 2_000/s}}
          host: node-1
          os: {scheduler: {name: eevdf, preset: 6.12, baseSlice: 3 ms}, tick: 1 ms,
               stealClock: false}
          start: 500 ms
          stop: 1 h
          workload:
            - {kind: server, threads: 8, arrivals: {rate: 800/s}, service: {mean: 1 ms}}
            - {kind: clients, clients: 20, think: 1 s, service: {mean: 3 ms, shape: 4,
               distribution: erlang}, queue: 100}
          groups:
            - name: app
              weight: 50
              cap: 50 %
              workload: [{kind: batch, jobs: 3, work: 1 s,
                          arrivals: {mean: 2 s, distribution: constant}}]
              groups: [{name: inner, workload: [{kind: compute, work: 3 s}]}]
        - name: "a.out 1"
          vcpus: 1
          memory: 512 MiB
          host: laptop
          workload:
            - {kind: periodic, period: 10 ms, burst: 2 ms, deadline: 8 ms}
            - {kind: program, steps: [{compute: 2 ms}, {sleep: {mean: 3 ms,
               distribution: exponential}}], repeat: 5}
          platform: kvm
          guests: [{name: inside, vcpus: 1, memory: 1 MiB, workload: [{kind: compute}]}]
      events:
        - {at: 5 s, migrate: web-1, to: node-2}
        - {at: 8 s, set: {guests.web.weight: 1024}}
        - {at: 9 s, pause: web-2}
      """;

  private final ScenarioReader reader = new ScenarioReader(TestCatalogue.catalogue());
  private final ScenarioReader everything = new ScenarioReader(TestCatalogue.catalogue());

  @Test
  void fillsInEveryDefault() {
    Scenario scenario = read("");

    HostSpec host = scenario.hosts().get(0);
    GuestSpec guest = scenario.guests().get(0);
    assertThat(scenario.seed()).isEqualTo(1);
    assertThat(scenario.warmupNs()).isZero();
    assertThat(host.platform()).isEqualTo("bare-metal");
    assertThat(host.scheduler().name()).isEqualTo("eevdf");
    assertThat(host.cpu()).isEqualTo(new CpuSpec("", 1, 4, 1, 1, 2_600_000_000L));
    assertThat(host.domain0()).isEmpty();
    assertThat(guest.weight()).isEqualTo(256);
    assertThat(guest.cap()).isZero();
    assertThat(guest.affinity().isAll()).isTrue();
    assertThat(guest.os().tickNs()).isEqualTo(4_000_000);
    assertThat(guest.stopNs()).isEqualTo(GuestSpec.NEVER);
    assertThat(guest.workload().get(0).threads()).isEqualTo(1);
  }

  @Test
  void readsEveryKeyOfTheFormat() {
    Scenario scenario = everything.read(EVERYTHING, "x.yaml", Path.of(""));

    HostSpec xen = scenario.hosts().get(0);
    GuestSpec web = scenario.guests().get(0);
    assertThat(scenario.isUntilFinished()).isTrue();
    assertThat(scenario.limitNs()).isEqualTo(7_200_000_000_000L);
    assertThat(xen.cpu().pcpus()).isEqualTo(16);
    assertThat(xen.scheduler().parameters().factor("balance")).isEqualTo(1.25);
    assertThat(xen.scheduler().parameters().percent("headroom")).isEqualTo(150);
    assertThat(xen.domain0().get().affinity().indices()).containsExactly(0, 1);
    HostSpec spare = scenario.hosts().get(2);
    assertThat(spare.memoryOvercommit()).isEqualTo(15_000);
    assertThat(xen.remoteMemory()).isEqualTo(17_000);
    assertThat(spare.overcommit().orElseThrow().reclaim())
        .isEqualTo(
            new MemorySpec.Reclaim(
                false, false, 5_000, 5_000, Distribution.exponential(5_000_000)));
    assertThat(scenario.hosts().get(1).cpu().pcpus()).isEqualTo(128);
    assertThat(scenario.hosts().get(1).background()).hasSize(1);
    assertThat(web.cap()).isEqualTo(15_000);
    assertThat(web.affinity().indices()).containsExactly(0, 1, 2, 3, 6);
    assertThat(web.os().stealClock()).isFalse();
    assertThat(web.os().scheduler().parameters().choice("preset")).isEqualTo("6.12");
    assertThat(web.groups().get(0).groups().get(0).name()).isEqualTo("inner");
    assertThat(scenario.guests().get(1).guests()).hasSize(1);
    assertThat(scenario.events())
        .extracting(EventSpec::action)
        .containsExactly("migrate", "set", "pause");
    assertThat(scenario.events().get(1).settings()).containsEntry("guests.web.weight", "1024");
  }

  @Test
  void drawsArrivalsServiceAndThinkTimesExponentiallyAndTheRestConstantly() {
    Scenario scenario = everything.read(EVERYTHING, "x.yaml", Path.of(""));

    List<WorkloadSpec> web = scenario.guests().get(0).workload();
    assertThat(web.get(0).written().get("arrivals"))
        .isEqualTo("{rate: 800/s, distribution: exponential}");
    assertThat(web.get(0).written().get("service"))
        .isEqualTo("{mean: 1 ms, distribution: exponential}");
    assertThat(web.get(0).parameters().random("arrivals").meanNs()).isEqualTo(1_250_000);
    // A plain time is constant wherever it stands.
    assertThat(web.get(1).written().get("think")).isEqualTo("1 s");
    assertThat(web.get(0).parameters().count("queue")).isEqualTo(1_000_000);
  }

  @Test
  void readsStepsInOrder() {
    Scenario scenario = everything.read(EVERYTHING, "x.yaml", Path.of(""));

    List<Step> steps = scenario.guests().get(1).workload().get(1).parameters().steps("steps");
    assertThat(steps).extracting(Step::kind).containsExactly(Step.Kind.COMPUTE, Step.Kind.SLEEP);
    assertThat(steps.get(1).amount().meanNs()).isEqualTo(3_000_000);
  }

  @Test
  void drawsFromMeasuredTimes(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("times.txt"), "1 ms\n\n3 ms # slow\n");
    Scenario scenario =
        reader.read(
            text("")
                .replace(
                    "{kind: compute}",
                    "{kind: on-off, sleep: 1 ms, burst: "
                        + "{file: times.txt, distribution: empirical}}"),
            "x.yaml",
            folder);

    assertThat(scenario.guests().get(0).workload().get(0).parameters().random("burst").meanNs())
        .isEqualTo(2_000_000, within(0.0));
  }

  @Test
  void saysWhichLineOfMeasuredTimesIsWrong(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("times.txt"), "1 ms\n3\n");

    assertThatThrownBy(
            () ->
                reader.read(
                    text("")
                        .replace(
                            "{kind: compute}",
                            "{kind: on-off, sleep: 1 ms, burst: {file: times.txt, distribution:"
                                + " empirical}}"),
                    "x.yaml",
                    folder))
        .hasMessage(
            folder.resolve("times.txt")
                + ":2:1: `3` has no unit; allowed are "
                + "ns, us, µs, ms, s, min, h, d, as in 30 ms");
  }

  @Test
  void allowsAnchorsAndMergeKeys() {
    Scenario scenario =
        reader.read(
            """
            scenario: anchors
            duration: 1 s
            hosts: [{name: node, cpu: {cores: 4}, memory: 64 GiB}]
            guests:
              - &web {name: web, vcpus: 2, memory: 4 GiB, workload: &w [{kind: compute}]}
              - {<<: *web, name: db, vcpus: 1}
              - {name: app, vcpus: 1, memory: 1 GiB, workload: *w}
            """,
            "x.yaml",
            Path.of(""));

    assertThat(scenario.guests()).extracting(GuestSpec::vcpus).containsExactly(2, 1, 1);
    assertThat(scenario.guests().get(1).memoryBytes()).isEqualTo(4L << 30);
  }

  @Test
  void takesNumbersAsNames() {
    assertThat(
            reader
                .read(text("").replace("scenario: x", "scenario: 2026.10"), "x.yaml", Path.of(""))
                .name())
        .isEqualTo("2026.10");
  }

  @Test
  void runsUntilFinishedForADayAtMostUnlessSaid() {
    Scenario scenario =
        reader.read(
            text("")
                .replace("duration: 1 s", "until: finished")
                .replace("{kind: compute}", "{kind: compute, work: 5 s}"),
            "x.yaml",
            Path.of(""));

    assertThat(scenario.measuredNsMax()).isEqualTo(86_400_000_000_000L);
    assertThat(scenario.durationNs()).isZero();
  }

  @Test
  void allowsTheLongestRunWithoutOverflow() {
    Scenario scenario =
        reader.read(
            text("warmup: 366 d").replace("duration: 1 s", "duration: 366 d"),
            "x.yaml",
            Path.of(""));

    assertThat(Math.addExact(scenario.warmupNs(), scenario.measuredNsMax())).isPositive();
  }

  @Test
  void keepsMessagesShortHoweverManyProblemsThereAre() {
    StringBuilder text = new StringBuilder(text(""));
    for (int i = 0; i < 500; i++) {
      text.append("nonsense").append(i).append(": 1\n");
    }

    assertThatThrownBy(() -> reader.read(text.toString(), "x.yaml", Path.of("")))
        .isInstanceOfSatisfying(
            ScenarioException.class,
            wrong -> {
              assertThat(wrong.problems()).hasSize(101);
              assertThat(wrong).hasMessageEndingWith("x.yaml: and 400 more problems");
            });
  }

  @Test
  void takesAPlatformFromAUsersFile(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("mine.yaml"), "platform: mine\nextends: kvm\nsummary: A KVM of my own\n");
    String text = text("").replace("memory: 64 GiB", "memory: 64 GiB, platform: mine.yaml");

    Scenario scenario = reader.read(text, "x.yaml", folder);

    HostSpec host = scenario.hosts().get(0);
    assertThat(host.platform()).isEqualTo(folder.resolve("mine.yaml").toString());
    assertThat(host.scheduler().name()).isEqualTo("eevdf");
    assertThat(
            reader.read(EffectiveScenario.yaml(scenario, TestCatalogue.catalogue()), "y", folder))
        .isEqualTo(scenario);
  }

  @Test
  void saysWhichLineOfAUsersPlatformIsWrong(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("mine.yaml"), "platform: mine\nextends: kwm\n");
    String text = text("").replace("memory: 64 GiB", "memory: 64 GiB, platform: mine.yaml");

    assertThatThrownBy(() -> reader.read(text, "x.yaml", folder))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith(folder.resolve("mine.yaml") + ":2:10: extends: is `kwm`");
  }

  private Scenario read(String more) {
    return reader.read(text(more), "x.yaml", Path.of(""));
  }

  static String text(String more) {
    return """
    scenario: x
    duration: 1 s
    hosts: [{name: node, cpu: {cores: 4}, memory: 64 GiB}]
    guests: [{name: web, vcpus: 2, memory: 4 GiB, workload: [{kind: compute}]}]
    """
        + more
        + "\n";
  }
}
