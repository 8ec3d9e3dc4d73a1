package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.MigrationResult;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.TickFigures;
import org.coremux.experiment.WorkloadResult;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped scenario gives the answer that its header expects, and prints the table that is
 * kept in {@code scenarios/expected}; {@code -Dgolden.update} writes the tables anew.
 */
public class ShippedAnswersTest {
  private static final Path FOLDER = Path.of("scenarios");
  private static final String RECORDED = "planetlab-hour.yaml";
  private static final List<String> FINISHED = List.of("recorded-build.yaml", "build-farm.yaml");
  private static final List<String> MOVING =
      List.of("live-migration.yaml", "migration-does-not-converge.yaml");
  private static final Path PLANETLAB = Path.of("../shared/traces/planetlab/20110303");
  private static final double MS = 1e6;
  private static final double SECOND = 1e9;
  private static final Map<String, RunResult> RUNS = new ConcurrentHashMap<>();

  /** All but the one that needs recordings. */
  public static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.equals(RECORDED))
          .sorted()
          .toList();
    }
  }

  private static RunResult run(String file, boolean checked, String... overrides) {
    Plugins plugins = Plugins.installed();
    Scenario scenario =
        new ScenarioReader(plugins.catalogue()).read(FOLDER.resolve(file), List.of(overrides));
    return new Run(new Model(scenario, plugins, new Model.Options(0, checked))).toEnd();
  }

  private static RunResult answer(String name) {
    return RUNS.computeIfAbsent(name + ".yaml", file -> run(file, false));
  }

  private static GuestResult total(RunResult result, String entry) {
    return result.groups().stream()
        .map(GroupResult::totals)
        .filter(totals -> totals.name().equals(entry))
        .findAny()
        .orElseThrow();
  }

  private static double pcpus(RunResult result, String entry) {
    long windowNs = result.header().span().durationNs();
    return total(result, entry).time().runningNs() / (double) windowNs;
  }

  private static WorkloadResult workload(RunResult result, String entry) {
    return total(result, entry).workloads().get(0);
  }

  @ParameterizedTest
  @MethodSource("files")
  void printsTheTableThatIsKept(String file) {
    String name = file.replace(".yaml", "");

    String table = SummaryTable.text(answer(name), StandardCharsets.UTF_8);

    assertThat(table.lines()).allMatch(line -> Text.width(line) <= 80);
    matches(name + ".txt", table);
  }

  private static void matches(String name, String table) {
    Path kept = FOLDER.resolve("expected").resolve(name);
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, table);
      }
      assertThat(kept).as("write it with -Dgolden.update").exists();
      assertThat(table).isEqualTo(Files.readString(kept));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void keepsTheBooksAtEveryInstant(String file) {
    String end = FINISHED.contains(file) ? "limit=400 ms" : "duration=400 ms";
    String[] cut = {"warmup=0 s", end};
    if (MOVING.contains(file)) {
      cut = new String[] {"warmup=0 s", end, "events[0].at=100 ms"};
    }
    RunResult result = run(file, true, cut);

    assertThat(result).isEqualTo(run(file, false, cut));
  }

  @Test
  void aBuildTakesAsLongOnOneCpuAsAllItsWork() {
    RunResult one = answer("recorded-build");
    RunResult two = run("recorded-build.yaml", false, "hosts.recorded.cpu.cores=2");

    assertThat(one.header().span().durationNs() / SECOND).isCloseTo(4.57, within(0.02));
    assertThat(two.header().span().durationNs() / SECOND).isCloseTo(2.5, within(0.15));
    assertThat(one.hosts().get(0).utilisation().doubleValue()).isGreaterThan(0.999);
    assertThat(total(one, "cc1").time().runnableNs() / SECOND).isCloseTo(11.7, within(0.5));
    assertThat(total(two, "cc1").time().runnableNs() / SECOND).isCloseTo(3.8, within(0.4));
  }

  @Test
  void aNeighbourMakesAWebServerWaitForItsSlices() {
    String file = "recorded-web-neighbour.yaml";
    RunResult beside = answer("recorded-web-neighbour");
    RunResult alone = run(file, false, "guests.neighbour.start=1.9s");
    RunResult heavy = run(file, false, "guests.recorded-vm.weight=1024");

    assertThat(delayP99Ms(beside)).isBetween(4.0, 6.0);
    assertThat(delayP99Ms(alone)).isLessThan(0.3);
    assertThat(steal(beside)).isBetween(0.22, 0.36);
    assertThat(steal(heavy)).isLessThan(0.6 * steal(beside));
  }

  private static double steal(RunResult result) {
    return total(result, "recorded-vm").steal().doubleValue();
  }

  private static double delayP99Ms(RunResult result) {
    return total(result, "recorded-vm").workloads().stream()
        .flatMap(workload -> workload.extras().replayed().stream())
        .filter(replayed -> replayed.process().equals("nginx"))
        .mapToDouble(replayed -> replayed.runDelay().p99Ns() / MS)
        .sum();
  }

  @Test
  void capsHoldThoughCoresAreIdle() {
    RunResult result = answer("caps");

    assertThat(pcpus(result, "capped")).isCloseTo(0.5, within(0.01));
    assertThat(pcpus(result, "free")).isCloseTo(2.0, within(0.01));
    assertThat(total(result, "capped").time().cappedNs() / SECOND).isGreaterThan(14.5);
    assertThat(total(result, "capped").time().waitingNs() / SECOND).isLessThan(0.5);
    assertThat(result.hosts().get(0).utilisation().doubleValue()).isCloseTo(0.625, within(0.005));
  }

  @Test
  void thirtyClientsWaitAsMeanValueAnalysisSays() {
    WorkloadResult shop = workload(answer("closed-clients"), "shop");

    assertThat(shop.latency().meanNs() / MS).isCloseTo(43.2, Percentage.withPercentage(8));
    assertThat(shop.throughput(200_000_000_000L).doubleValue())
        .isCloseTo(28.8, Percentage.withPercentage(3));
  }

  @Test
  void oneServerIsAnMm1Queue() {
    WorkloadResult server = workload(answer("mm1"), "server");

    assertThat(server.latency().meanNs() / MS).isCloseTo(5, Percentage.withPercentage(8));
    assertThat(server.latency().p50Ns() / MS).isCloseTo(3.47, Percentage.withPercentage(8));
    assertThat(server.latency().p99Ns() / MS).isCloseTo(23, Percentage.withPercentage(12));
  }

  @Test
  void aLabInsideAVirtualMachinePaysTenTimesForItsExits() {
    RunResult result = answer("nested-lab");
    GuestResult flat = total(result, "flat");
    GuestResult inner = total(result, "inner");

    assertThat(workload(result, "inner").completed())
        .isEqualTo(workload(result, "flat").completed());
    assertThat(workload(result, "flat").latency().meanNs() / MS).isCloseTo(1.3, within(0.15));
    assertThat(workload(result, "inner").latency().meanNs() / MS).isCloseTo(1.7, within(0.2));
    assertThat(inner.overheadNs().amount("exit") / (double) flat.overheadNs().amount("exit"))
        .isBetween(8.0, 13.0);
    assertThat(inner.steal()).isGreaterThan(flat.steal());
    assertThat(result.hosts().get(1).utilisation())
        .isGreaterThan(result.hosts().get(0).utilisation());
  }

  @Test
  void aPeriodicGuestMeetsItsDeadlines() {
    WorkloadResult control = workload(answer("periodic-latency"), "control");

    assertThat(control.completed()).isCloseTo(2_000, within(1L));
    assertThat(control.extras().missed().orElseThrow()).isLessThan(20);
    assertThat(control.latency().p50Ns() / MS).isBetween(1.0, 5.0);
  }

  @Test
  void reservationsMeetDeadlinesThatFairSharesMiss() {
    WorkloadResult reserved = workload(answer("real-time"), "control");
    String scheduler = "hosts.node.scheduler=";
    RunResult fair = run("real-time.yaml", false, scheduler + "credit2");
    String kvm = "hosts.node.platform=kvm";
    RunResult linux = run("real-time.yaml", false, kvm, scheduler + "deadline");

    assertThat(reserved.completed()).isCloseTo(2_000, within(2L));
    assertThat(reserved.extras().missed().orElseThrow()).isZero();
    assertThat(workload(linux, "control").extras().missed().orElseThrow()).isZero();
    assertThat(workload(fair, "control").extras().missed().orElseThrow()).isGreaterThan(50);
    // and all that is not reserved is used, by those who have extratime
    assertThat(pcpus(answer("real-time"), "neighbour")).isCloseTo(1.6, within(0.05));
  }

  @Test
  void guestsThatMissTicksCollapseCatchUpOrLoseThem() {
    RunResult result = answer("late-ticks");

    TickFigures collapse = total(result, "collapse").ticks().orElseThrow();
    assertThat(collapse.collapsed() / (double) collapse.late().count()).isBetween(20.0, 23.0);
    TickFigures catchUp = total(result, "catch-up").ticks().orElseThrow();
    assertThat(catchUp.delivered()).isEqualTo(catchUp.due());
    assertThat(catchUp.late().count() / (double) catchUp.due()).isBetween(0.7, 0.78);
    assertThat(chargedS(result, "catch-up")).isCloseTo(10, within(0.1));
    assertThat(total(result, "drop").ticks().orElseThrow().lagNs() / SECOND)
        .isCloseTo(7.2, within(0.1));
    assertThat(chargedS(result, "sighted")).isCloseTo(2.4, within(0.1));
    assertThat(total(result, "sighted").ticks().orElseThrow().stolenNs() / SECOND)
        .isCloseTo(7.5, within(0.1));
  }

  private static double chargedS(RunResult result, String entry) {
    WorkloadResult workload = total(result, entry).workloads().get(0);
    return workload.extras().charged().orElseThrow().chargedNs() / SECOND;
  }

  @Test
  void aGuestThatKnowsWhichVcpusWaitAnswersSooner() {
    RunResult result = answer("blind-guest");
    RunResult roomy =
        run("blind-guest.yaml", false, "hosts.a.cpu.cores=16", "hosts.b.cpu.cores=16");

    Latency blind = total(result, "blind").workloads().get(0).latency();
    Latency sighted = total(result, "sighted").workloads().get(0).latency();
    assertThat(sighted.p50Ns() / (double) blind.p50Ns()).isBetween(0.65, 0.8);
    assertThat(sighted.p95Ns() / (double) blind.p95Ns()).isBetween(0.75, 0.88);
    assertThat(sighted.p99Ns() / (double) blind.p99Ns()).isBetween(0.75, 0.95);
    assertThat(total(result, "sighted").workNs() / (double) total(result, "blind").workNs())
        .isCloseTo(1, within(0.05));
    assertThat(total(roomy, "blind").workloads().get(0).latency().p99Ns() / MS)
        .isCloseTo(total(roomy, "sighted").workloads().get(0).latency().p99Ns() / MS, within(0.01));
  }

  @Test
  void aPartitionThatMisbehavesDisturbsNobodyAndWhatIsLeftIsLost() {
    RunResult table = answer("partitions");
    RunResult quiet = run("partitions.yaml", false, "guests.cabin.start=9.9s");
    RunResult shared = run("partitions.yaml", false, "hosts.box.scheduler=credit2");

    WorkloadResult flight = workload(table, "flight");
    assertThat(flight.extras().missed().orElseThrow()).isZero();
    assertThat(flight.latency().maxNs() / MS).isCloseTo(3.5, within(0.05));
    assertThat(workload(quiet, "flight").latency()).isEqualTo(flight.latency());
    assertThat(pcpus(table, "cabin")).isCloseTo(0.4, within(0.001));
    assertThat(table.hosts().get(0).utilisation().doubleValue()).isCloseTo(0.675, within(0.005));
    assertThat(workload(shared, "flight").extras().missed().orElseThrow()).isGreaterThan(200);
    assertThat(pcpus(shared, "cabin")).isGreaterThan(0.7);
  }

  @Test
  void webGuestsGetWhatTheyAskForButLater() {
    RunResult result = answer("quickstart");
    RunResult alone = run("quickstart.yaml", false, "guests.batch.start=2.49 s");

    Latency with = workload(result, "web").latency();
    Latency without = workload(alone, "web").latency();
    assertThat(without.meanNs() / MS).isCloseTo(1.3, within(0.3));
    assertThat(with.meanNs() / MS).isCloseTo(3, within(1.0));
    assertThat(with.p99Ns() / (double) without.p99Ns()).isBetween(1.5, 5.0);

    assertThat(workload(result, "web").completed()).isCloseTo(4_800, within(250L));
    assertThat(total(result, "web").workNs() / SECOND).isCloseTo(4.8, within(0.4));
    assertThat(total(result, "web").time().steal().doubleValue()).isLessThan(0.2);
    assertThat(pcpus(result, "batch")).isGreaterThan(3.5);
  }

  @Test
  void theHostsOwnWorkIsPaidByTheGuests() {
    RunResult with = answer("type1-vs-type2");
    RunResult without = run("type1-vs-type2.yaml", false, "hosts.node.background=[]");

    assertThat(with.hosts().get(0).time().hostOsNs() / SECOND).isBetween(6.0, 8.0);
    assertThat(without.hosts().get(0).time().hostOsNs()).isZero();
    assertThat(workload(with, "web").latency().p99Ns())
        .isGreaterThan(workload(without, "web").latency().p99Ns());
    assertThat(total(with, "web").steal()).isGreaterThan(total(without, "web").steal());
    assertThat(total(with, "batch").workNs()).isLessThan(total(without, "batch").workNs());
  }

  @Test
  void twiceTheWeightIsTwiceTheCores() {
    RunResult result = answer("weights");

    assertThat(pcpus(result, "gold")).isCloseTo(2.667, within(0.03));
    assertThat(pcpus(result, "silver")).isCloseTo(1.333, within(0.03));
  }

  @Test
  void weightsAndWakeUpsAreWhatSchedulersOfAnOvercommittedHostDifferIn() {
    RunResult fair = answer("overcommit");
    RunResult turns = run("overcommit.yaml", false, "hosts.node.scheduler=round-robin");

    double silver = total(fair, "silver").workNs();
    assertThat(total(fair, "gold").workNs() / silver).isBetween(1.4, 2.2);
    assertThat(silver / total(fair, "bronze").workNs()).isBetween(1.4, 2.2);
    assertThat((double) total(turns, "gold").workNs() / total(turns, "bronze").workNs())
        .isCloseTo(1, within(0.1));
    double p99 = workload(fair, "web").latency().p99Ns();
    assertThat(workload(turns, "web").latency().p99Ns() / p99).isBetween(1.4, 2.8);
    long all = fair.guests().stream().mapToLong(GuestResult::workNs).sum();
    assertThat(all / SECOND).isCloseTo(5, within(0.05));
    assertThat(fair.hosts().get(0).contextSwitches() / SECOND)
        .isGreaterThan(1.5 * turns.hosts().get(0).contextSwitches() / SECOND);
  }

  @Test
  void aBigGuestAnswersFasterThanTenSmallOnes() {
    Latency small = workload(answer("many-small"), "small").latency();
    Latency big = workload(answer("one-big"), "big").latency();
    RunResult metal = run("many-small.yaml", false, "hosts.node.platform=bare-metal");

    assertThat(small.meanNs() / MS).isCloseTo(3.33, Percentage.withPercentage(8)); // M/M/1
    assertThat(big.meanNs() / MS).isCloseTo(2.1, Percentage.withPercentage(8)); // M/M/8
    assertThat(big.p99Ns()).isLessThan((long) (0.8 * small.p99Ns()));
    assertThat(workload(metal, "small").latency().meanNs() / MS)
        .isCloseTo(small.meanNs() / MS, Percentage.withPercentage(3));
  }

  @Test
  void aVideoStuttersOnABusyLaptopUnlessItsGuestHasWeight() {
    RunResult idle = run("laptop.yaml", false, "hosts.laptop.background=[]");
    RunResult heavy = run("laptop.yaml", false, "guests.desktop.weight=1024");

    assertThat(late(answer("laptop"))).isBetween(60L, 300L); // of 600
    assertThat(late(idle)).isZero();
    assertThat(late(heavy)).isLessThan(12);
    assertThat(workload(answer("laptop"), "desktop").latency().p99Ns() / MS).isGreaterThan(20);
    assertThat(workload(idle, "desktop").latency().p99Ns() / MS).isLessThan(8);
  }

  private static long late(RunResult result) {
    return workload(result, "desktop").extras().missed().orElseThrow();
  }

  @Test
  void aWebGuestWaitsForADomain0ThatGetsTooLittle() {
    RunResult starved = answer("dom0-starved");
    RunResult usual = run("dom0-starved.yaml", false, "hosts.node.domain0.weight=256");
    RunResult pinned = answer("dom0-pinned");

    assertThat(webP99Ms(starved)).isGreaterThan(8);
    assertThat(webP99Ms(usual)).isLessThan(4);
    assertThat(webP99Ms(pinned)).isLessThan(5);
    assertThat(workload(starved, "web").completed())
        .isCloseTo(workload(usual, "web").completed(), Percentage.withPercentage(2));
    assertThat(pcpus(starved, "hog")).isBetween(3.1, 3.5);
    assertThat(pcpus(pinned, "hog")).isBetween(2.2, 2.6);
    assertThat(pinned.hosts().get(0).utilisation().doubleValue()).isLessThan(0.85);
  }

  private static double webP99Ms(RunResult result) {
    return workload(result, "web").latency().p99Ns() / MS;
  }

  @Test
  void aWebServerThatMovesStandsStillForSomeTenthsOfASecond() {
    MigrationResult live = answer("live-migration").migrations().get(0);
    Latency latency = workload(answer("live-migration"), "web").latency();

    assertThat(live.outcome()).isEqualTo("converged");
    assertThat(live.rounds()).hasSize(2);
    assertThat(live.downtimeNs().orElseThrow() / MS).isBetween(110.0, 150.0);
    assertThat(latency.p95Ns() / MS).isLessThan(6);
    assertThat(latency.maxNs() / MS).isBetween(110.0, 170.0);
  }

  @Test
  void aGuestThatWritesFastIsForcedToMoveOrSlowedOrWaitsForItsPages() {
    String file = "migration-does-not-converge.yaml";
    MigrationResult forced = answer("migration-does-not-converge").migrations().get(0);
    MigrationResult slowed = run(file, false, "events[0].autoConverge=true").migrations().get(0);
    MigrationResult after = run(file, false, "events[0].by=post-copy").migrations().get(0);

    assertThat(forced.outcome()).isEqualTo("forced");
    assertThat(forced.downtimeNs().orElseThrow() / MS).isBetween(500.0, 600.0);
    assertThat(slowed.outcome()).isEqualTo("converged");
    assertThat(slowed.pages().slowedPercent()).isEqualTo(50);
    assertThat(slowed.downtimeNs().orElseThrow() / MS).isBetween(120.0, 160.0);
    assertThat(after.downtimeNs().orElseThrow() / MS).isBetween(10.0, 12.0);
    assertThat(after.pages().faultNs() / SECOND).isBetween(1.4, 2.0);
  }

  @Test
  void recordedDemandIsMostlyMet() {
    assumeTrue(
        Files.isDirectory(PLANETLAB), "skipped: no recordings in ../shared/traces/planetlab");
    RunResult result =
        run(RECORDED, false, "guests.vm.workload[0].file=" + PLANETLAB, "duration=60 s");

    long demandNs = workload(result, "vm").extras().demandNs().orElseThrow();
    assertThat(demandNs / SECOND / 60).as("pCPUs asked for").isBetween(1.0, 5.0);
    assertThat(total(result, "vm").workNs() / (double) demandNs).isBetween(0.9, 1.01);
    assertThat(result.guests()).hasSize(20);
  }

  // ---- memory ----

  @Test
  void memoryThatIsGivenBackCostsLittleAndMemoryThatIsTakenCostsMuch() {
    RunResult given = answer("memory-overcommit");
    RunResult taken = run("memory-overcommit.yaml", false, "hosts.node.overcommit.balloon=false");

    long p99 = workload(given, "web").latency().p99Ns();
    assertThat(p99).isBetween((long) (6 * MS), (long) (7.5 * MS));
    assertThat(workload(taken, "web").latency().p99Ns()).isBetween(p99 * 14 / 10, p99 * 17 / 10);
    assertThat(total(given, "web").memory().orElseThrow().guestFaults()).isZero();
    assertThat(total(taken, "web").memory().orElseThrow().faults()).isGreaterThan(50_000);
  }

  @Test
  void aTaxOnIdleMemoryMovesItToWhoeverUsesIt() {
    RunResult taxed = answer("idle-memory-tax");
    RunResult free = run("idle-memory-tax.yaml", false, "hosts.node.overcommit.idleTax=0 %");

    for (String guest : List.of("idle", "busy")) { // Waldspurger 2002, figure 7: 179 MB each
      long bytes = total(free, guest).memory().orElseThrow().sizes().resident();
      assertThat(bytes / (1L << 20)).isBetween(178L, 180L);
    }
    long idle = total(taxed, "idle").memory().orElseThrow().sizes().resident();
    assertThat(idle / (1L << 20)).isBetween(105L, 109L);
    double gain = (double) total(taxed, "busy").workNs() / total(free, "busy").workNs();
    assertThat(gain).isCloseTo(1.3, within(0.02));
  }
}
