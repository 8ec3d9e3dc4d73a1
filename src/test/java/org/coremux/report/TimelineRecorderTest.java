package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
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

  private static final String LOCKS = "pathologies/p05-lock-holder-preemption";

  private static RecordedRun locks() {
    Scenario scenario = RecordedRun.scenario(LOCKS, "duration=150 ms");
    return RecordedRun.of(scenario, RecordedRun.measured(scenario));
  }

  private static HostTimeline named(RecordedRun run, String host) {
    return run.timeline().hosts().stream()
        .filter(one -> one.host().equals(host))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takingDownWhoSpinsChangesNothing() {
    Scenario scenario = RecordedRun.scenario(LOCKS, "duration=150 ms");
    RunResult unwatched =
        new Run(new Model(scenario, RecordedRun.PLUGINS, Model.Options.NORMAL)).toEnd();

    assertThat(ResultJson.text(locks().result())).isEqualTo(ResultJson.text(unwatched));
  }

  @Test
  void whoSpinsHasAProcessorToTheBooks() {
    RecordedRun run = locks();

    for (String host : List.of("crowded", "helped", "paravirtual")) {
      long[] ns = timesNs(named(run, host)).get(host + "-locks");
      GuestTime books = run.result().guest(host + "-locks").orElseThrow().time();
      long hadNs = ns[Doing.RUNNING.ordinal()] + ns[Doing.SPINNING.ordinal()];
      assertThat(ns[Doing.SPINNING.ordinal()]).isPositive();
      assertThat(hadNs).isEqualTo(books.runningNs());
      assertThat(ns[Doing.WAITING.ordinal()]).isEqualTo(books.waitingNs());
    }
  }

  @Test
  void whileAHolderOrTheNextInTurnHasNoPcpuTheOthersSpin() {
    HostTimeline host = named(locks(), "crowded");
    Doing[] doing = new Doing[host.members().size()];
    HostTimeline.Changes changes = host.changes();
    long spunNs = 0;
    long spunAloneNs = 0;
    for (int row = 0; row + 1 < changes.size(); row++) {
      doing[changes.member().get(row)] = changes.doingAt(row);
      long lengthNs = changes.atNs().get(row + 1) - changes.atNs().get(row);
      int spinning = 0;
      int waiting = 0;
      for (int member = 0; member < doing.length; member++) {
        String name = host.members().get(member).name();
        if (row >= doing.length && name.startsWith("crowded-locks.v")) {
          spinning += doing[member] == Doing.SPINNING ? 1 : 0;
          waiting += doing[member] == Doing.WAITING ? 1 : 0;
        }
      }
      spunNs += spinning > 0 ? lengthNs : 0;
      spunAloneNs += spinning > 0 && waiting == 0 ? lengthNs : 0;
    }

    assertThat(spunNs).isGreaterThan(50 * MS);
    assertThat(spunAloneNs).isLessThan(spunNs / 100);
  }

  @Test
  void aSpinThatIsShortIsTakenForWork() {
    int spins = 0;
    for (HostTimeline host : locks().timeline().hosts()) {
      HostTimeline.Changes changes = host.changes();
      int[] last = new int[host.members().size()];
      int[] before = new int[last.length];
      for (int row = 0; row < changes.size(); row++) {
        int member = changes.member().get(row);
        Doing was = changes.doingAt(before[member]);
        boolean spun = was == Doing.RUNNING && changes.doingAt(last[member]) == Doing.SPINNING;
        if (spun && changes.doingAt(row) == Doing.RUNNING) {
          long lengthNs = changes.atNs().get(row) - changes.atNs().get(last[member]);
          assertThat(lengthNs).isGreaterThanOrEqualTo(20_000);
          spins++;
        }
        before[member] = last[member];
        last[member] = row;
      }
    }
    assertThat(spins).isPositive();
  }

  @Test
  void aThreadThatSpinsAndTheVcpuThatRunsItAreToldToSpin() {
    Scenario scenario = RecordedRun.scenario(LOCKS, "duration=150 ms");
    HostTimeline crowded = named(locks(), "crowded");
    int row = longestSpin(crowded);
    Inspector inspector = new Inspector(scenario, RecordedRun.PLUGINS);
    inspector.runTo(crowded.changes().atNs().get(row) + 1_000_000);

    String vcpu = crowded.members().get(crowded.changes().member().get(row)).name();
    String thread = vcpu.replace(".v", ".spinlock");
    Map<String, Snapshot.Member> members = new HashMap<>();
    for (Snapshot.Level level : inspector.snapshot().levels()) {
      level.members().forEach(member -> members.put(member.name(), member));
    }
    assertThat(members.get(vcpu).state()).isEqualTo("spins");
    assertThat(members.get(vcpu).sinceNs()).isEqualTo(crowded.changes().atNs().get(row));
    assertThat(members.get(thread).state()).isEqualTo("spins");
    assertThat(members.get("crowded-other.v" + vcpu.charAt(vcpu.length() - 1)).state())
        .isNotEqualTo("spins");
  }

  /** The row with which the vCPU that spins longest begins to. */
  private static int longestSpin(HostTimeline host) {
    HostTimeline.Changes changes = host.changes();
    int[] begins = new int[host.members().size()];
    int found = 0;
    long longestNs = 0;
    for (int row = 0; row < changes.size(); row++) {
      int member = changes.member().get(row);
      int begin = begins[member];
      long lengthNs = changes.atNs().get(row) - changes.atNs().get(begin);
      boolean isVcpu = !host.levels().get(host.members().get(member).level()).isGuest();
      if (isVcpu && changes.doingAt(begin) == Doing.SPINNING && lengthNs > longestNs) {
        found = begin;
        longestNs = lengthNs;
      }
      begins[member] = row;
    }
    return found;
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
