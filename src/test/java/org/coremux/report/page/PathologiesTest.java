package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.coremux.experiment.Doing;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.LockFigures;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;
import org.coremux.report.RecordedRun;
import org.coremux.report.SummaryTable;
import org.coremux.report.chart.Stretch;
import org.coremux.report.chart.View;
import org.coremux.scenario.Model;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pathology of schedulers.md, section 22, does what the head of its scenario says, and what
 * its counterpart, which is named there, does not; {@code docs/pathologies.md} shows each. {@code
 * -Dgolden.update} writes page and pictures anew.
 */
class PathologiesTest {
  private static final Path FOLDER = Path.of("scenarios/pathologies");
  private static final Path PAGE = Path.of("docs/pathologies.md");
  private static final Pictures PICTURES = new Pictures("pathologies");
  private static final long MS = 1_000_000;
  private static final Map<String, RecordedRun> RUNS = new ConcurrentHashMap<>();

  /** Stretches that show one better than what is around its worst wait. Unit: ms. */
  private static final Map<String, List<Long>> SHOWN =
      Map.of(
          "p01-tick-dodge", List.of(1_000L, 1_040L),
          "p02-cap-evasion", List.of(1_000L, 1_040L),
          "p03-cap-oscillation", List.of(1_000L, 1_300L),
          "p08-bandwidth-burst", List.of(1_000L, 1_300L),
          "p09-gang-fragmentation", List.of(1_000L, 1_300L),
          "p11-dhall", List.of(100L, 140L),
          "p12-double-hit", List.of(0L, 40L),
          "p16-halt-poll-burn", List.of(1_000L, 1_001L),
          "p17-slot-waste", List.of(0L, 100L),
          "p18-sleeping-weight", List.of(1_000L, 1_040L));

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  private static RecordedRun run(String name) {
    return RUNS.computeIfAbsent(name, PathologiesTest::with);
  }

  private static RecordedRun with(String name, String... changes) {
    Scenario scenario = RecordedRun.scenario("pathologies/" + name, changes);
    return RecordedRun.of(scenario, RecordedRun.measured(scenario));
  }

  private static GuestResult guest(RecordedRun run, String name) {
    return run.result().guest(name).orElseThrow();
  }

  /** The part of the measured time, of one pCPU. */
  private static double use(RecordedRun run, String guest) {
    return guest(run, guest).time().runningNs()
        / (double) run.result().header().span().durationNs();
  }

  private static WorkloadResult workload(RecordedRun run, String guest) {
    return guest(run, guest).workloads().get(0);
  }

  /** For how long at a stretch a vCPU did so, whole stretches alone. Unit: ms. */
  private static List<Double> stretches(RecordedRun run, String vcpu, Doing doing) {
    List<Double> lengths = new ArrayList<>();
    for (HostTimeline host : run.timeline().hosts()) {
      HostTimeline.Changes changes = host.changes();
      long sinceNs = -1;
      for (int row = 0; row < changes.size(); row++) {
        if (!host.members().get(changes.member().get(row)).name().equals(vcpu)) {
          continue;
        }
        if (sinceNs >= 0 && changes.doingAt(row) != doing) {
          lengths.add((changes.atNs().get(row) - sinceNs) / (double) MS);
          sinceNs = -1;
        } else if (sinceNs < 0 && changes.doingAt(row) == doing) {
          sinceNs = changes.atNs().get(row) > host.span().fromNs() ? changes.atNs().get(row) : -1;
        }
      }
    }
    return lengths;
  }

  /** For how long a cap held each of its vCPUs in each period of cpu.max, on the average. */
  private static double heldPerPeriodMs(RecordedRun run, String guest) {
    double periods = run.result().header().span().durationNs() / (100.0 * MS);
    return guest(run, guest).time().cappedNs() / (periods * guest(run, guest).vcpus() * MS);
  }

  /** By how much the latest of its timer ticks was late. */
  private static double latestTickMs(RecordedRun run, String guest) {
    return guest(run, guest).ticks().orElseThrow().late().maxNs() / (double) MS;
  }

  private static double median(List<Double> values) {
    assertThat(values).isNotEmpty();
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double longest(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static Offset<Double> percent(double value) {
    return within(value / 100);
  }

  // ---- what each does ----

  @Test
  void p1WhoSleepsAcrossEachTickTakesNineTenths() {
    RecordedRun run = run("p01-tick-dodge");

    assertThat(use(run, "dodger")).isCloseTo(0.9003, percent(1));
    assertThat(use(run, "hog")).isCloseTo(0.0997, percent(1));
  }

  @Test
  void p1WhatIsChargedByTimeIsNotDodged() {
    RecordedRun run = with("p01-tick-dodge", "hosts.node.scheduler=credit2");

    assertThat(use(run, "dodger")).isCloseTo(0.5, percent(2));
  }

  @Test
  void p1WithoutARatelimitItTakesWhatItWants() {
    RecordedRun run =
        with(
            "p01-tick-dodge",
            "hosts.node.scheduler={name: credit, ratelimit: 0 s}",
            "guests.dodger.workload[0].burst=9.55 ms");

    assertThat(use(run, "dodger")).isCloseTo(0.96, percent(1));
  }

  @Test
  void p2ACapDoesNotHoldWhoSleepsAcrossEachTick() {
    assertThat(use(run("p02-cap-evasion"), "dodger")).isCloseTo(0.9003, percent(1));
    assertThat(use(with("p02-cap-evasion", "hosts.node.scheduler=credit2"), "dodger"))
        .isCloseTo(0.2, percent(1));
  }

  @Test
  void p3ACapOfHalfAPcpuHasARhythmOfItsOwnUnderEachPolicy() {
    RecordedRun run = run("p03-cap-oscillation");

    assertThat(median(stretches(run, "under-credit.v0", Doing.RUNNING))).isCloseTo(60, within(0.6));
    assertThat(median(stretches(run, "under-credit.v0", Doing.CAPPED))).isCloseTo(60, within(0.6));
    assertThat(median(stretches(run, "under-credit2.v0", Doing.RUNNING)))
        .isCloseTo(5, within(0.05));
    assertThat(median(stretches(run, "under-credit2.v0", Doing.CAPPED))).isCloseTo(5, within(0.05));
    // a quota is looked at each tick, and what it was overdrawn by is taken from the next period
    assertThat(median(stretches(run, "under-linux.v0", Doing.RUNNING))).isCloseTo(50, within(4.0));
    assertThat(median(stretches(run, "under-linux.v0", Doing.CAPPED))).isCloseTo(50, within(4.0));
    for (String guest : List.of("under-credit", "under-credit2", "under-linux")) {
      assertThat(use(run, guest)).isCloseTo(0.5, percent(1));
    }
    assertThat(heldPerPeriodMs(run, "under-linux")).isCloseTo(50, within(0.5));
    assertThat(latestTickMs(run, "under-credit")).isCloseTo(60, within(0.6));
    assertThat(latestTickMs(run, "under-credit2")).isCloseTo(4, within(0.04));
    assertThat(latestTickMs(run, "under-linux")).isCloseTo(52, within(0.52));
  }

  @Test
  void p4AWakeUpWithinTheRatelimitWaitsForTheWholeSlice() {
    RecordedRun run = run("p04-lost-preemption");

    assertThat(median(stretches(run, "waker.v0", Doing.WAITING))).isCloseTo(9.5, within(0.095));
    RecordedRun unlimited =
        with("p04-lost-preemption", "hosts.node.scheduler={name: credit2, ratelimit: 0 s}");
    assertThat(longest(stretches(unlimited, "waker.v0", Doing.WAITING))).isLessThan(0.05);
  }

  /** Completed in the run by a workload. */
  private static long done(RecordedRun run, String guest) {
    return workload(run, guest).completed();
  }

  private static double perSecond(RecordedRun run, String guest) {
    return workload(run, guest).throughput(run.result().durationNs()).doubleValue();
  }

  private static LockFigures locks(RecordedRun run, String guest) {
    return workload(run, guest).extras().locks().orElseThrow();
  }

  @Test
  void p5ALockWhoseHolderIsPreemptedCollapsesAndHelpRecoversIt() {
    RecordedRun run = run("p05-lock-holder-preemption");

    assertThat(locks(run, "roomy-locks").holders().count()).isZero();
    assertThat(locks(run, "crowded-locks").holders().count()).isPositive();
    assertThat(done(run, "crowded-locks")).isLessThan(done(run, "roomy-locks") / 6);
    assertThat(done(run, "helped-locks")).isGreaterThan(2 * done(run, "crowded-locks"));
    assertThat(done(run, "paravirtual-locks")).isGreaterThan(done(run, "helped-locks"));
    assertThat(locks(run, "paravirtual-locks").spinNs())
        .isLessThan(locks(run, "crowded-locks").spinNs() / 2);
    assertThat(perSecond(run, "roomy-locks")).isCloseTo(160_000, withinPercentage(1));
    assertThat(perSecond(run, "crowded-locks")).isCloseTo(25_000, withinPercentage(2));
    assertThat(perSecond(run, "helped-locks")).isCloseTo(73_000, withinPercentage(1));
    assertThat(perSecond(run, "paravirtual-locks")).isCloseTo(74_000, withinPercentage(1));
    assertThat(locks(run, "crowded-locks").spinNs() / 1e9).isCloseTo(2.9, within(0.05));
    assertThat(sum(stretches(run, "roomy-locks.v0", Doing.SPINNING))).isZero();
    double spunMs = 0;
    for (int vcpu = 0; vcpu < 4; vcpu++) {
      spunMs += sum(stretches(run, "crowded-locks.v" + vcpu, Doing.SPINNING));
    }
    assertThat(spunMs).isCloseTo(locks(run, "crowded-locks").spinNs() / 1e6, percent(spunMs * 3));
  }

  @Test
  void p6LocksThatGoByTurnsAreWorstWhereThoseWhoseTurnItIsDoNotRun() {
    RecordedRun run = run("p06-lock-waiter-preemption");

    assertThat(locks(run, "ticket-locks").waiters().count()).isPositive();
    assertThat(locks(run, "tas-locks").waiters().count()).isZero();
    for (String better : List.of("tas-locks", "paravirtual-locks")) {
      assertThat(done(run, better)).isGreaterThan(2 * done(run, "ticket-locks"));
      assertThat(done(run, better)).isGreaterThan(2 * done(run, "queued-locks"));
    }
    assertThat(perSecond(run, "ticket-locks")).isCloseTo(25_000, withinPercentage(2));
    assertThat(perSecond(run, "queued-locks")).isCloseTo(25_000, withinPercentage(2));
    assertThat(perSecond(run, "tas-locks")).isCloseTo(68_000, withinPercentage(1));
    assertThat(perSecond(run, "paravirtual-locks")).isCloseTo(67_000, withinPercentage(1));
    assertThat(locks(run, "ticket-locks").waiters().ns() / 1e9).isCloseTo(1.3, within(0.05));
  }

  @Test
  void p7AShootdownWaitsForAPreemptedVcpuNativelyAndNotParavirtually() {
    RecordedRun run = run("p07-tlb-shootdown");

    // schedulers.md has one slice of 30 ms; whose turn is several slices away waits for them all
    assertThat(workload(run, "native").latency().maxNs()).isGreaterThan(30 * MS);
    assertThat(workload(run, "native").latency().p99Ns() / 1e6).isCloseTo(77, within(0.77));
    assertThat(workload(run, "paravirtual").latency().p99Ns()).isLessThan(MS / 10);
    assertThat(done(run, "paravirtual")).isGreaterThan(done(run, "native") * 3 / 2);
    assertThat(workload(run, "native").extras().crossCalls().orElseThrow().late()).isPositive();
    assertThat(longest(stretches(run, "native.v1", Doing.SPINNING))).isGreaterThan(20);
    assertThat(longest(stretches(run, "paravirtual.v1", Doing.SPINNING))).isLessThan(0.1);
  }

  @Test
  void p8AQuotaOfOnePcpuIsGoneAfterAnEighthOfThePeriodOnEight() {
    RecordedRun run = run("p08-bandwidth-burst");

    // as in p3, a single stretch to a tick of 4 ms, and all of them to the per cent
    assertThat(median(stretches(run, "service.v0", Doing.RUNNING))).isCloseTo(12.5, within(4.0));
    assertThat(median(stretches(run, "service.v0", Doing.CAPPED))).isCloseTo(87.5, within(4.0));
    assertThat(heldPerPeriodMs(run, "service")).isCloseTo(87.5, within(0.875));
    assertThat(use(run, "service")).isCloseTo(1, percent(1));
    assertThat(latestTickMs(run, "service")).isCloseTo(88, within(0.88));
  }

  @Test
  void p9TwoGangsOfThreeLeaveAQuarterOfFourPcpusIdle() {
    RecordedRun run = run("p09-gang-fragmentation");

    assertThat(idle(run)).isCloseTo(0.25, percent(1));
    assertThat(guest(run, "left").time().waitingNs()).isGreaterThan(14_000 * MS);
    assertThat(idle(with("p09-gang-fragmentation", "hosts.node.scheduler=credit2")))
        .isCloseTo(0, percent(1));
  }

  private static double idle(RecordedRun run) {
    return 1 - run.result().hosts().get(0).utilisation().doubleValue();
  }

  @Test
  void p10AWideGuestIsStoppedForBeingAheadOfItself() {
    RecordedRun run = run("p10-co-stop");

    double all = 8.0 * run.result().header().span().durationNs();
    assertThat(guest(run, "wide").time().costoppedNs() / all).isBetween(0.12, 0.20);
    assertThat(guest(run, "hog-1").time().costoppedNs()).isZero();
    RecordedRun narrow =
        with("p10-co-stop", "guests.wide.vcpus=2", "guests.wide.workload[0].threads=2");
    assertThat(guest(narrow, "wide").time().costoppedNs()).isZero();
  }

  @Test
  void p11LightGuestsMakeAHeavyOneMissBesideAnIdlePcpu() {
    RecordedRun run = run("p11-dhall");

    assertThat(workload(run, "heavy").extras().missed().orElseThrow()).isGreaterThan(24);
    assertThat(workload(run, "light-1").extras().missed().orElseThrow()).isZero();
    assertThat(idle(run)).isGreaterThan(0.4);
    RecordedRun apart = with("p11-dhall", "guests.heavy.affinity=1", "guests.light.affinity=0");
    assertThat(workload(apart, "heavy").extras().missed().orElseThrow()).isZero();
  }

  @Test
  void p12ADeferrableServerRunsTwoBudgetsInARow() {
    RecordedRun run = run("p12-double-hit");

    assertThat(longest(stretches(run, "late.v0", Doing.RUNNING))).isGreaterThan(7.8);
    assertThat(use(run, "late")).isLessThan(0.4);
    assertThat(workload(run, "victim").latency().maxNs()).isGreaterThan(10_800_000);
    RecordedRun inPhase = with("p12-double-hit", "guests.late.start=0 s");
    assertThat(longest(stretches(inPhase, "late.v0", Doing.RUNNING))).isLessThan(4.1);
  }

  @Test
  void p13SiblingsGatherOnThePcpuThatIsIdleNowAndThen() {
    RecordedRun run = run("p13-sibling-stacking");

    // no hog waits: so the four wait for each other, on the pCPU that the hogs leave
    assertThat(guest(run, "burst").steal().doubleValue()).isGreaterThan(0.4);
    assertThat(guest(run, "hog-1").steal().doubleValue()).isLessThan(0.01);
    RecordedRun room = with("p13-sibling-stacking", "guests.hog.count=4");
    assertThat(guest(room, "burst").steal().doubleValue()).isLessThan(0.01);
  }

  private static WaitingAnalysis.Waited waited(RecordedRun run, String guest) {
    return WaitingAnalysis.of(run.timeline()).of(guest).orElseThrow();
  }

  @Test
  void p14GuestsOfOneVcpuLeaveHalfOfTheThreadsIdleWhereCoresAreNotShared() {
    RecordedRun run = run("p14-core-fragmentation");

    long allNs = 8 * run.result().header().span().durationNs();
    assertThat(run.result().hosts().get(0).time().forcedIdleNs() / (double) allNs)
        .isCloseTo(0.5, percent(1));
    RecordedRun shared =
        with("p14-core-fragmentation", "hosts.node.scheduler={name: credit2, granularity: cpu}");
    assertThat(guest(shared, "small-1").workNs())
        .isGreaterThan(guest(run, "small-1").workNs() * 12 / 10);
  }

  @Test
  void p15BoostedGuestsStarveAHogAndWaitForEachOther() {
    RecordedRun run = run("p15-boost-storm");

    assertThat(use(run, "hog")).isCloseTo(0.19, within(0.005));
    assertThat(latestTickMs(run, "hog")).isCloseTo(71, within(0.71));
    assertThat(longest(stretches(run, "hog.v0", Doing.WAITING))).isGreaterThan(30);
    assertThat(guest(run, "io-1").steal().doubleValue()).isGreaterThan(0.5);
    assertThat(waited(run, "io-1").because().get(0).guest()).startsWith("io-");
    RecordedRun unboosted = with("p15-boost-storm", "hosts.node.scheduler=credit2");
    assertThat(use(unboosted, "hog")).isCloseTo(0.22, within(0.005));
    assertThat(use(with("p15-boost-storm", "guests.io.count=2"), "hog"))
        .isCloseTo(0.76, within(0.005));
  }

  @Test
  void p16PollingForEventsEach150UsKeepsAPcpuBusy() {
    RecordedRun run = run("p16-halt-poll-burn");

    assertThat(idle(run)).isLessThan(0.01);
    assertThat(guest(run, "device").workNs()).isLessThan(200 * MS);
    RecordedRun without = with("p16-halt-poll-burn", "hosts.node.kvm={haltPoll: 0 s}");
    assertThat(idle(without)).isGreaterThan(0.8);
    assertThat(workload(without, "device").latency().meanNs())
        .isGreaterThan(workload(run, "device").latency().meanNs());
  }

  @Test
  void p17ASlotOfAPartitionThatSleepsIsNobodys() {
    RecordedRun run = run("p17-slot-waste");

    assertThat(use(run, "worker")).isCloseTo(0.5, percent(1));
    assertThat(idle(run)).isCloseTo(0.499, percent(1));
    RecordedRun busy = with("p17-slot-waste", "guests.sleeper.workload[0].burst=600 ms");
    assertThat(guest(busy, "worker").time()).isEqualTo(guest(run, "worker").time());
  }

  @Test
  void p18AGuestThatSleepsMakesWeightsOfOthersVoidAndSwitchesMany() {
    RecordedRun run = run("p18-sleeping-weight");

    assertThat(use(run, "heavy-alone")).isCloseTo(8 / 9.0, percent(1));
    assertThat(use(run, "heavy-beside")).isCloseTo(0.5, percent(1));
    double alone = run.result().hosts().get(0).contextSwitches();
    double beside = run.result().hosts().get(1).contextSwitches();
    assertThat(alone / 10).isCloseTo(222, within(2.2));
    assertThat(beside).isGreaterThan(2.5 * alone);
  }

  // ---- all of them ----

  @ParameterizedTest
  @MethodSource("names")
  void keepsTheBooksAtEveryInstant(String name) {
    Scenario scenario = RecordedRun.scenario("pathologies/" + name, "warmup=0 s", "duration=1 s");
    Model checked = new Model(scenario, RecordedRun.PLUGINS, new Model.Options(0, true));

    RunResult result = new Run(checked).toEnd();

    Model plain = new Model(scenario, RecordedRun.PLUGINS, new Model.Options(0, false));
    assertThat(result).isEqualTo(new Run(plain).toEnd());
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsReportFitsATerminal(String name) {
    String report = SummaryTable.text(run(name).result(), StandardCharsets.UTF_8);

    assertThat(report.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
  }

  @Test
  void thePageTellsOfEach() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # What schedulers do to guests

            Known bad habits of real schedulers, a scenario each in
            [scenarios/pathologies](../scenarios/pathologies): what happens, what to expect, the
            picture, and what to change to see it go. `./coremux run NAME` prints the report,
            `--out` keeps the page in which one can walk about, and `chart` draws the stretch that
            is shown here, since in a picture of a whole run milliseconds are too small to be seen.
            A vCPU that spins, brown, has a pCPU and only waits there for another vCPU, for 20 us or
            more at a time. This page is written by the tests
            (`mvn -B verify -Dtest=PathologiesTest -Dgolden.update`), which hold each to what it
            says.
            """);
    for (String name : names()) {
      section(name, page::append);
    }
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
  }

  private static void section(String name, Consumer<String> page) throws IOException {
    RecordedRun run = run(name);
    List<String> head =
        Files.readString(FOLDER.resolve(name + ".yaml"))
            .lines()
            .takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).strip())
            .toList();
    page.accept("\n## " + name.substring(0, 3).replace("p0", "p").toUpperCase(Locale.ROOT));
    page.accept(": " + head.get(0) + "\n\n");
    for (String line : head.subList(2, head.size())) {
      boolean begins = line.startsWith("Try:") || line.startsWith("Source:");
      page.accept((begins ? "\n" : "") + line + "\n");
    }
    Stretch shown = shown(name, run);
    page.accept(
        """

            ./coremux run %s --out result     # trace %s
            ./coremux chart result --only timeline --window '%s..%s'

        """
            .formatted(
                name,
                run.result().header().traceHashText(),
                time(shown.fromNs()),
                time(shown.untilNs())));
    if (name.startsWith("p16")) { // a vCPU that polls runs: what it burns is another picture
      PICTURES.add(name, "utilisation", run, View.ALL, page);
    }
    for (HostTimeline host : run.timeline().hosts()) {
      boolean several = run.timeline().hosts().size() > 1;
      PICTURES.add(
          several ? name + "-" + host.host() : name,
          "timeline",
          run,
          new View(Optional.of(host.host()), Optional.of(shown)),
          page);
    }
  }

  private static String time(long ns) {
    return Quantity.format(ns, Quantity.Dimension.TIME);
  }

  private static Stretch shown(String name, RecordedRun run) {
    List<Long> ms = SHOWN.get(name);
    return ms == null
        ? Pictures.around(run, WaitingAnalysis.of(run.timeline()))
        : new Stretch(ms.get(0) * MS, ms.get(1) * MS);
  }
}
