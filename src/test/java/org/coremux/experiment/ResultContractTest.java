package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.experiment.Scene.guest;
import static org.coremux.experiment.Scene.workload;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the format of results says of running models, sentence by sentence. */
class ResultContractTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final String SERVER =
      "kind: server, threads: 3, arrivals: {rate: 400/s}, service: {mean: 2 ms}";
  private static final String TURNS =
      "kind: on-off, threads: 2, burst: {mean: 3 ms, distribution: exponential}, sleep: 2 ms";

  static Stream<String> platforms() {
    return Platforms.names().stream();
  }

  /** Two guests of one entry, one that ends, one that begins late and stops early. */
  private static Scene mixed(String platform) {
    return Scene.on(platform)
        .cpu("{cores: 2, threads: 2, clock: 2 GHz}")
        .policy("{name: eevdf}")
        .also("warmup: 100 ms")
        .guest("web", 2, List.of("count: 2", "cap: 80 %"), SERVER, TURNS)
        .guest("job", 1, "kind: compute, threads: 2, work: 150 ms")
        .guest("guest", 2, List.of("start: 300 ms", "stop: 900 ms"), "kind: compute, threads: 3");
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void timesAddUpExactly(String platform) {
    RunResult result = mixed(platform).run();

    for (GuestResult guest : result.guests()) {
      GuestTime time = guest.time();
      assertThat(time.runningNs() + time.runnableNs() + time.blockedNs() + time.offlineNs())
          .isEqualTo(guest.vcpus() * SECOND);
      assertThat(time.waitingNs() + time.cappedNs() + time.costoppedNs())
          .isEqualTo(time.runnableNs());
    }
    HostResult host = result.hosts().get(0);
    assertThat(host.time().totalNs()).isEqualTo(host.pcpus() * SECOND);
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void stealIsRunnableOfWhatWantedToRun(String platform) {
    RunResult result = mixed(platform).run();

    long runnableNs = 0;
    long wantedNs = 0;
    for (GuestResult guest : result.guests()) {
      GuestTime time = guest.time();
      long wanted = time.runningNs() + time.runnableNs();
      assertThat(guest.steal()).isEqualTo(ratio(time.runnableNs(), wanted));
      runnableNs += time.runnableNs();
      wantedNs += wanted;
    }
    assertThat(result.steal(result.hosts().get(0))).isEqualTo(ratio(runnableNs, wantedNs));
  }

  private static BigDecimal ratio(long part, long whole) {
    return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP);
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void utilisationIsWhatIsNotIdle(String platform) {
    HostResult host = mixed(platform).run().hosts().get(0);

    long elapsedNs = host.pcpus() * SECOND;
    assertThat(host.utilisation()).isEqualTo(ratio(elapsedNs - host.time().idleNs(), elapsedNs));
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void groupsAreSumsOfTheirGuests(String platform) {
    RunResult result = mixed(platform).run();

    assertThat(result.groups()).hasSize(3);
    GuestResult web = result.groups().get(0).totals();
    GuestResult one = guest(result, "web-1");
    GuestResult two = guest(result, "web-2");
    assertThat(web.vcpus()).isEqualTo(one.vcpus() + two.vcpus());
    assertThat(web.time()).isEqualTo(one.time().plus(two.time()));
    assertThat(web.workNs()).isEqualTo(one.workNs() + two.workNs());
    assertThat(web.exits()).isEqualTo(one.exits().plus(two.exits()));
    assertThat(web.overheadNs()).isEqualTo(one.overheadNs().plus(two.overheadNs()));
    assertThat(web.dispatchLatency().count())
        .isEqualTo(one.dispatchLatency().count() + two.dispatchLatency().count());
    Latency all = web.workloads().get(0).latency();
    assertThat(all.count())
        .isEqualTo(one.workloads().get(0).completed() + two.workloads().get(0).completed());
    assertThat(all.maxNs())
        .isEqualTo(
            Math.max(
                one.workloads().get(0).latency().maxNs(),
                two.workloads().get(0).latency().maxNs()));
  }

  @ParameterizedTest
  @CsvSource({
    "bare-metal, false",
    "bare-metal-dedicated, false",
    "xen, true",
    "kvm, true",
    "hosted, true"
  })
  void exitsAreCountedWhereThereAreVirtualMachines(String platform, boolean virtual) {
    GuestResult web = guest(mixed(platform).run(), "web-1");

    assertThat(web.exits().parts().isEmpty()).isEqualTo(!virtual);
    assertThat(web.exits().total() > 0).isEqualTo(virtual);
    assertThat(web.overheadNs().amount("exit") > 0).isEqualTo(virtual);
  }

  @ParameterizedTest
  @CsvSource({"bare-metal, 5", "bare-metal-dedicated, 5", "xen, 2", "kvm, 2", "hosted, 2"})
  void aProcessHasItsThreadsForVcpus(String platform, int vcpus) {
    assertThat(guest(mixed(platform).run(), "web-1").vcpus()).isEqualTo(vcpus);
  }

  @ParameterizedTest
  @CsvSource({"bare-metal, 2", "bare-metal-dedicated, 2"})
  void aThreadThatHasEndedIsOffline(String platform, int threads) {
    RunResult result =
        Scene.on(platform)
            .cores(2)
            .guest("job", 2, "kind: compute, threads: 2, work: 100 ms")
            .run();

    GuestTime time = guest(result, "job").time();
    assertThat(time.offlineNs()).isBetween(threads * 899 * MS, threads * 900 * MS);
    assertThat(guest(result, "job").workNs()).isEqualTo(200 * MS);
  }

  @Test
  void domain0IsBesideTheGuestsAndItsTimeIsTheHosts() {
    RunResult result = mixed("xen").run();

    assertThat(result.guests()).extracting(GuestResult::name).doesNotContain("Domain-0");
    GuestResult domain0 = result.hosts().get(0).domain0().orElseThrow();
    assertThat(domain0.time().totalNs()).isEqualTo(domain0.vcpus() * SECOND);
    assertThat(mixed("kvm").run().hosts().get(0).domain0()).isEmpty();
  }

  @Test
  void aFigureThatDoesNotExistIsNone() {
    RunResult result = Scene.on("free-virtual").guest("a", 1, "kind: compute").run();

    assertThat(workload(result, "a").latency()).isEqualTo(Latency.NONE);
    assertThat(guest(result, "a").steal()).isEqualTo(BigDecimal.ZERO.setScale(6));
  }

  @Test
  void onlyWorkloadsThatTheFormatNamesHaveALatency() {
    RunResult result =
        Scene.on("kvm")
            .guest(
                "a",
                1,
                "kind: program, steps: [{compute: 1 ms}, {sleep: 1 ms}]",
                TURNS,
                "kind: compute, work: 1 ms")
            .run();

    assertThat(guest(result, "a").workloads())
        .allMatch(done -> done.completed() > 0 && done.latency().count() == 0);
  }

  @Test
  void theWarmUpCountsForEventsAndHashAlone() {
    String every = "kind: periodic, period: 10 ms, burst: 4 ms";
    RunResult warm = Scene.on("free-virtual").also("warmup: 1 s").guest("a", 1, every, every).run();
    RunResult cold = Scene.on("free-virtual").guest("a", 1, every, every).run();
    RunResult both =
        Scene.on("free-virtual").window("duration: 2 s").guest("a", 1, every, every).run();

    assertThat(guest(warm, "a").time()).isEqualTo(guest(cold, "a").time());
    assertThat(guest(warm, "a").workNs()).isEqualTo(guest(cold, "a").workNs());
    assertThat(guest(warm, "a").workloads().get(1).latency())
        .isEqualTo(guest(cold, "a").workloads().get(1).latency());
    assertThat(warm.header().events()).isEqualTo(both.header().events());
    assertThat(warm.header().traceHash()).isEqualTo(both.header().traceHash());
  }

  @Test
  void refusesAWarmUpInWhichAllWorkIsDone() {
    Scene scene =
        Scene.on("kvm")
            .also("warmup: 1 s")
            .window("until: finished")
            .guest("a", 1, "kind: compute, work: 1 ms");

    assertThatThrownBy(scene::run)
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("warmup: all finite work was done within it");
  }

  @Test
  void saysWhetherTheLimitCameFirst() {
    Scene scene = Scene.on("kvm").window("until: finished").also("limit: 1 s");

    RunResult result = scene.guest("a", 1, "kind: compute, work: 2 s").run();

    assertThat(result.header().span().finish()).hasValue(RunHeader.Finish.LIMIT_REACHED);
    assertThat(result.header().span().durationNs()).isEqualTo(SECOND);
  }

  @Test
  void waitsForTheFiniteWorkOfEveryHost() {
    RunResult result =
        Scene.on("free-virtual")
            .hosts(2)
            .also("warmup: 50 ms")
            .window("until: finished")
            .guest("a", 1, "kind: compute, work: 100 ms")
            .guest("b", 1, "kind: compute, work: 300 ms")
            .run();

    assertThat(result.header().span().durationNs()).isEqualTo(250 * MS);
    assertThat(guest(result, "a").host()).isNotEqualTo(guest(result, "b").host());
    assertThat(guest(result, "a").workNs()).isEqualTo(50 * MS);
    assertThat(guest(result, "b").workNs()).isEqualTo(250 * MS);
  }

  @Test
  void finiteWorkThatEndsInTheWarmUpOfOneHostStopsNothing() {
    RunResult result =
        Scene.on("free-virtual")
            .hosts(2)
            .also("warmup: 50 ms")
            .window("until: finished")
            .guest("a", 1, "kind: compute, work: 49999999 ns")
            .guest("b", 1, "kind: compute, work: 300 ms")
            .run();

    assertThat(result.header().span().durationNs()).isEqualTo(250 * MS);
  }

  @Test
  void aHostOfDedicatedCoresMayStayEmpty() {
    RunResult result =
        Scene.on("bare-metal-dedicated").hosts(2).guest("a", 1, "kind: compute").run();

    assertThat(result.hosts().get(1).pcpus()).isZero();
    assertThat(result.hosts().get(1).utilisation()).isEqualTo(BigDecimal.ZERO.setScale(6));
  }

  @Test
  void siblingThreadsSlowEachOtherDownAndTheLossIsBooked() {
    RunResult apart =
        Scene.on("bare-metal")
            .cpu("{cores: 2, threads: 1, clock: 2 GHz}")
            .guest("a", 2, "kind: compute, threads: 2")
            .run();
    RunResult together =
        Scene.on("bare-metal")
            .cpu("{cores: 1, threads: 2, clock: 2 GHz}")
            .guest("a", 2, "kind: compute, threads: 2")
            .run();

    assertThat(guest(apart, "a").lostNs().amount("smt")).isZero();
    long lostNs = guest(together, "a").lostNs().amount("smt");
    assertThat(lostNs).isPositive();
    assertThat(guest(together, "a").workNs()).isLessThan(guest(apart, "a").workNs());
    long executedNs = together.hosts().get(0).time().guestNs();
    long overheadLossNs = executedNs - guest(together, "a").workNs();
    assertThat(lostNs).isBetween(overheadLossNs - 2, overheadLossNs + MS);
  }

  @Test
  void theHostsOwnThreadsCompeteWithVirtualCpus() {
    String own = "background: [{kind: on-off, threads: 2, burst: 4 ms, sleep: 4 ms}]";
    RunResult without = Scene.on("kvm").guest("a", 1, "kind: compute").run();
    RunResult with = Scene.on("kvm").host(own).guest("a", 1, "kind: compute").run();

    assertThat(guest(without, "a").steal().doubleValue()).isLessThan(0.001);
    assertThat(guest(with, "a").steal().doubleValue()).isGreaterThan(0.3);
    assertThat(with.hosts().get(0).time().hostOsNs()).isGreaterThan(300 * MS);
  }

  /** The same busy guest on each: what platforms cost, in the order in which they should. */
  @Test
  void virtualMachinesCostAndDesktopHypervisorsCostMost() {
    String busy = "kind: on-off, threads: 2, burst: 20 us, sleep: 10 us";
    long[] workNs =
        Stream.of("free-dedicated", "bare-metal-dedicated", "xen", "kvm", "hosted")
            .mapToLong(p -> guest(Scene.on(p).unchecked().guest("a", 1, busy).run(), "a").workNs())
            .toArray();

    assertThat(workNs[1]).as("cores of its own").isLessThan(workNs[0]);
    assertThat(workNs[2]).as("xen").isLessThan(workNs[1]);
    assertThat(workNs[3]).as("kvm").isLessThan(workNs[1]);
    assertThat(workNs[4]).as("hosted").isLessThan(workNs[2]).isLessThan(workNs[3]);
  }

  @Test
  void anIdleGuestIsNoEvents() {
    String once = "kind: compute, work: 1 ms";
    List<String> os = List.of("os: {scheduler: eevdf}");
    for (String policy : List.of("eevdf", "credit2", "round-robin")) {
      Scene brief = Scene.on("kvm").policy(policy(policy)).guest("a", 2, os, once);
      Scene drawn =
          Scene.on("kvm").policy(policy(policy)).guest("a", 2, os, once).window("duration: 1 h");

      assertThat(drawn.run().header().events()).as(policy).isEqualTo(brief.run().header().events());
    }
  }

  private static String policy(String name) {
    return "{name: " + name + "}";
  }

  @Test
  void aGuestWithoutAStealClockMisCharges() {
    long with = switchesOf("true");
    long without = switchesOf("false");

    assertThat(with).as("a full quantum of its own each time").isBetween(49L, 52L);
    assertThat(without).as("stolen time used up the quantum").isGreaterThan(60);
  }

  private static long switchesOf(String stealClock) {
    String os =
        "os: {scheduler: {name: round-robin, quantum: 10 ms}, stealClock: " + stealClock + "}";
    org.coremux.scenario.Model model =
        Scene.on("free-virtual")
            .policy("{name: round-robin, quantum: 7 ms}")
            .guest("a", 1, List.of(os), "kind: compute, threads: 2")
            .guest("hog", 1, "kind: compute")
            .model();
    new Run(model).toEnd();
    return model.guests().get(0).guest().os().threads().stream()
        .mapToLong(thread -> thread.schedulable().switches())
        .sum();
  }
}
