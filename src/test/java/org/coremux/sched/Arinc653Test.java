package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.PartitionLevel.MS;
import static org.coremux.sched.PartitionLevel.US;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.mux.Schedulable;
import org.coremux.sched.PartitionLevel.Ran;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 6 and what section 21 asks of it. */
class Arinc653Test {
  private static final Arinc653Provider PROVIDER = new Arinc653Provider();

  private static PartitionLevel level(int cpus, ArincTable table) {
    return new PartitionLevel(cpus, pool -> new Arinc653(pool, table));
  }

  private static Parameters said(String schedule, long frameNs) {
    Map<String, Object> given = new LinkedHashMap<>();
    if (!schedule.isEmpty()) {
      given.put("schedule", schedule);
    }
    if (frameNs > 0) {
      given.put("majorFrame", frameNs);
    }
    return Parameters.of(PROVIDER.parameters(), given);
  }

  private static ArincTable table(String schedule, long frameMs) {
    return ArincTable.of(said(schedule, frameMs * MS));
  }

  // ---- who runs when ----

  @Test
  void eachRunsInItsEntriesAndNobodyAfterThemUntilTheFrameEnds() {
    PartitionLevel one = level(1, table("a 10 ms, b 20 ms, idle 5 ms, a 5 ms", 50));
    one.hog("a", null);
    one.hog("b", null);

    assertThat(one.runMs(85))
        .containsExactly(
            "a@0 0.0-10.0", "b@0 10.0-30.0", "a@0 35.0-40.0", "a@0 50.0-60.0", "b@0 60.0-80.0");
  }

  @Test
  void withoutATableEachHasTenMsInTheOrderOfAdmission() {
    PartitionLevel one = level(1, new ArincTable(List.of(), 0));
    one.hog("a", null);
    one.asleep("b", null, 256);
    one.hog("c", null);

    assertThat(one.runMs(45)).containsExactly("a@0 0.0-10.0", "c@0 20.0-30.0", "a@0 30.0-40.0");
  }

  @Test
  void anEntryThatComesDuringARunCountsFromTheNextFrame() {
    PartitionLevel one = level(1, new ArincTable(List.of(), 0));
    one.hog("a", null);
    one.hog("b", null);
    one.model.at(15 * MS, () -> one.hog("c", null));

    assertThat(one.runMs(50))
        .containsExactly(
            "a@0 0.0-10.0", "b@0 10.0-20.0", "a@0 20.0-30.0", "b@0 30.0-40.0", "c@0 40.0-50.0");
  }

  /** P17: slot waste. */
  @Test
  void whatAPartitionLeavesNobodyGets() {
    PartitionLevel one = level(1, table("a 10 ms, b 20 ms, c 20 ms", 50));
    Schedulable a = one.hog("a", null);
    Schedulable idles = one.asleep("b", null, 256);
    Schedulable c = one.hog("c", null);

    one.run(5_000 * MS);

    assertThat(one.ranNs(a)).isEqualTo(1_000 * MS);
    assertThat(one.ranNs(idles)).isZero();
    assertThat(one.ranNs(c)).isEqualTo(2_000 * MS);
  }

  @Test
  void whoWakesWithinItsEntryRunsAtOnceAndElseWaitsForIt() {
    PartitionLevel one = level(1, table("a 10 ms, b 20 ms", 30));
    Schedulable a = one.burst("a", null, MS);
    one.hog("b", null);
    one.model.at(3 * MS, () -> one.host.wake(a));
    one.model.at(9_500 * US, () -> one.host.wake(a));
    one.model.at(41 * MS, () -> one.host.wake(a));

    assertThat(one.runMs(70))
        .containsExactly(
            "a@0 3.0-4.0",
            "a@0 9.5-10.0",
            "b@0 10.0-30.0",
            "a@0 30.0-30.5",
            "b@0 40.0-60.0",
            "a@0 60.0-61.0");
  }

  @Test
  void whoIsInNoEntryNeverRunsAndThatIsSaid() {
    PartitionLevel one = level(1, table("a 10 ms, z 5 ms", 20));
    one.hog("a", null);
    Schedulable other = one.hog("other", null);

    one.run(1_000 * MS);

    assertThat(one.ranNs(other)).isZero();
    assertThat(one.described())
        .containsExactly(
            "arinc653, a frame of 20000000 ns, the next from 1020000000 ns",
            "  a: 10000000 ns, now",
            "  z: 5000000 ns, not here",
            "  other: in no entry, never runs");
  }

  @Test
  void allProcessorsShareTheTableAndEachRunsAtHome() {
    PartitionLevel two = level(2, table("a 10 ms, b 10 ms", 20));
    two.hog("a", null);
    two.hog("b", null);

    assertThat(two.runMs(30)).containsExactly("a@0 0.0-10.0", "b@1 10.0-20.0", "a@0 20.0-30.0");
  }

  @Test
  void whoComesBackHasItsEntryAgain() {
    PartitionLevel one = level(1, table("a 10 ms, b 10 ms", 20));
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread("a", null, 256, null, now -> one.host.exit(self[0]));
    self[0].compute(MS);
    one.host.admit(self[0]);
    one.host.start(self[0]);
    one.host.wake(self[0]);
    one.model.at(25 * MS, () -> one.hog("a", null));

    assertThat(one.runMs(40)).containsExactly("a@0 25.0-30.0");
  }

  // ---- section 21 ----

  /** Entries of whole grains, of up to three units and nobody, in a frame with room to spare. */
  private static ArincTable random(SplittableRandom random) {
    List<ArincTable.Entry> entries = new ArrayList<>();
    long sumNs = 0;
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      String unit = List.of("a", "b", "c", "idle").get(random.nextInt(4));
      entries.add(new ArincTable.Entry(unit, random.nextInt(1, 20) * 100 * US));
      sumNs += entries.get(entries.size() - 1).runtimeNs();
    }
    return new ArincTable(entries, sumNs + random.nextInt(3) * 250 * US);
  }

  private static long ofUnit(ArincTable table, String unit) {
    return table.entries().stream()
        .filter(entry -> entry.unit().equals(unit))
        .mapToLong(ArincTable.Entry::runtimeNs)
        .sum();
  }

  @Property
  void theTableIsRepeatedExactly(@ForAll long seed) {
    ArincTable table = random(new SplittableRandom(seed));
    PartitionLevel one = level(1, table);
    List.of("a", "b", "c").forEach(name -> one.hog(name, null));
    long frameNs = table.frameNs();

    List<Ran> all = one.run(5 * frameNs);

    for (int frame = 1; frame < 4; frame++) {
      assertThat(inFrame(all, frame, frameNs)).isEqualTo(inFrame(all, 0, frameNs));
    }
    for (String name : List.of("a", "b", "c")) {
      assertThat(ranBetween(all, name, 0, frameNs)).isEqualTo(ofUnit(table, name));
    }
  }

  /** Who ran there when, from the start of the frame on. */
  private static List<Ran> inFrame(List<Ran> all, int frame, long frameNs) {
    List<Ran> inside = new ArrayList<>();
    for (Ran ran : all) {
      long from = Math.max(0, ran.fromNs() - frame * frameNs);
      long until = Math.min(frameNs, ran.untilNs() - frame * frameNs);
      if (from < until) {
        inside.add(new Ran(ran.who(), ran.cpu(), from, until));
      }
    }
    return inside;
  }

  private static long ranBetween(List<Ran> all, String name, long fromNs, long untilNs) {
    long sumNs = 0;
    for (Ran ran : all) {
      if (ran.who().equals(name)) {
        long from = Math.max(fromNs, ran.fromNs());
        sumNs += Math.max(0, Math.min(untilNs, ran.untilNs()) - from);
      }
    }
    return sumNs;
  }

  /** The timeline of one is the same whatever the others do. */
  @Property
  void partitionsAreIsolated(@ForAll long seed, @ForAll long others, @ForAll boolean hogs) {
    ArincTable table = random(new SplittableRandom(seed));

    assertThat(timelineOfA(table, seed, others, hogs))
        .isEqualTo(timelineOfA(table, seed, ~others, !hogs));
  }

  private static List<Ran> timelineOfA(ArincTable table, long seed, long others, boolean hogs) {
    PartitionLevel one = level(1, table);
    SplittableRandom random = new SplittableRandom(others);
    one.sleeper("a", null, new SplittableRandom(seed), 10 * US, 300);
    for (String name : List.of("b", "c", "d")) {
      if (hogs) {
        one.hog(name, null);
      } else {
        one.sleeper(name, null, random.split(), 7 * US, 500);
      }
    }
    return one.run(10 * table.frameNs()).stream().filter(ran -> ran.who().equals("a")).toList();
  }

  @Property
  void nobodyGetsMoreThanItsEntriesInAFrameNorWaitsLongerThanOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int cpus) {
    SplittableRandom random = new SplittableRandom(seed);
    ArincTable table = random(random);
    PartitionLevel level = level(cpus, table);
    for (String name : List.of("a", "b", "c")) {
      if (ofUnit(table, name) > 0) {
        level.sleeper(name, null, random.split(), 10 * US, 300);
      }
    }

    List<Ran> all = level.run(10 * table.frameNs());

    assertThat(level.latencyMaxNs()).isLessThanOrEqualTo(table.frameNs());
    for (String name : List.of("a", "b", "c")) {
      for (long frame = 0; frame < 10; frame++) {
        long fromNs = frame * table.frameNs();
        assertThat(ranBetween(all, name, fromNs, fromNs + table.frameNs()))
            .isLessThanOrEqualTo(ofUnit(table, name));
      }
    }
  }

  // ---- what is said in a scenario ----

  private static List<String> refusals(String schedule, long frameNs, GuestSettings... guests) {
    return PROVIDER.refuses(1, said(schedule, frameNs), List.of(guests)).stream()
        .map(refusal -> refusal.parameter() + " " + refusal.why())
        .toList();
  }

  private static final GuestSettings A = new GuestSettings("a", 2, null);
  private static final GuestSettings B = new GuestSettings("b", 1, null);

  @Test
  void takesTimesInAllUnitsAndAFrameOfAllEntries() {
    ArincTable table = table("a.v0 1.5 ms,b.v0 250us , idle 1000 ns, a.v1 2 s", 0);

    assertThat(table.entries())
        .extracting(ArincTable.Entry::runtimeNs)
        .containsExactly(1_500 * US, 250 * US, US, 2_000 * MS);
    assertThat(table.frameNs()).isEqualTo(2_001_751 * US);
    assertThat(refusals("a.v0 1.5 ms,b.v0 250us , idle 1000 ns, a.v1 2 s", 0, A, B)).isEmpty();
  }

  @Test
  void refusesNamesThatAreNotHereAndNamesWhatIs() {
    assertThat(refusals("a.v0 10 ms, a.v2 10 ms, c 3 ms", 0, A, B))
        .containsExactly(
            "schedule names a.v2, which is not here; allowed: a.v0, a.v1, b.v0, idle",
            "schedule names c, which is not here; allowed: a.v0, a.v1, b.v0, idle");
  }

  @Test
  void refusesWhatIsNoEntry() {
    assertThat(refusals("a.v0, b.v0 10, a.v1 0 ms, a.v1 0.5 ns,", 0, A, B))
        .hasSize(5)
        .anySatisfy(why -> assertThat(why).contains("`a.v0`; expected: a name and a time"))
        .anySatisfy(why -> assertThat(why).contains("the time `10` for b.v0; allowed: 1 ns"))
        .anySatisfy(why -> assertThat(why).contains("the time `0 ms` for a.v1"))
        .anySatisfy(why -> assertThat(why).contains("the time `0.5 ns` for a.v1"))
        .anySatisfy(why -> assertThat(why).contains("an entry ``"));
    assertThatThrownBy(() -> table("a.v0", 0)).hasMessageContaining("expected: a name and a time");
  }

  @Test
  void refusesEntriesThatTakeMoreThanTheFrame() {
    assertThat(refusals("a.v0 10 ms, b.v0 20 ms", 29 * MS, A, B))
        .containsExactly("majorFrame is 29 ms; allowed: at least all entries together, 30 ms");
    assertThat(refusals("a.v0 10 ms, b.v0 20 ms", 30 * MS, A, B)).isEmpty();
    assertThatThrownBy(() -> table("a 2 ms", 1)).hasMessageContaining("2000000 ns in a frame");
  }

  @Test
  void refusesMoreThan64Entries() {
    String many = "a.v0 1 ms" + ", a.v1 1 ms".repeat(64);

    assertThat(refusals(many, 0, A, B))
        .containsExactly("schedule has 65 entries; allowed: up to 64");
    assertThat(refusals("a.v0 1 ms" + ", a.v1 1 ms".repeat(63), 0, A, B)).isEmpty();
    assertThat(refusals("", 0, new GuestSettings("many", 63, null), A))
        .containsExactly(
            "schedule is missing, and there are 65 vCPUs, where a schedule has up to 64 entries;"
                + " say whose they are");
    assertThat(refusals("", 0, new GuestSettings("many", 62, null), A)).isEmpty();
  }

  @Test
  void refusesAFrameWithoutATableAndCapsAndGroups() {
    List<Refusal> refusals = PROVIDER.refuses(1, said("", 30 * MS), List.of(A));

    assertThat(refusals).extracting(Refusal::parameter).containsExactly("majorFrame");
    assertThat(PROVIDER.refusesCaps()).isEqualTo(PROVIDER.refusesGroups()).isNotBlank();
    PartitionLevel one = new PartitionLevel(1, pool -> PROVIDER.create(pool, said("", 0)));
    assertThat(one.host.policy()).hasToString("arinc653");
  }
}
