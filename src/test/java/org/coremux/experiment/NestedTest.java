package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.RunState;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** A guest with a platform is itself a host: the same machinery, once more. */
class NestedTest {
  private static final Plugins PLUGINS = Plugins.installed();

  /** At 1 GHz a cycle is a nanosecond. Source: kvm.yaml, exitEntry and dispatch. */
  private static final long NULL_EXIT_NS = 1_300;

  /** Source: kvm.yaml, injection. */
  private static final long INJECTION_NS = 300;

  private static final String SLEEPER =
      "{kind: program, repeat: 40, steps: [{compute: 200 us}, {sleep: 5 ms}]}";
  private static final String READER =
      "{kind: server, threads: 2, arrivals: {rate: 300/s}, service: {mean: 1 ms}, receives: 1,"
          + " sends: 1, reads: 1}";
  private static final String HOG = "{kind: compute}";

  private static Scenario scenario(String platform, int cores, String guests, String... overrides) {
    String text =
        """
        scenario: test
        duration: 1 s
        hosts:
          - name: node
            cpu: {cores: %d, clock: 1 GHz}
            memory: 64 GiB
            platform: %s
        guests: %s
        """
            .formatted(cores, platform, guests);
    return new ScenarioReader(PLUGINS.catalogue()).read(text, Path.of(""), List.of(overrides));
  }

  private static Model model(Scenario scenario) {
    return new Model(scenario, PLUGINS, new Model.Options(0, true).splittingTime());
  }

  private static RunResult run(String platform, int cores, String guests, String... overrides) {
    return new Run(model(scenario(platform, cores, guests, overrides))).toEnd();
  }

  private static String guest(String name, int vcpus, String memory, String rest) {
    return "{name: %s, vcpus: %d, memory: %s, %s}".formatted(name, vcpus, memory, rest);
  }

  private static String host(String name, int vcpus, String memory, String guests) {
    return guest(name, vcpus, memory, "platform: kvm, guests: [" + guests + "]");
  }

  private static String leaf(String name, String workload) {
    return guest(name, 1, "1 GiB", "workload: [" + workload + "]");
  }

  private static GuestResult of(RunResult result, String name) {
    return result.guest(name).orElseThrow();
  }

  /** What its exits cost if each null exit costs so much. */
  private static void exitsCost(GuestResult guest, long nullExitNs) {
    Breakdown exits = guest.exits();
    long plain = exits.amount("halt") + exits.amount("timer");
    long interrupts = exits.amount("interrupt");
    assertThat(exits.amount("halt")).isGreaterThan(20);
    assertThat(exits.amount("ipi") + exits.amount("io")).isZero();
    assertThat(guest.overheadNs().amount("exit"))
        .isEqualTo(plain * nullExitNs + interrupts * (2 * nullExitNs + INJECTION_NS));
  }

  @Test
  void anExitInAGuestsGuestIsTwoAndItsAccessesOfTheOneBelow() {
    RunResult result = run("kvm", 1, "[" + host("lab", 1, "4 GiB", leaf("in", SLEEPER)) + "]");

    exitsCost(of(result, "in"), 14_886); // (2 + 9.451) x 1,300
  }

  @Test
  void aThirdLevelMultipliesAgain() {
    String two = host("mid", 1, "2 GiB", leaf("in", SLEEPER));
    RunResult result = run("kvm", 1, "[" + host("lab", 1, "4 GiB", two) + "]");

    exitsCost(of(result, "in"), 170_460); // (2 + 9.451) x 14,886
    assertThat(of(result, "in").host()).isEqualTo("mid");
    assertThat(of(result, "mid").host()).isEqualTo("lab");
    assertThat(of(result, "lab").host()).isEqualTo("node");
  }

  @Test
  void theMachinesAssistsAreThoseOfAHypervisorInAGuest() {
    RunResult result =
        run(
            "kvm",
            1,
            "[" + host("lab", 1, "4 GiB", leaf("in", SLEEPER)) + "]",
            "hosts.node.assists={vmcsShadowing: false}");

    exitsCost(of(result, "in"), 28_990); // (2 + 20.3) x 1,300
    assertThat(NULL_EXIT_NS * 223 / 10).isEqualTo(28_990);
  }

  @Test
  void whatAGuestInAGuestWaitsForItsHostsVcpuIsSteal() {
    String lab = host("lab", 1, "4 GiB", leaf("in", HOG));
    RunResult alone = run("kvm", 1, "[" + lab + "]");
    RunResult beside = run("kvm", 1, "[" + lab + ", " + leaf("rival", HOG) + "]");

    assertThat(of(alone, "in").steal().doubleValue()).isLessThan(0.01);
    assertThat(of(beside, "in").steal().doubleValue()).isCloseTo(0.5, within(0.02));
    assertThat(of(beside, "lab").time().runningNs())
        .isGreaterThanOrEqualTo(of(beside, "in").time().runningNs());
  }

  private static final String DEEP =
      "["
          + guest(
              "lab",
              2,
              "8 GiB",
              "platform: kvm, workload: ["
                  + READER
                  + "], guests: ["
                  + guest(
                      "mid",
                      2,
                      "4 GiB",
                      "platform: xen, workload: ["
                          + HOG
                          + "], guests: ["
                          + guest("deep", 2, "1 GiB", "workload: [" + READER + "]")
                          + "]")
                  + ", "
                  + guest(
                      "web", 1, "1 GiB", "count: 2, devices: emulated, workload: [" + READER + "]")
                  + "]")
          + ", "
          + leaf("flat", READER)
          + "]";

  /** Each level is checked after every instant, and the result checks its own sums. */
  @Test
  void theBooksAreExactOnEveryLevelAndTheSameEachTime() {
    RunResult first = run("kvm", 2, DEEP);
    RunResult again = run("kvm", 2, DEEP);

    assertThat(again).isEqualTo(first);
    assertThat(first.guests())
        .extracting(GuestResult::name)
        .containsExactly("lab", "mid", "deep", "web-1", "web-2", "flat");
    assertThat(first.groups())
        .extracting(GroupResult::name)
        .containsExactly("lab", "mid", "deep", "web", "flat");
    assertThat(of(first, "deep").workloads().get(0).completed()).isPositive();
  }

  @Test
  void whatReadsInAGuestsGuestIsServedOnEveryLevel() {
    String lab = host("lab", 1, "4 GiB", leaf("in", READER));
    RunResult nested = run("kvm", 2, "[" + lab + "]");
    RunResult flat = run("kvm", 2, "[" + leaf("in", READER) + "]");

    long ios = of(nested, "in").exits().amount("io");
    assertThat(of(nested, "in").overheadNs().amount("backend")).isPositive();
    assertThat(of(nested, "lab").overheadNs().amount("backend")).isPositive();
    assertThat(ios).isPositive();
    assertThat(of(nested, "lab").exits().amount("io")).isPositive();
    assertThat(nested.hosts().get(0).time().vmmNs())
        .isEqualTo(of(nested, "lab").overheadNs().amount("backend"));
    WorkloadResult slow = of(nested, "in").workloads().get(0);
    WorkloadResult fast = of(flat, "in").workloads().get(0);
    assertThat(slow.completed()).isEqualTo(fast.completed());
    assertThat(slow.latency().meanNs()).isGreaterThan(fast.latency().meanNs());
  }

  @Test
  void aDriverDomainInAGuestServesTheGuestsBesideIt() {
    Model model = model(scenario("kvm", 2, DEEP));
    new Run(model).toEnd();

    Host host = model.hosts().get(0);
    assertThat(host.domains()).extracting(Guest::name).containsExactly("mid/Domain-0");
    Guest domain0 = host.domains().get(0);
    assertThat(domain0.level().name()).isEqualTo("mid");
    long ranNs =
        domain0.scheduled().stream().mapToLong(vcpu -> vcpu.timeNs(RunState.RUNNING)).sum();
    assertThat(ranNs).isPositive();
    Guest deep =
        host.guests().stream().filter(guest -> guest.name().equals("deep")).findAny().orElseThrow();
    assertThat(deep.backends())
        .allMatch(thread -> thread.multiplexer().name().equals("mid/Domain-0"))
        .allMatch(thread -> thread.schedulable().executedNs() > 0);
  }

  @Test
  void onBareMetalAllAreProcessesInTheGroupOfTheGuestThatTheyAreIn() {
    String lab =
        host("lab", 2, "4 GiB", leaf("a", HOG) + ", " + leaf("b", HOG) + ", " + leaf("c", HOG));
    RunResult result = run("bare-metal", 1, "[" + lab + ", " + leaf("rival", HOG) + "]");

    assertThat(result.guests()).allMatch(result::isDirect);
    assertThat(of(result, "rival").time().runningNs() / 1e9).isCloseTo(0.5, within(0.02));
    assertThat(of(result, "b").time().runningNs() / 1e9).isCloseTo(0.167, within(0.02));
    assertThat(of(result, "b").exits()).isEqualTo(Breakdown.NONE);
  }

  @Test
  void aGuestWithABareMetalSystemHasProcessesForGuests() {
    String lab = host("lab", 1, "4 GiB", leaf("a", HOG) + ", " + leaf("b", HOG));
    RunResult result = run("kvm", 2, "[" + lab + "]", "guests.lab.platform=bare-metal");

    assertThat(of(result, "a").host()).isEqualTo("lab");
    assertThat(of(result, "a").exits()).isEqualTo(Breakdown.NONE);
    assertThat(of(result, "a").time().runningNs() / 1e9).isCloseTo(0.5, within(0.02));
    assertThat(of(result, "lab").exits().amount("timer")).isPositive();
  }

  @Test
  void whoIsInAGuestIsThereOnlyWithIt() {
    String lab = host("lab", 1, "4 GiB", leaf("in", HOG));
    RunResult result =
        run("kvm", 1, "[" + lab + "]", "guests.lab.start=200 ms", "guests.lab.stop=500 ms");

    long kickNs = 10_000; // it stops when the host looks, which takes a kick
    assertThat(of(result, "in").time().offlineNs()).isCloseTo(700_000_000, within(kickNs));
    assertThat(of(result, "lab").time().offlineNs()).isCloseTo(700_000_000, within(kickNs));
  }

  /** What ran on the vCPUs of a guest that is a host is told once, by those who ran. */
  @Test
  void everyProcessorTimeIsAttributedOnce() {
    Run run = new Run(model(scenario("kvm", 2, DEEP)));
    RunResult result = run.toEnd();
    Causes beyond = run.times().all().beyond();

    long waitingNs = 0;
    for (Step step : Step.values()) {
      boolean isElapsed = step.ordinal() >= Step.WAITING.ordinal();
      waitingNs += isElapsed ? beyond.ns(step.key()) : 0;
    }
    HostTime time = result.hosts().get(0).time();
    long busyNs = time.totalNs() - time.idleNs();
    assertThat(beyond.ns("guest_idle")).isNotNegative();
    assertThat(beyond.ns("domain0")).isNotNegative();
    assertThat((run.times().all().totalNs() - waitingNs) / (double) busyNs)
        .isCloseTo(1, within(0.001));
  }

  @Test
  void watchingChangesNothing() {
    Scenario scenario = scenario("kvm", 2, DEEP);
    RunResult plain = new Run(new Model(scenario, PLUGINS, Model.Options.NORMAL)).toEnd();
    Model watched = new Model(scenario, PLUGINS, Observation.options(Model.Options.NORMAL));
    Playback playback = new Playback(watched, 100_000_000);
    while (!playback.goOn(1_000_000_000)) {
      // goes on
    }

    assertThat(watched.hosts().get(0).traceHash()).isNotZero();
    assertThat(playback.events()).isEqualTo(plain.header().events());
    List<Load.GuestLoad> rows = playback.load().hosts().get(0).guests();
    assertThat(rows)
        .extracting(Load.GuestLoad::name)
        .containsExactly("mid/Domain-0", "lab", "mid", "deep", "web-1", "web-2", "flat");
    OptionalInt system =
        rows.stream().filter(Load.GuestLoad::isSystem).mapToInt(row -> row.now().size()).findAny();
    assertThat(system).hasValue(2);
  }
}
