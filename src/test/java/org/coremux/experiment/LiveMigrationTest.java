package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.coremux.hypervisor.Migration;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that moves while it runs: every run here checks every invariant at every instant. */
class LiveMigrationTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final long MS = 1_000_000;
  private static final long MIB = 1L << 20;

  /** Of the guest's memory. Unit: bytes. */
  private static final long TOUCHED = 40 * MIB;

  private static final String STILL = "{hot: 0 B, hotRate: 0/s, rate: 0/s}";
  private static final String BUSY = "{hot: 4 MiB, hotRate: 100_000/s, rate: 1_000/s}";
  private static final String WRITER = "{hot: 40 MiB, hotRate: 1_000_000/s, rate: 0/s}";

  /** Less than the link has, so that nothing waits for it. */
  private static final String EASY = ", rate: {start: 300 Mbit/s, max: 500 Mbit/s}";

  private static final String COMPUTE = "{kind: compute}";

  /** What happened, and the wired model at the end. */
  private record Moved(Model model, RunResult result) {
    MigrationResult migration() {
      return result.migrations().get(0);
    }

    Migration live() {
      return model.migrations().get(0);
    }

    GuestResult guest() {
      return result.guest("web").orElseThrow();
    }

    long downtimeNs() {
      return migration().downtimeNs().orElseThrow();
    }
  }

  private static Moved run(String platform, String writes, String how) {
    return run(platform, COMPUTE, writes, how);
  }

  private static Moved run(String platform, String workload, String writes, String how) {
    String text =
        """
        scenario: test
        duration: 4 s
        hosts:
          - name: a
            cpu: {cores: 2, clock: 2 GHz}
            memory: 64 GiB
            platform: %s
            devices: {link: 1 Gbit/s}
          - name: b
            cpu: {cores: 2, clock: 2 GHz}
            memory: 64 GiB
            platform: %s
            devices: {link: 1 Gbit/s}
        guests:
          - name: web
            host: a
            vcpus: 1
            memory: 64 MiB
            pages: {touched: 40 MiB, active: 20 MiB, references: 5_000/s, writes: %s}
            workload: [%s]
        events:
          - {at: 500 ms, migrate: web, to: b%s}
        """
            .formatted(platform, platform, writes, workload, how);
    Model model =
        new Model(
            new ScenarioReader(PLUGINS.catalogue()).read(text, Path.of(""), List.of()),
            PLUGINS,
            new Model.Options(0, true));
    return new Moved(model, new Run(model).toEnd());
  }

  private static long lastSentNs(Moved moved) {
    MigrationResult.Round last =
        moved.migration().rounds().get(moved.migration().rounds().size() - 1);
    return last.startNs() + last.ns();
  }

  // ---- pre-copy ----

  @ParameterizedTest
  @ValueSource(strings = {"kvm", "xen", "xen-pv", "esxi"})
  void aGuestThatWritesNothingIsSentOnce(String platform) {
    Moved moved = run(platform, STILL, EASY);

    assertThat(moved.migration().outcome()).isEqualTo("converged");
    assertThat(moved.migration().rounds()).hasSize(1);
    assertThat(moved.migration().rounds().get(0).sentBytes()).isEqualTo(TOUCHED);
    assertThat(moved.migration().lastBytes()).isZero();
    assertThat(moved.guest().host()).isEqualTo("b");
    assertThat(moved.downtimeNs()).isLessThan(15 * MS); // the restart, and hardly more
  }

  @ParameterizedTest
  @CsvSource({"kvm, pre-copy", "xen, pre-copy", "kvm, post-copy", "xen, stop-and-copy"})
  void allPagesComeAndNoneIsSentThatDoesNot(String platform, String by) {
    Moved moved = run(platform, BUSY, EASY + ", by: " + by);

    assertThat(moved.live().receivedBytes()).isEqualTo(moved.migration().pages().sentBytes());
    assertThat(moved.live().receivedBytes()).isGreaterThanOrEqualTo(TOUCHED);
    assertThat(moved.guest().host()).isEqualTo("b");
    assertThat(moved.migration().span().endNs()).isPresent();
  }

  @Test
  void eachRoundSendsWhatWasDirtiedInTheLast() {
    List<MigrationResult.Round> rounds = run("xen", BUSY, EASY).migration().rounds();

    assertThat(rounds).hasSizeGreaterThan(3);
    for (int i = 1; i < rounds.size(); i++) {
      assertThat(rounds.get(i).sentBytes()).isEqualTo(rounds.get(i - 1).dirtiedBytes());
      assertThat(rounds.get(i).startNs())
          .isEqualTo(rounds.get(i - 1).startNs() + rounds.get(i - 1).ns());
    }
  }

  @Test
  void aRoundTakesAsLongAsItsBytesAtItsRate() {
    for (MigrationResult.Round round : run("xen", BUSY, EASY).migration().rounds()) {
      double ns = round.sentBytes() * 8e9 / round.bitsPerSecond();
      assertThat((double) round.ns()).isCloseTo(ns, within(2.0 * MS)); // a parcel more or less
    }
  }

  /** What is left goes as fast as it goes: here the link's 1 Gbit/s, less what is around frames. */
  @Test
  void theGuestStandsStillForTheLastPagesAndTheRestart() {
    Moved moved = run("kvm", BUSY, EASY + ", restart: 30 ms, downtime: 200 ms");
    double wireMs = moved.migration().lastBytes() * 8.0 / 1e6 * 1_538 / 1_448;

    assertThat(moved.downtimeNs() / 1e6).isCloseTo(30 + wireMs, within(3.0));
    assertThat(moved.migration().span().stoppedNs()).hasValue(lastSentNs(moved));
    assertThat(moved.guest().time().offlineNs())
        .isCloseTo(moved.downtimeNs(), within(MS)); // until its vCPU has been taken off
  }

  @Test
  void whatTheGuestWritesWhileItComesToAStandIsSentToo() {
    Moved moved = run("kvm", WRITER, ", rounds: 2");
    long left = moved.migration().rounds().get(1).dirtiedBytes();

    assertThat(moved.migration().lastBytes()).isGreaterThanOrEqualTo(left);
  }

  // ---- what does not converge ----

  @Test
  void aWriterIsForcedToStandStill() {
    Moved moved = run("kvm", WRITER, ", rounds: 3, downtime: 10 ms");

    assertThat(moved.migration().outcome()).isEqualTo("forced");
    assertThat(moved.migration().rounds()).hasSize(3);
    assertThat(moved.guest().host()).isEqualTo("b");
  }

  @Test
  void aWriterStaysWhereThatIsSaid() {
    Moved moved = run("kvm", WRITER, ", rounds: 3, downtime: 10 ms, onNonConvergence: abort");

    assertThat(moved.migration().outcome()).isEqualTo("aborted");
    assertThat(moved.migration().downtimeNs()).isEmpty();
    assertThat(moved.guest().host()).isEqualTo("a");
    assertThat(moved.guest().time().offlineNs()).isZero();
  }

  @Test
  void aWriterThatIsSlowedStandsStillForLess() {
    String slow = "{hot: 40 MiB, hotRate: 40_000/s, rate: 0/s}";
    Moved fast = run("kvm", slow, ", rounds: 8, downtime: 60 ms");
    Moved slowed = run("kvm", slow, ", rounds: 8, downtime: 60 ms, autoConverge: true");

    assertThat(slowed.migration().pages().slowedPercent()).isBetween(20, 50);
    assertThat(slowed.migration().lastBytes()).isLessThan(fast.migration().lastBytes());
    assertThat(slowed.guest().workNs()).isLessThan(fast.guest().workNs());
  }

  @Test
  void theEndOfTheRunLeavesAMigrationUnfinished() {
    Moved moved = run("xen", BUSY, ", rate: {start: 10 Mbit/s, max: 10 Mbit/s, step: 0 bit/s}");

    assertThat(moved.migration().outcome()).isEqualTo("unfinished");
    assertThat(moved.migration().totalNs()).isEmpty();
    assertThat(moved.guest().host()).isEqualTo("a");
  }

  // ---- other ways ----

  @Test
  void stopAndCopyTakesAsLongAsAllItsBytesAndTheGuestStandsStill() {
    Moved moved = run("xen", BUSY, ", by: stop-and-copy, rate: {max: 400 Mbit/s}");
    double ms = TOUCHED * 8.0 / 400e6 * 1e3 + 9;

    assertThat(moved.migration().rounds()).isEmpty();
    assertThat(moved.downtimeNs() / 1e6).isCloseTo(ms, within(3.0));
    assertThat(moved.migration().totalNs()).hasValue(moved.downtimeNs());
  }

  @Test
  void postCopyStopsTheGuestForItsRestartAndLetsItWaitForPages() {
    Moved moved = run("kvm", STILL, ", by: post-copy, rate: {max: 500 Mbit/s}");

    assertThat(moved.downtimeNs()).isBetween(10 * MS, 12 * MS);
    assertThat(moved.migration().pages().sentBytes()).isEqualTo(TOUCHED);
    assertThat(moved.migration().pages().faults()).isBetween(100L, TOUCHED / 4_096);
    assertThat(moved.migration().pages().faultNs()).isPositive();
    assertThat(moved.guest().exits().amount("fault")).isEqualTo(moved.migration().pages().faults());
    assertThat(moved.guest().time().offlineNs())
        .isCloseTo(moved.downtimeNs() + moved.migration().pages().faultNs(), within(20 * MS));
  }

  @Test
  void theRestOfAWriterComesAfterIt() {
    Moved moved =
        run("kvm", WRITER, EASY + ", rounds: 2, downtime: 10 ms, onNonConvergence: post-copy");

    assertThat(moved.migration().rounds()).hasSize(2);
    assertThat(moved.migration().lastBytes()).isPositive();
    assertThat(moved.downtimeNs()).isLessThan(13 * MS);
    assertThat(moved.guest().host()).isEqualTo("b");
  }

  // ---- who pays ----

  @Test
  void theGuestPaysForTheFirstWriteToAPageInARound() {
    Moved moved = run("kvm", BUSY, "");
    long dirtied =
        moved.migration().rounds().stream().mapToLong(MigrationResult.Round::dirtiedBytes).sum();

    assertThat(moved.guest().exits().amount("fault"))
        .isCloseTo(dirtied / 4_096, within(20L)); // and what it wrote while it came to a stand
    assertThat(moved.guest().overheadNs().amount("hypervisor"))
        .isGreaterThan(dirtied / 4_096 * 2_000);
  }

  @Test
  void bothHostsPayForEachPage() {
    Moved moved = run("xen-pv", STILL, "");
    long pages = TOUCHED / 4_096 + 16; // and the guest itself
    for (HostResult host : moved.result().hosts()) {
      GuestResult domain0 = host.domain0().orElseThrow();
      assertThat(domain0.workNs()).isEqualTo(pages * 39_322);
    }
  }

  @Test
  void aGuestThatNeedsTheLinkHasLessOfIt() {
    String clients =
        "{kind: clients, threads: 20, clients: 20, think: 100 us, service: 100 us, receives: 1,"
            + " sends: 40}";
    Moved moved = run("xen", clients, STILL, ", rate: {start: 300 Mbit/s, max: 500 Mbit/s}");
    MigrationResult.Felt felt = moved.migration().felt().orElseThrow();
    long before = completed(felt, 100 * MS, 500 * MS);
    MigrationResult.Round round = moved.migration().rounds().get(0);
    long during = completed(felt, round.startNs() + 50 * MS, round.startNs() + 450 * MS);

    assertThat(during / (double) before).isCloseTo(0.68, within(0.04)); // 300 and frames, of 1,000
  }

  private static long completed(MigrationResult.Felt felt, long fromNs, long untilNs) {
    long sum = 0;
    for (int i = 0; i < felt.completed().size(); i++) {
      long atNs = felt.startNs() + i * felt.bucketNs();
      sum += atNs >= fromNs && atNs < untilNs ? felt.completed().get(i) : 0;
    }
    return sum;
  }

  // ---- what goes wrong ----

  @Test
  void aGuestWhoseTargetFailsGoesOnWhereItIs() {
    Moved moved = run("kvm", BUSY, "}\n  - {at: 600 ms, fail: b");

    assertThat(moved.migration().outcome()).isEqualTo("aborted");
    assertThat(moved.guest().host()).isEqualTo("a");
    assertThat(moved.guest().time().runningNs()).isGreaterThan(3_990 * MS);
  }

  @Test
  void aGuestThatNeedsPagesOfAHostThatFailsIsLost() {
    Moved moved =
        run("kvm", BUSY, ", by: post-copy, rate: {max: 100 Mbit/s}}\n  - {at: 1 s, fail: a");

    assertThat(moved.guest().time().offlineNs()).isGreaterThan(2_900 * MS);
  }

  @Test
  void howFiguresAreNamed() {
    Moved moved = run("xen", BUSY, EASY);
    RunResult result = moved.result();

    assertThat(Metric.value(result, "web.migration.downtime"))
        .contains(Decimal.milliseconds(moved.downtimeNs()));
    assertThat(Metric.value(result, "guests.web.migration.total"))
        .contains(Decimal.seconds(moved.migration().totalNs().orElseThrow()));
    assertThat(Metric.value(result, "web.migration.round2").orElseThrow().longValue())
        .isEqualTo(moved.migration().rounds().get(1).sentBytes());
    assertThat(Metric.value(result, "web.migration.round99")).isEmpty();
  }
}
