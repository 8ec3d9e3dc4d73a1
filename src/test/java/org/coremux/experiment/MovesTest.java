package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest that moves: every run here checks every invariant at every instant. */
class MovesTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final long MS = 1_000_000;

  /** 8 MiB over 10 Gbit/s; handling pages takes more. */
  private static final long COPY_NS = 6_710_887;

  private static final String FAST = " rate: {max: 10 Gbit/s}, restart: 0 s";

  private static final String LOAD =
      "{kind: server, threads: 4, arrivals: {rate: 900/s}, service: {mean: 300 us}, receives: 2,"
          + " sends: 3, reads: 2}, {kind: periodic, period: 7 ms, burst: 200 us},"
          + " {kind: on-off, burst: 300 us, sleep: 1 ms,"
          + " operations: {systemCall: 20_000/s, kernelShare: 20 %}}";

  private static Scenario scenario(String platform, String more, String... events) {
    return read(text(platform, more, events));
  }

  private static Scenario read(String text) {
    return new ScenarioReader(PLUGINS.catalogue()).read(text, Path.of(""), List.of());
  }

  private static String text(String platform, String more, String... events) {
    return """
        scenario: test
        warmup: 100 ms
        duration: 900 ms
        hosts:
          - {name: a, cpu: {cores: 2, clock: 2 GHz}, memory: 64 GiB, platform: %s}
          - {name: b, cpu: {cores: 3, clock: 3 GHz}, memory: 64 GiB, platform: %s}
        guests:
          - {name: web, host: a, vcpus: 2, memory: 8 MiB, workload: [%s] %s}
          - {name: here, host: a, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
          - {name: there, host: b, vcpus: 2, memory: 1 GiB, workload: [{kind: compute, threads: 2}]}
        events: [%s]
        """
        .formatted(platform, platform, LOAD, more, String.join(", ", events));
  }

  private static Model model(String platform, String more, String... events) {
    return new Model(scenario(platform, more, events), PLUGINS, new Model.Options(0, true));
  }

  private static String move(int atMs, String to) {
    return "{at: " + atMs + " ms, migrate: web, to: " + to + ", by: stop-and-copy," + FAST + "}";
  }

  private static String[] backAndForth() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.add(move(30 + 45 * i, i % 2 == 0 ? "b" : "a"));
    }
    return events.toArray(String[]::new);
  }

  private static GuestResult web(RunResult result) {
    return result.guest("web").orElseThrow();
  }

  /** It is put on a, which has two pCPUs; b, to which it is on its way then, has three. */
  @Test
  void anAffinityThatOnlyTheOtherHostHasHoldsFromItsArrival() {
    String pin = "{at: 103 ms, set: {guests.web.affinity: 2}}";
    String placed = text("kvm", "", move(100, "b"), pin).replace("web, host: a", "web");
    Inspector inspector = new Inspector(read(placed), PLUGINS);
    Guest web = inspector.model().guests().get(0).guest();

    inspector.runTo(104 * MS);
    assertThat(web.host().name()).isEqualTo("a");
    inspector.runTo(200 * MS);

    assertThat(web.host().name()).isEqualTo("b");
    assertThat(web.scheduled()).allMatch(vcpu -> vcpu.processor().index() == 2);
  }

  /** The usual budget is longer than that period; only the policy of the other host knows it. */
  @Test
  void whatThePolicyOfTheOtherHostCannotDoIsRefused() {
    String rtds = text("xen", ", scheduling: {rtds: {period: 1 ms}}", move(100, "b"));
    String there =
        rtds.replace(
            "64 GiB, platform: xen}\nguests",
            "64 GiB, platform: xen," + " scheduler: rtds}\nguests");

    assertThatThrownBy(() -> read(there))
        .hasMessageContaining("the rtds")
        .hasMessageContaining("web");
  }

  @ParameterizedTest
  @CsvSource({
    "kvm",
    "xen",
    "'kvm, scheduler: credit2'",
    "'xen, scheduler: eevdf'",
    "esxi",
    "'xen, scheduler: round-robin'"
  })
  void nothingIsLostOverTwentyMoves(String platform) {
    Model model = model(platform, "", backAndForth());
    RunResult result = new Run(model).toEnd();
    Model stays = model(platform, "");
    RunResult quiet = new Run(stays).toEnd();
    WorkloadResult server = web(result).workloads().get(0);
    WorkloadResult still = web(quiet).workloads().get(0);
    // As many have been asked as of the guest that stays: the draws are the same.
    long asked = server.completed() + server.unfinished() + server.dropped();
    long askedStill = still.completed() + still.unfinished() + still.dropped();
    assertThat(asked).isCloseTo(askedStill, within(10L)); // under way when the warm-up ended
    assertThat(server.dropped()).isZero();
    assertThat(web(result).host()).isEqualTo("a");
    assertThat(web(result).stays()).extracting(Stay::host).containsExactly("a", "b");
    assertThat(web(result).time().offlineNs()).isGreaterThan(17 * 2 * COPY_NS);
  }

  @ParameterizedTest
  @CsvSource({"kvm", "xen"})
  void eachHostHasInItsBooksWhatHappenedThere(String platform) {
    RunResult result = new Run(model(platform, "", move(500, "b"))).toEnd();
    GuestTime onA = web(result).timeOn("a").orElseThrow();
    GuestTime onB = web(result).timeOn("b").orElseThrow();
    assertThat(onA.totalNs() + onB.totalNs()).isEqualTo(2 * 900 * MS);
    assertThat(onA.totalNs()).isBetween(2 * 406 * MS, 2 * 425 * MS); // with the copy
    assertThat(onA.offlineNs()).isGreaterThanOrEqualTo(2 * COPY_NS - 100_000);
    assertThat(web(result).host()).isEqualTo("b");
    for (Series.HostSeries host : result.series().orElseThrow().hosts()) {
      assertThat(host.guests()).extracting(Series.Band::name).contains("web");
    }
  }

  @Test
  void whatComesDuringTheMoveWaitsAndIsServedWhereTheGuestIsThen() {
    RunResult result = new Run(model("kvm", "", move(500, "b"))).toEnd();
    assertThat(web(result).workloads().get(0).latency().maxNs()).isGreaterThan(COPY_NS);
  }

  @Test
  void itsWeightAndCapGoWithIt() {
    RunResult result = new Run(model("kvm", ", cap: 20 %", move(100, "b"))).toEnd();
    assertThat(web(result).time().runningNs()).isBetween(150 * MS, 200 * MS);
    assertThat(web(result).time().cappedNs()).isGreaterThan(100 * MS);
  }

  @Test
  void aGuestWhoseTargetFailsMeanwhileGoesOnWhereItIs() {
    Model model = model("kvm", "", move(500, "b"), "{at: 502 ms, fail: b}");
    RunResult result = new Run(model).toEnd();
    assertThat(web(result).host()).isEqualTo("a");
    assertThat(web(result).time().offlineNs()).isLessThan(2 * 8 * MS);
    assertThat(model.failures())
        .containsExactly(
            "events: at 500 ms, migrate web to b: b has failed, and web stays where it is");
  }

  @Test
  void aGuestThatStillMovesIsNotMovedAgain() {
    Model model = model("kvm", "", move(500, "b"), move(502, "a"));
    RunResult result = new Run(model).toEnd();
    assertThat(web(result).host()).isEqualTo("b");
    assertThat(model.failures())
        .containsExactly(
            "events: at 502 ms, migrate web to a: web was still on its way to another host");
  }

  @Test
  void aGuestThatFailsOnItsWayDoesNotArrive() {
    Model model = model("xen", "", move(500, "b"), "{at: 502 ms, fail: web}");
    RunResult result = new Run(model).toEnd();
    assertThat(web(result).host()).isEqualTo("a");
    assertThat(web(result).time().offlineNs()).isGreaterThan(2 * 497 * MS);
    assertThat(web(result).workloads().get(0).dropped()).isGreaterThan(300);
  }

  @Test
  void aPausedGuestMovesAndStaysPaused() {
    Model model =
        model("kvm", "", "{at: 300 ms, pause: web}", move(400, "b"), "{at: 600 ms, resume: web}");
    RunResult result = new Run(model).toEnd();
    assertThat(web(result).host()).isEqualTo("b");
    assertThat(web(result).time().offlineNs()).isBetween(2 * 299 * MS, 2 * 300 * MS);
  }

  @Test
  void onlyHostsBetweenWhichGuestsMoveAreOneSite() {
    assertThat(model("kvm", "").simulation().sites()).hasSize(2);
    Model moving = model("kvm", "", move(500, "b"));
    assertThat(moving.simulation().sites()).hasSize(1);
    assertThat(moving.simulation().sites().get(0).name()).isEqualTo("a+b");
  }

  @Test
  void aGuestThatIsNotAtRestCannotLeave() {
    Model model = model("kvm", "", move(500, "b"));
    Host a = model.hosts().get(0);
    Guest web = model.guests().get(0).guest();
    model.simulation().runUntil(10 * MS);
    assertThatThrownBy(() -> a.release(web))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("web cannot leave a now");
  }

  @Test
  void movedOrNotTheSameBytesWhoeverWatches() {
    RunResult checked = new Run(model("xen", "", backAndForth())).toEnd();
    Model watched =
        new Model(
            scenario("xen", "", backAndForth()),
            PLUGINS,
            Observation.options(Model.Options.NORMAL));
    for (Host host : watched.hosts()) {
      Observation.of(host, List.of((now, p, s, from, to) -> {}));
    }
    assertThat(new Run(watched).toEnd()).isEqualTo(checked);
  }
}
