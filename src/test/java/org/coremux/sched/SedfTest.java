package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.PartitionLevel.MS;
import static org.coremux.sched.PartitionLevel.US;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 18.2, one by one. */
class SedfTest {
  private static final SedfProvider PROVIDER = new SedfProvider();

  private final PartitionLevel one = level(1, Map.of());

  private static PartitionLevel level(int cpus, Map<String, Object> said) {
    Parameters parameters = Parameters.of(PROVIDER.parameters(), said);
    return new PartitionLevel(cpus, pool -> PROVIDER.create(pool, parameters));
  }

  private static Parameters settings(long sliceMs, long periodMs, boolean extratime) {
    Map<String, Object> said = new HashMap<>();
    said.put("slice", sliceMs * MS);
    said.put("period", periodMs * MS);
    said.put("extratime", extratime);
    return Parameters.of(PROVIDER.guestParameters(), said);
  }

  /** A group whose members each have a slice of a period; there is extra time, or is not. */
  private static Group group(
      PartitionLevel level, String name, long sliceMs, long periodMs, boolean extratime) {
    return level.group(name).settings(settings(sliceMs, periodMs, extratime));
  }

  private Group hard(String name, long sliceMs, long periodMs) {
    return group(one, name, sliceMs, periodMs, false);
  }

  private Group soft(String name, long sliceMs, long periodMs) {
    return group(one, name, sliceMs, periodMs, true);
  }

  private static double share(PartitionLevel level, Schedulable s, long ofMs) {
    return level.ranNs(s) / (double) (ofMs * MS);
  }

  // ---- slices ----

  @Test
  void theEarliestDeadlineRunsFirstAndWhoHasNoSliceLeftWaitsForItsNextPeriod() {
    one.hog("a", hard("a", 4, 20));
    one.hog("b", hard("b", 2, 10));

    assertThat(one.runMs(20)).containsExactly("b@0 0.0-2.0", "a@0 2.0-6.0", "b@0 10.0-12.0");
  }

  @Test
  void ofEqualDeadlinesTheCurrentOneGoesOn() {
    Schedulable late = one.asleep("late", hard("late", 4, 19), 256);
    one.hog("b", hard("b", 6, 20));
    one.model.at(MS, () -> one.host.wake(late));
    one.model.at(2 * MS, () -> one.host.pool().kick(one.host.processor(0)));

    assertThat(one.runMs(12)).containsExactly("b@0 0.0-6.0", "late@0 6.0-10.0");
  }

  @Test
  void anEarlierDeadlinePreemptsALaterOneAsSoonAsItsPeriodBegins() {
    one.hog("long", hard("long", 30, 100));
    one.hog("short", hard("short", 1, 10));

    assertThat(one.runMs(22))
        .containsExactly(
            "short@0 0.0-1.0",
            "long@0 1.0-10.0",
            "short@0 10.0-11.0",
            "long@0 11.0-20.0",
            "short@0 20.0-21.0",
            "long@0 21.0-22.0");
  }

  @Test
  void whoLivesOnItsSliceAloneIsHeldAsCapped() {
    Schedulable a = one.hog("a", hard("a", 40, 100));

    one.run(50 * MS);
    assertThat(a.held()).isEqualTo(Hold.CAP);
    one.run(1_000 * MS);

    assertThat(one.ranNs(a)).isEqualTo(400 * MS);
    assertThat(a.heldNs(Hold.CAP)).isEqualTo(600 * MS);
  }

  @Test
  void slicesOfMoreThanAProcessorAreMissedAndTheMissesAreCounted() {
    Schedulable a = one.hog("a", hard("a", 6, 10));
    Schedulable b = one.hog("b", hard("b", 6, 10));

    one.run(1_000 * MS);

    assertThat(one.ranNs(a) + one.ranNs(b)).isEqualTo(1_000 * MS);
    assertThat(one.described()).anyMatch(line -> line.matches(".*missed \\d+.*"));
    assertThat(one.described().get(0)).isEqualTo("pcpu/0, earliest deadline first");
  }

  @Test
  void nobodyMovesToAnotherProcessorThoughItIsIdle() {
    PartitionLevel two = level(2, Map.of());
    Schedulable a = two.hog("a", null);
    Schedulable elsewhere = two.asleep("elsewhere", null, 256);
    Schedulable b = two.hog("b", null);

    two.run(1_000 * MS);

    assertThat(share(two, a, 1_000)).isCloseTo(0.5, within(0.001));
    assertThat(share(two, b, 1_000)).isCloseTo(0.5, within(0.001));
    assertThat(two.ranNs(elsewhere)).isZero();
  }

  // ---- extra time ----

  @Test
  void whatIsLeftIsSharedAsSlicesAre() {
    Schedulable a = one.hog("a", soft("a", 10, 100));
    Schedulable b = one.hog("b", soft("b", 30, 100));

    one.run(10_000 * MS);

    assertThat(share(one, a, 10_000)).isCloseTo(0.25, within(0.001));
    assertThat(share(one, b, 10_000)).isCloseTo(0.75, within(0.001));
  }

  @Test
  void thoseWithoutASliceShareByWeightInTurnsOfHalfAMs() {
    Schedulable light = one.asleep("light", null, 256);
    Schedulable heavy = one.asleep("heavy", null, 512);
    one.host.wake(light);
    one.host.wake(heavy);

    assertThat(one.runMs(3)).startsWith("light@0 0.0-0.5", "heavy@0 0.5-2.0", "light@0 2.0-2.5");
    one.run(3_000 * MS);

    assertThat(share(one, light, 3_000)).isCloseTo(1 / 3.0, within(0.001));
  }

  @Test
  void aGuestThatSaysNothingLivesOnExtraTimeAndDomain0HasThreeQuarters() {
    Schedulable dom0 = one.hog("dom0", one.group("Domain-0"));
    Schedulable guest = one.hog("guest", one.group("guest"));

    one.run(10_000 * MS);

    // 15 of 20 ms, and of the other 5 ms 96 parts to one
    assertThat(share(one, dom0, 10_000)).isCloseTo(0.75 + 0.25 * 96 / 97, within(0.001));
    assertThat(one.ranNs(guest)).isPositive();
    assertThat(one.described())
        .anyMatch(line -> line.matches("  dom0: .* of 15000000 ns used.*"))
        .anyMatch(line -> line.startsWith("  guest: no slice"));
  }

  @Test
  void domain0HasWhatThePolicyIsTold() {
    PartitionLevel other =
        level(1, Map.of("domain0Slice", 2 * MS, "domain0Period", 10 * MS, "extraTurn", MS));
    other.hog("dom0", other.group("Domain-0"));
    other.hog("guest", null);

    assertThat(other.runMs(3)).containsExactly("dom0@0 0.0-3.0");
    assertThat(other.described()).anyMatch(line -> line.contains("of 2000000 ns used"));
  }

  // ---- waking ----

  @Test
  void whoWakesAfterItsPeriodBeginsANewOne() {
    Schedulable a = one.asleep("a", hard("a", 4, 10), 256);
    one.model.at(3 * MS, () -> one.host.wake(a));

    assertThat(one.runMs(30)).containsExactly("a@0 3.0-7.0", "a@0 13.0-17.0", "a@0 23.0-27.0");
  }

  private List<String> blocksWithinItsPeriod(String shortBlock, boolean extratime) {
    PartitionLevel level = level(1, Map.of("shortBlock", shortBlock));
    Schedulable a = level.burst("a", group(level, "a", 4, 20, extratime), MS);
    level.hog("b", group(level, "b", 16, 40, true));
    for (int at : List.of(0, 5, 9)) {
      level.model.at(at * MS, () -> level.host.wake(a));
    }
    return level.runMs(26);
  }

  @Test
  void whoBlocksWithinItsPeriodHasLostTheRestOfItsSlice() {
    assertThat(blocksWithinItsPeriod("forfeit", false))
        .containsExactly("a@0 0.0-1.0", "b@0 1.0-20.0", "a@0 20.0-21.0", "b@0 21.0-26.0");
  }

  @Test
  void orKeepsItWhereThePolicyIsToldSo() {
    assertThat(blocksWithinItsPeriod("keep", false))
        .containsExactly(
            "a@0 0.0-1.0",
            "b@0 1.0-5.0",
            "a@0 5.0-6.0",
            "b@0 6.0-9.0",
            "a@0 9.0-10.0",
            "b@0 10.0-26.0");
  }

  @Test
  void whatItLostItHasFirstOfExtraTime() {
    // b's slice ends at 17, and before a's next period it is first for the 3 ms that it lost
    assertThat(blocksWithinItsPeriod("forfeit", true).subList(0, 3))
        .containsExactly("a@0 0.0-1.0", "b@0 1.0-17.0", "a@0 17.0-18.0");
  }

  @Test
  void whatOneIsOwedOfAPeriodIsComparedToTheNanosecond() {
    // 4.9 of 19.001 us are more than 5 of 19.999 us
    Schedulable a = one.burst("a", shortPeriod("a", 10_000, 19_999), 5 * US);
    Schedulable b = one.burst("b", shortPeriod("b", 9_900, 19_001), 5 * US);
    for (Schedulable s : List.of(a, b)) {
      one.model.at(0, () -> one.host.wake(s));
      one.model.at(12 * US, () -> one.host.wake(s));
    }

    assertThat(one.runMs(1))
        .containsExactly("b@0 0.0-0.005", "a@0 0.005-0.01", "b@0 0.012-0.017", "a@0 0.017-0.022");
  }

  private Group shortPeriod(String name, long sliceNs, long periodNs) {
    return one.group(name)
        .settings(
            Parameters.of(
                PROVIDER.guestParameters(), Map.of("slice", sliceNs, "period", periodNs)));
  }

  // ---- what is said in a scenario ----

  private static List<String> refusals(
      int processors, Map<String, Object> said, GuestSettings... guests) {
    Parameters parameters = Parameters.of(PROVIDER.parameters(), said);
    return PROVIDER.refuses(processors, parameters, List.of(guests)).stream()
        .map(refusal -> refusal.guest() + " " + refusal.parameter() + " " + refusal.why())
        .toList();
  }

  private static GuestSettings guest(String name, int vcpus, long sliceMs, boolean extratime) {
    return new GuestSettings(name, vcpus, settings(sliceMs, 10, extratime));
  }

  @Test
  void refusesASliceLongerThanItsPeriodAndNeitherSliceNorExtraTime() {
    assertThat(refusals(4, Map.of(), guest("a", 1, 11, true), guest("b", 1, 0, false)))
        .containsExactly(
            "a slice is 11 ms; allowed: up to the period, 10 ms",
            "b extratime is off, and there is no `slice`, so it would never run; allowed: one of"
                + " them");
    assertThat(refusals(1, Map.of("domain0Slice", 21 * MS)))
        .containsExactly(" domain0Slice is 21 ms; allowed: up to the period, 20 ms");
    assertThatThrownBy(() -> new SedfParameters.Reservation(10, 11, true))
        .hasMessageContaining("a slice of 11 ns");
    assertThatThrownBy(() -> new SedfParameters(true, 0, SedfParameters.Reservation.STANDARD))
        .hasMessageContaining("turns of 0 ns");
  }

  @Test
  void refusesMoreSlicesThanThereAreProcessors() {
    GuestSettings dom0 = new GuestSettings("Domain-0", 1, null);
    GuestSettings silent = new GuestSettings("silent", 4, null);

    assertThat(refusals(1, Map.of(), dom0, silent, guest("a", 1, 3, true)))
        .containsExactly(
            "a slice is too much: the slices of a and all before it take 105 % of a pCPU; allowed:"
                + " 100 %, of which 25 % are left for it");
    assertThat(refusals(1, Map.of("domain0Slice", 10 * MS), dom0, guest("a", 1, 5, true)))
        .isEmpty();
    assertThat(refusals(2, Map.of(), dom0, guest("a", 2, 6, false))).isEmpty();
    assertThat(refusals(2, Map.of(), new GuestSettings("Domain-0", 3, null)).get(0))
        .startsWith(" domain0Slice is too much: the slices of Domain-0 and all before it take 225")
        .contains("allowed: 200 %");
  }

  @Test
  void refusesGroupsAndSaysWhatIsThereInsteadOfCaps() {
    assertThat(PROVIDER.refusesGroups()).isNotBlank();
    assertThat(PROVIDER.refusesCaps()).contains("slice: 40 ms");
    assertThat(one.host.policy()).hasToString("sedf");
  }
}
