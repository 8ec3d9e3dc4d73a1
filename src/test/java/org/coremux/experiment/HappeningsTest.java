package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.hypervisor.Guest;
import org.coremux.mux.RunState;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a model at a time: every run here checks every invariant at every instant. */
class HappeningsTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final long MS = 1_000_000;

  private static final String SERVER =
      "{kind: server, threads: 4, arrivals: {rate: 500/s}, service: {mean: 500 us}, receives: 1,"
          + " sends: 1, reads: 1}";

  private static Scenario scenario(String platform, String guests, String... events) {
    String text =
        """
        scenario: test
        duration: 1 s
        hosts:
          - {name: node, cpu: {cores: 2, clock: 2 GHz}, memory: 64 GiB, platform: %s}
        guests: [%s]
        events: [%s]
        """
            .formatted(platform, guests, String.join(", ", events));
    return new ScenarioReader(PLUGINS.catalogue()).read(text, Path.of(""), List.of());
  }

  private static Model model(String platform, String guests, String... events) {
    return new Model(scenario(platform, guests, events), PLUGINS, new Model.Options(0, true));
  }

  private static RunResult run(String platform, String guests, String... events) {
    return new Run(model(platform, guests, events)).toEnd();
  }

  private static String guest(String name, int vcpus, String workload) {
    return "{name: %s, vcpus: %d, memory: 1 GiB, workload: [%s]}".formatted(name, vcpus, workload);
  }

  private static String hog(String name, String more) {
    return "{name: %s, vcpus: 1, memory: 1 GiB, affinity: 0, workload: [{kind: compute}]%s}"
        .formatted(name, more);
  }

  private static GuestResult guest(RunResult result, String name) {
    return result.guest(name).orElseThrow();
  }

  private static double share(RunResult result, String name) {
    return guest(result, name).time().runningNs() / 1e9;
  }

  // ---- pause, resume ----

  @ParameterizedTest
  @CsvSource({
    "bare-metal",
    "kvm",
    "xen",
    "'xen, scheduler: eevdf'",
    "'kvm, scheduler: round-robin'"
  })
  void aPausedGuestIsOfflineAndWhatComesFromOutsideWaits(String platform) {
    RunResult result =
        run(
            platform,
            guest("web", 2, SERVER) + ", " + guest("batch", 1, "{kind: compute}"),
            "{at: 200 ms, pause: web}",
            "{at: 600 ms, resume: web}");
    GuestResult web = guest(result, "web");
    long offlineNs = web.time().offlineNs();
    assertThat(offlineNs).isBetween(web.vcpus() * 399 * MS, web.vcpus() * 400 * MS);
    WorkloadResult server = web.workloads().get(0);
    assertThat(server.completed()).isBetween(400L, 600L); // those of the pause, too
    assertThat(server.latency().maxNs()).isBetween(390 * MS, 500 * MS);
    assertThat(server.dropped()).isZero();
  }

  @Test
  void nothingInAPausedGuestRunsNorIsItStealMeanwhile() {
    Model model =
        model(
            "kvm",
            hog("a", "") + ", " + hog("b", ""),
            "{at: 100 ms, pause: a}",
            "{at: 900 ms, resume: a}");
    model.simulation().runUntil(101 * MS);
    Guest a = model.guests().get(0).guest();
    long ranNs = a.loadNs();
    long waitedNs = a.scheduled().get(0).timeNs(RunState.RUNNABLE);
    model.simulation().runUntil(899 * MS);
    assertThat(a.loadNs()).isEqualTo(ranNs);
    a.scheduled().get(0).settleBooks();
    assertThat(a.scheduled().get(0).timeNs(RunState.RUNNABLE)).isEqualTo(waitedNs);
    model.simulation().runUntil(1_000 * MS);
    assertThat(a.loadNs()).isGreaterThan(ranNs);
  }

  @Test
  void aSleepThatEndsDuringAPauseEndsLate() {
    RunResult result =
        run(
            "kvm",
            guest("web", 1, "{kind: periodic, period: 10 ms, burst: 1 ms, deadline: 10 ms}"),
            "{at: 205 ms, pause: web}",
            "{at: 305 ms, resume: web}");
    WorkloadResult periodic = guest(result, "web").workloads().get(0);
    assertThat(periodic.latency().maxNs()).isGreaterThan(90 * MS);
    assertThat(periodic.completed()).isBetween(99L, 100L);
  }

  // ---- stop, fail ----

  @ParameterizedTest
  @CsvSource({"bare-metal", "kvm", "xen", "'xen, scheduler: eevdf'"})
  void aStoppedGuestLeavesWhatIsUnderWayUnfinished(String platform) {
    RunResult result = run(platform, guest("web", 2, SERVER), "{at: 500 ms, stop: web}");
    WorkloadResult server = guest(result, "web").workloads().get(0);
    assertThat(server.completed()).isBetween(150L, 350L);
    assertThat(server.dropped()).isZero();
    assertThat(server.unfinished()).isLessThan(10);
  }

  @ParameterizedTest
  @CsvSource({"bare-metal", "bare-metal-dedicated", "kvm", "xen", "'xen, scheduler: eevdf'"})
  void aFailedHostIdlesAndDropsAndCountsWhatComes(String platform) {
    Model model =
        model(
            platform,
            guest("web", 2, SERVER) + ", " + guest("batch", 2, "{kind: compute, threads: 2}"),
            "{at: 500 ms, fail: node}");
    RunResult result = new Run(model).toEnd();
    WorkloadResult server = guest(result, "web").workloads().get(0);
    assertThat(server.dropped()).isBetween(150L, 350L);
    assertThat(server.completed() + server.unfinished() + server.dropped()).isBetween(400L, 600L);
    for (GuestResult guest : result.guests()) {
      assertThat(guest.time().offlineNs()).isGreaterThan(guest.vcpus() * 499 * MS);
    }
    HostResult host = result.hosts().get(0);
    assertThat(host.time().idleNs()).isGreaterThan(host.pcpus() * 499 * MS);
    assertThat(model.hosts().get(0).hasFailed()).isTrue();
  }

  @Test
  void aGuestThatFailsLeavesTheOthersAlone() {
    RunResult result =
        run("xen", guest("web", 2, SERVER) + ", " + hog("batch", ""), "{at: 500 ms, fail: web}");
    assertThat(guest(result, "web").time().offlineNs()).isGreaterThan(2 * 499 * MS);
    assertThat(guest(result, "batch").time().offlineNs()).isZero();
  }

  // ---- set ----

  @ParameterizedTest
  @CsvSource({"bare-metal", "kvm", "xen", "'xen, scheduler: eevdf'", "'kvm, scheduler: credit2'"})
  void aWeightThatIsSetCountsFromThenOn(String platform) {
    String guests = hog("a", "") + ", " + hog("b", "");
    RunResult result = run(platform, guests, "{at: 500 ms, set: {guests.a.weight: 768}}");
    assertThat(share(result, "a")).isCloseTo(0.25 + 0.375, within(0.02));
    assertThat(share(result, "b")).isCloseTo(0.25 + 0.125, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"bare-metal", "kvm", "xen", "'xen, scheduler: eevdf'", "'kvm, scheduler: credit2'"})
  void aCapThatIsSetAndAnotherCountFromThenOn(String platform) {
    RunResult result =
        run(
            platform,
            hog("a", ""),
            "{at: 200 ms, set: {guests.a.cap: 50 %}}",
            "{at: 600 ms, set: {guests.a.cap: 10 %}}");
    assertThat(share(result, "a")).isCloseTo(0.2 + 0.2 + 0.04, within(0.04));
  }

  @ParameterizedTest
  @CsvSource({
    "bare-metal",
    "kvm",
    "xen",
    "'xen, scheduler: eevdf'",
    "'kvm, scheduler: round-robin'"
  })
  void anAffinityThatIsSetMovesThoseWhoRunAndThoseWhoWait(String platform) {
    Model model =
        model(
            platform,
            hog("a", "") + ", " + hog("b", "") + ", " + guest("c", 1, "{kind: compute}"),
            "{at: 300 ms, set: {guests.a.affinity: 1}}",
            "{at: 600 ms, set: {guests.a.affinity: 0, guests.b.affinity: 1}}");
    RunResult result = new Run(model).toEnd();
    double all = share(result, "a") + share(result, "b") + share(result, "c");
    assertThat(all).isCloseTo(2, within(0.03)); // nobody is left behind
    assertThat(model.guests().get(0).guest().scheduled().get(0).processor().index()).isZero();
    assertThat(model.guests().get(1).guest().scheduled().get(0).processor().index()).isOne();
  }

  @Test
  void theWeightOfAContainerMayBeSet() {
    String groups =
        "{name: web, vcpus: 1, memory: 1 GiB, groups: ["
            + "{name: x, workload: [{kind: compute}]}, {name: y, workload: [{kind: compute}]}]}";
    List<Long> worked = new ArrayList<>();
    Model model = model("kvm", groups, "{at: 0 s, set: {guests.web.groups.x.weight: 300}}");
    new Run(model).toEnd();
    model
        .guests()
        .get(0)
        .guest()
        .os()
        .threads()
        .forEach(thread -> worked.add(thread.schedulable().workNs()));
    assertThat((double) worked.get(0) / worked.get(1)).isCloseTo(3, within(0.1));
  }

  @Test
  void theWeightOfTheDriverDomainMayBeSet() {
    Model model =
        model("xen", guest("web", 1, SERVER), "{at: 10 ms, set: {hosts.node.domain0.weight: 999}}");
    new Run(model).toEnd();
    assertThat(model.hosts().get(0).domain0().scheduled().get(0).weight()).isEqualTo(999);
  }

  @Test
  void arrivalsServiceAndClientsMayBeSet() {
    String clients = "{kind: clients, clients: 5, think: 10 ms, service: 10 us}";
    RunResult result =
        run(
            "kvm",
            guest("web", 1, SERVER) + ", " + guest("shop", 1, clients),
            "{at: 100 ms, set: {'guests.web.workload[0].arrivals.rate': 2000/s,"
                + " 'guests.web.workload[0].service.mean': 50 us}}",
            "{at: 200 ms, set: {'guests.shop.workload[0].clients': 20}}",
            "{at: 600 ms, set: {'guests.shop.workload[0].clients': 1}}");
    assertThat(guest(result, "web").workloads().get(0).completed()).isBetween(1_700L, 2_000L);
    // 5 x 20 and 20 x 40 and 1 x 40 cycles of a little more than 10 ms
    assertThat(guest(result, "shop").workloads().get(0).completed()).isBetween(850L, 940L);
  }

  @Test
  void allGuestsOfAnEntryAreMeantByItsName() {
    String two =
        "{name: web, count: 2, vcpus: 1, memory: 1 GiB, affinity: 0, workload: [{kind: compute}]}";
    RunResult result = run("kvm", two + ", " + hog("b", ""), "{at: 0 s, pause: web}");
    assertThat(share(result, "web-1") + share(result, "web-2")).isLessThan(0.001);
    assertThat(share(result, "b")).isGreaterThan(0.99);
  }

  // ---- guests in guests ----

  @ParameterizedTest
  @CsvSource({"kvm, kvm", "bare-metal, kvm", "kvm, bare-metal"})
  void aGuestInAGuestStandsWithItAndAlone(String host, String inner) {
    String lab =
        ("{name: lab, vcpus: 2, memory: 8 GiB, platform: %s, guests: [%s, %s]}")
            .formatted(
                inner, guest("in", 1, "{kind: compute}"), guest("too", 1, "{kind: compute}"));
    RunResult result =
        run(
            host,
            lab,
            "{at: 200 ms, pause: in}",
            "{at: 300 ms, pause: lab}",
            "{at: 400 ms, resume: in}",
            "{at: 600 ms, resume: lab}");
    assertThat(share(result, "in")).isCloseTo(0.2 + 0.4, within(0.01));
    assertThat(share(result, "too")).isCloseTo(0.3 + 0.4, within(0.01));
  }

  // ---- in all ----

  @Test
  void sameEventsSameBytesCheckedOrNot() {
    String guests = guest("web", 2, SERVER) + ", " + hog("batch", "");
    String[] events = {
      "{at: 100 ms, pause: web}",
      "{at: 200 ms, resume: web}",
      "{at: 300 ms, set: {guests.batch.cap: 20 %}}",
      "{at: 700 ms, fail: node}"
    };
    RunResult checked = run("xen", guests, events);
    Model plain = new Model(scenario("xen", guests, events), PLUGINS, Model.Options.NORMAL);
    RunResult again = new Run(plain).toEnd();
    assertThat(again).isEqualTo(checked);
    assertThat(again.happened())
        .extracting(Happened::words)
        .containsExactly("pause web", "resume web", "set guests.batch.cap to 20 %", "fail node");
  }
}
