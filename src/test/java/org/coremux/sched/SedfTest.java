package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.ReservedLevel.MS;

import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.Refusal;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 18.2, one by one. */
class SedfTest {
  private static ReservedLevel cpus(int count) {
    return new ReservedLevel(count, "sedf", Map.of());
  }

  private static Group extra(ReservedLevel level, String name, long sliceMs, long periodMs) {
    return level.group(name, Map.of("slice", sliceMs * MS, "period", periodMs * MS));
  }

  @Test
  void theEarliestDeadlineRunsUntilItsSliceIsUsedUpAndThenWaitsForItsPeriod() {
    ReservedLevel level = cpus(1);
    Schedulable a = level.hog("a", level.reserving("a", 2 * MS, 10 * MS));
    level.hog("b", level.reserving("b", 10 * MS, 20 * MS));

    level.run(22);

    assertThat(level.log)
        .containsExactly("0.0 a@0", "2.0 b@0", "10.0 a@0", "12.0 b@0", "20.0 a@0", "22.0 b@0");
    assertThat(a.heldNs(Hold.CAP)).isEqualTo(16 * MS);
  }

  @Test
  void extraTimeIsSharedByUtilisation() {
    ReservedLevel level = cpus(1);
    Schedulable a = level.hog("a", extra(level, "a", 10, 100));
    Schedulable b = level.hog("b", extra(level, "b", 20, 100));

    level.run(10_000);

    // 70 % are left, and go 1 : 2
    assertThat(level.ranNs(a) / (double) MS).isCloseTo(1_000 + 7_000 / 3.0, within(100.0));
    assertThat(level.ranNs(b) / (double) MS).isCloseTo(2_000 + 14_000 / 3.0, within(100.0));
  }

  @Test
  void whoSaysNothingHasExtraTimeAloneAndDomain0FifteenOfTwentyMs() {
    ReservedLevel level = cpus(1);
    Group domain0 = level.host.group("Domain-0", null, 256, Group.Quota.NONE);
    Schedulable control = level.hog("control", domain0);
    Schedulable guest = level.hog("guest", null);

    level.run(2_000);

    assertThat(SedfParameters.of(control)).isEqualTo(new SedfParameters(20 * MS, 15 * MS, true, 0));
    assertThat(SedfParameters.of(guest)).isEqualTo(new SedfParameters(100 * MS, 0, true, 0));
    // 25 % are left, and go 96 : 1
    assertThat(level.ranNs(guest) / (double) MS).isCloseTo(500 / 97.0, within(1.0));
  }

  @Test
  void oneThatWakesAfterItsPeriodBeginsANewOne() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.burst("s", level.reserving("s", 4 * MS, 10 * MS), 4 * MS);
    level.wakeAt(s, 0);
    level.wakeAt(s, 13);
    level.hog("other", level.reserving("other", 20 * MS, 22 * MS)); // due at 22, then 44

    level.run(30);

    assertThat(level.log).startsWith("0.0 s@0", "4.0 other@0", "24.0 s@0");
  }

  @Test
  void oneThatWakesWithinItsPeriodHasLostItsSliceAndComesFirstOnExtraTime() {
    ReservedLevel level = cpus(1);
    Schedulable s = level.burst("s", extra(level, "s", 5, 10), MS);
    level.wakeAt(s, 0);
    level.wakeAt(s, 3);
    level.hog("busy", level.reserving("busy", 4 * MS, 12 * MS));
    level.hog("other", null);

    level.run(9);

    // busy has a slice until 5; the 4 ms that s lost are its own before other has any
    assertThat(level.log).startsWith("0.0 s@0", "1.0 busy@0", "5.0 s@0", "6.0 other@0");
  }

  @Test
  void whatIsKeptOfASliceIsKeptWhereSaid() {
    ReservedLevel level = new ReservedLevel(1, "sedf", Map.of("shortBlock", "keep"));
    Schedulable s = level.burst("s", extra(level, "s", 5, 10), MS);
    level.wakeAt(s, 0);
    level.wakeAt(s, 3);
    level.hog("busy", level.reserving("busy", 4 * MS, 12 * MS));

    level.run(9);

    assertThat(level.log).startsWith("0.0 s@0", "1.0 busy@0", "3.0 s@0", "4.0 busy@0");
  }

  @Test
  void weightsShareWhatIsNotReserved() {
    ReservedLevel level = cpus(1);
    Schedulable fixed = level.hog("fixed", level.reserving("fixed", 35 * MS, 100 * MS));
    Map<String, ?> one = Map.of("weight", 1L, "extratime", false);
    Map<String, ?> two = Map.of("weight", 2L, "extratime", false);
    Schedulable light = level.hog("light", level.group("light", one));
    Schedulable heavy = level.hog("heavy", level.group("heavy", two));

    level.run(1_000);

    assertThat(level.ranNs(fixed)).isEqualTo(350 * MS);
    assertThat(level.ranNs(light)).isEqualTo(200 * MS); // of 100 - 5 - 35 ms
    assertThat(level.ranNs(heavy)).isEqualTo(400 * MS);
  }

  @Test
  void nobodyMovesToAnotherProcessor() {
    ReservedLevel level = cpus(2);
    level.sleepingHog("a", null, CpuMask.of(0));
    Schedulable b = level.hog("b", level.reserving("b", 6 * MS, 10 * MS));
    level.sleepingHog("c", null, CpuMask.of(0));
    Schedulable d = level.hog("d", level.reserving("d", 6 * MS, 10 * MS));

    level.run(100);

    assertThat(b.processor()).isEqualTo(d.processor());
    assertThat(level.ranNs(b) + level.ranNs(d)).isEqualTo(100 * MS); // of 120, beside an idle one
  }

  @Test
  void refusesSlicesOverThePeriodAndTwoWaysAtOnce() {
    SedfProvider provider = new SedfProvider();
    Parameters tooLong =
        Parameters.of(SedfParameters.declared(), Map.of("slice", 12 * MS, "period", 10 * MS));
    Parameters both = Parameters.of(SedfParameters.declared(), Map.of("slice", MS, "weight", 3L));

    assertThat(
            provider.refuses(
                1,
                Parameters.defaults(provider.parameters()),
                List.of(new GuestSettings("g", 1, tooLong), new GuestSettings("h", 1, both))))
        .containsExactly(
            new Refusal("g", "slice", "is 12 ms; allowed: up to the period, 10 ms"),
            new Refusal("h", "weight", "is given beside a slice; allowed: one of them"));
  }
}
