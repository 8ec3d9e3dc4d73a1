package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.coremux.experiment.Doing;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Inspector;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Snapshot;
import org.coremux.experiment.TimelineRecorder;
import org.coremux.scenario.Model;
import org.coremux.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recorder takes down is what happened: it adds up to the books, to the nanosecond. */
class TimelineRecorderTest {
  private static final long MS = 1_000_000;
  private static final int PLENTY = 10_000_000;

  /** By guest and {@link Doing}: time of its vCPUs, or of its threads on bare metal, ns. */
  private static Map<String, long[]> timesNs(HostTimeline host) {
    Map<String, long[]> times = new HashMap<>();
    int members = host.members().size();
    long[] sinceNs = new long[members];
    int[] doing = new int[members];
    HostTimeline.Changes changes = host.changes();
    for (int row = 0; row < changes.size(); row++) {
      int member = changes.member().get(row);
      long atNs = Math.max(changes.atNs().get(row), host.span().fromNs());
      add(times, host, member, doing[member], atNs - sinceNs[member]);
      sinceNs[member] = atNs;
      doing[member] = changes.doing().get(row);
    }
    for (int member = 0; member < members; member++) {
      add(times, host, member, doing[member], host.span().untilNs() - sinceNs[member]);
    }
    return times;
  }

  private static void add(
      Map<String, long[]> times, HostTimeline host, int member, int doing, long ns) {
    HostTimeline.Member of = host.members().get(member);
    if (!host.levels().get(of.level()).isGuest()) {
      times.computeIfAbsent(of.guest(), key -> new long[Doing.values().length])[doing] += ns;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "quickstart, hosts.node.platform=xen",
    "quickstart, hosts.node.platform=kvm",
    "quickstart, hosts.node.platform=hosted",
    "quickstart, hosts.node.platform=bare-metal",
    "caps, seed=1",
    "weights, seed=1",
    "type1-vs-type2, seed=1"
  })
  void whatEachGuestDidAddsUpToItsBooks(String name, String change) {
    Scenario scenario = RecordedRun.scenario(name, change);
    RecordedRun recorded = RecordedRun.of(scenario, RecordedRun.measured(scenario));

    for (HostTimeline host : recorded.timeline().hosts()) {
      Map<String, long[]> times = timesNs(host);
      for (GuestResult guest : recorded.result().guests()) {
        if (guest.host().equals(host.host())) {
          GuestTime books = guest.time();
          long[] ns = times.get(guest.name());
          assertThat(ns[Doing.RUNNING.ordinal()]).isEqualTo(books.runningNs());
          assertThat(ns[Doing.WAITING.ordinal()]).isEqualTo(books.waitingNs());
          assertThat(ns[Doing.CAPPED.ordinal()]).isEqualTo(books.cappedNs());
          assertThat(ns[Doing.COSTOPPED.ordinal()]).isEqualTo(books.costoppedNs());
          assertThat(ns[Doing.BLOCKED.ordinal()]).isEqualTo(books.blockedNs());
        }
      }
    }
  }

  @Test
  void capsAreToldFromWaiting() {
    Scenario scenario = RecordedRun.scenario("caps");
    RecordedRun recorded = RecordedRun.of(scenario, RecordedRun.measured(scenario));

    assertThat(recorded.result().guests()).anyMatch(guest -> guest.time().cappedNs() > 0);
  }

  @ParameterizedTest
  @CsvSource({"xen", "kvm", "bare-metal", "hosted"})
  void takingDownChangesNothing(String platform) {
    Scenario scenario = RecordedRun.scenario("quickstart", "hosts.node.platform=" + platform);

    RunResult watched = RecordedRun.of(scenario, RecordedRun.measured(scenario)).result();
    RunResult unwatched =
        new Run(new Model(scenario, RecordedRun.PLUGINS, Model.Options.NORMAL)).toEnd();

    assertThat(ResultJson.text(watched)).isEqualTo(ResultJson.text(unwatched));
  }

  @Test
  void aWindowBeginsWithWhatEverybodyDoesAndHoldsWhatHappensInIt() {
    Scenario scenario = RecordedRun.scenario("quickstart");
    RecordedRun whole = RecordedRun.of(scenario, RecordedRun.measured(scenario));
    HostTimeline part =
        RecordedRun.of(scenario, new TimelineRecorder.Window(900 * MS, 950 * MS, PLENTY, 0)).host();

    assertThat(part.span()).isEqualTo(new HostTimeline.Span(900 * MS, 950 * MS, false));
    assertThat(doingAt(part, 930 * MS)).isEqualTo(doingAt(whole.host(), 930 * MS));
    for (int row = part.members().size(); row < part.changes().size(); row++) {
      assertThat(part.changes().atNs().get(row)).isBetween(900 * MS, 950 * MS - 1);
    }
    assertThat(part.decisions().atNs().get(0)).isGreaterThanOrEqualTo(900 * MS);
  }

  /** By member: what it does at an instant, and since when. */
  private static Map<String, String> doingAt(HostTimeline host, long instantNs) {
    Map<String, String> doing = new HashMap<>();
    HostTimeline.Changes changes = host.changes();
    for (int row = 0; row < changes.size(); row++) {
      if (changes.atNs().get(row) <= instantNs) {
        doing.put(
            host.members().get(changes.member().get(row)).name(),
            changes.doingAt(row) + " since " + changes.atNs().get(row));
      }
    }
    return doing;
  }

  @Test
  void whenThereIsTooMuchItEndsBeforeTheInstantThatDidNotFit() {
    Scenario scenario = RecordedRun.scenario("quickstart");
    HostTimeline cut =
        RecordedRun.of(scenario, new TimelineRecorder.Window(0, 2_500 * MS, 2_000, 0)).host();

    assertThat(cut.span().isCut()).isTrue();
    assertThat(cut.span().untilNs()).isBetween(1L, 500 * MS);
    int rows = cut.changes().size() + cut.decisions().size();
    assertThat(rows).isBetween(1_900, 2_000 + cut.members().size());
    assertThat(cut.changes().atNs().get(cut.changes().size() - 1)).isLessThan(cut.span().untilNs());
    assertThat(cut.decisions().atNs().get(cut.decisions().size() - 1))
        .isLessThan(cut.span().untilNs());
  }

  @Test
  void aSnapshotIsWhatAtPrints() {
    Scenario scenario = RecordedRun.scenario("quickstart", "duration=50 ms");
    HostTimeline host =
        RecordedRun.of(scenario, new TimelineRecorder.Window(0, 550 * MS, PLENTY, 200_000)).host();

    assertThat(host.snapshots()).hasSizeGreaterThan(7);
    Inspector inspector = new Inspector(scenario, RecordedRun.PLUGINS);
    for (HostTimeline.Words words : host.snapshots()) {
      inspector.runTo(words.atNs());
      assertThat(words.text())
          .isEqualTo(SnapshotText.text(inspector.snapshot(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void snapshotsAreSpreadEvenlyOverAllThatTheyCouldBeTakenAt() {
    Scenario scenario = RecordedRun.scenario("quickstart");
    HostTimeline host =
        RecordedRun.of(scenario, new TimelineRecorder.Window(0, 2_500 * MS, PLENTY, 500_000))
            .host();

    long characters = host.snapshots().stream().mapToLong(words -> words.text().length()).sum();
    assertThat(characters).isBetween(200_000L, 500_000L);
    long longestNs = 0;
    for (int i = 1; i < host.snapshots().size(); i++) {
      longestNs =
          Math.max(longestNs, host.snapshots().get(i).atNs() - host.snapshots().get(i - 1).atNs());
    }
    assertThat(longestNs).isLessThan(300 * MS);
  }

  @Test
  void aDecisionSaysWhoWasThereAndWhoComes() {
    Scenario scenario = RecordedRun.scenario("quickstart", "duration=50 ms");
    HostTimeline host = RecordedRun.of(scenario, RecordedRun.measured(scenario)).host();
    HostTimeline.Decisions decisions = host.decisions();

    int[] on = new int[host.processors().size()];
    boolean[] isKnown = new boolean[on.length];
    for (int row = 0; row < decisions.size(); row++) {
      int p = decisions.processor().get(row);
      if (isKnown[p]) {
        assertThat(decisions.from().get(row)).isEqualTo(on[p]);
      }
      isKnown[p] = true;
      on[p] = decisions.to().get(row);
    }
    assertThat(decisions.size()).isGreaterThan(100);
  }

  @Test
  void aSliceEndsWhenAtSaysSo() {
    Scenario scenario = RecordedRun.scenario("quickstart", "duration=50 ms");
    HostTimeline host = RecordedRun.of(scenario, RecordedRun.measured(scenario)).host();
    HostTimeline.Decisions decisions = host.decisions();
    Inspector inspector = new Inspector(scenario, RecordedRun.PLUGINS);
    inspector.runTo(inspector.endNs());

    int compared = 0;
    for (Snapshot.OneProcessor p : inspector.snapshot().levels().get(0).processors()) {
      for (int row = decisions.size() - 1; row >= 0; row--) {
        if (decisions.processor().get(row) == p.index() && p.last().isPresent()) {
          assertThat(decisions.atNs().get(row)).isEqualTo(p.last().get().atNs());
          assertThat(decisions.untilNs().get(row)).isEqualTo(p.last().get().untilNs());
          compared++;
          break;
        }
      }
    }
    assertThat(compared).isEqualTo(8);
  }
}
