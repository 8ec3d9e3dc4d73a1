package org.coremux.sched;

import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.sched.Promise.Law;

/**
 * Every installed policy on random hosts, under each of the {@link SchedulingLaws}. A case is one
 * host under each policy; what fails names the policy and the seed.
 */
class SchedulingLawsTest {
  private static final List<InstalledPolicy> ALL = InstalledPolicy.all();

  private static final long[] ROUNDED_TIES = {
    -5_231_559_014_522_213_708L, // esxi
    -1_954_959_525_109_205_524L,
    1_966_433_311_652_617_408L,
    6_271_812_531_658_061_291L,
    -4_377_784_857_475_636_621L // stride
  };

  private static void each(Law law, BiConsumer<InstalledPolicy, Long> check, long seed) {
    for (InstalledPolicy policy : ALL) {
      if (Promises.of(policy).keeps(law)) {
        Promises.of(policy).settings.forEach(s -> check.accept(policy.with(s), seed));
      }
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void keepsExactBooksRunsNobodyTwiceLeavesNobodyIdleAndRepeatsItself(@ForAll long seed) {
    each(Law.BOOKS, SchedulingLaws::keepsBooksAndWorks, seed);
  }

  /** One waits behind three that are pinned where all of them woke. */
  @Example
  void idlesNoLongerThanThosePinnedAheadHaveSlices() {
    each(Law.BOOKS, SchedulingLaws::keepsBooksAndWorks, 6_615_454_003_533_238_503L);
  }

  /** Rounding decides a tie in each of them. */
  @Example
  void atHalfTheSpeedOnlyTiesDiffer() {
    for (long seed : ROUNDED_TIES) {
      each(Law.TIME_SCALE, SchedulingLaws::scalesWithTime, seed);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void sharesByWeightOrEqually(@ForAll long seed) {
    each(Law.FAIRNESS, SchedulingLaws::sharesByWeight, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void thoseWhoComeInAnotherOrderGetTheSame(@ForAll long seed) {
    each(Law.ORDER, SchedulingLaws::sharesInAnyOrder, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void onOneProcessorThoseWhoComeInAnotherOrderGetTheSame(@ForAll long seed) {
    each(Law.ORDER_ON_ONE, SchedulingLaws::sharesInAnyOrderOnOne, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aCapHoldsAndIsGiven(@ForAll long seed) {
    each(Law.CAPS, SchedulingLaws::capsHold, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aCapThatIsTakenAwayIsGoneAndGivenAgainItHolds(@ForAll long seed) {
    each(Law.CAP_CHANGES, SchedulingLaws::capsComeAndGo, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void whoWokeHasItsTurnAfterThoseAhead(@ForAll long seed) {
    each(Law.LATENCY, SchedulingLaws::wakesInTurn, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void saysTheSameWhenItIsAskedTwice(@ForAll long seed) {
    each(Law.ASKED_TWICE, SchedulingLaws::saysTheSameTwice, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void atHalfTheSpeedOfEverythingTheScheduleIsTheSame(@ForAll long seed) {
    each(Law.TIME_SCALE, SchedulingLaws::scalesWithTime, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void onOneProcessorAtHalfTheSpeedOfEverythingTheScheduleIsTheSame(@ForAll long seed) {
    each(Law.TIME_SCALE_ON_ONE, SchedulingLaws::scalesWithTimeOnOne, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void threeTimesTheWeightsAreTheSameShares(@ForAll long seed) {
    each(Law.WEIGHT_SCALE, SchedulingLaws::scalesWithWeights, seed);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aGuestThatNeverRunsMovesNothing(@ForAll long seed) {
    each(Law.IDLE_GUEST, SchedulingLaws::idleGuestMovesNothing, seed);
  }
}
